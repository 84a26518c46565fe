import Foundation
import SampleData
import TabularText
import TestSupport

/// The seed of all random tests: `YIZHAN_TEST_SEED`, or a fixed one.
let testSeed = ProcessInfo.processInfo.environment["YIZHAN_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_124

extension SeededGenerator {
  mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &self)]
  }

  mutating func count(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &self)
  }

  /// A text of the characters that CSV, spreadsheets and encodings trip over, at times empty.
  mutating func field() -> String {
    (0..<count(0...8)).map { _ in pick(Self.pieces) }.joined()
  }

  /// Records as any program might hold them, of one or more fields each.
  mutating func records() -> [[String]] {
    (0..<count(0...6)).map { _ in (0..<count(1...5)).map { _ in field() } }
  }

  private static let pieces = [
    "a", "Z", "0", " ", ",", ",", "\"", "\"", "\"\"", "\n", "\r\n", "\r", "\t", "'", "=", "+", "-", "@", ";", "兖州",
    "充新苑", "😀", "👨‍👩‍👧", "e\u{301}", "\u{FEFF}", "\u{0}", "\u{2028}", "\\", "\\n", "𠮷",
  ]
}

/// What Python's csv module says of a file.
struct PythonCSV: Decodable {
  struct Fault: Decodable, Equatable {
    let kind: String
    let line: Int
  }

  let rows: [Row]
  let fault: Fault?

  struct Row: Decodable, Equatable {
    let line: Int
    let fields: [String]

    init(line: Int, fields: [String]) {
      self.line = line
      self.fields = fields
    }

    init(from decoder: any Decoder) throws {
      var pair = try decoder.unkeyedContainer()
      line = try pair.decode(Int.self)
      fields = try pair.decode([String].self)
    }
  }

  static func reads(_ files: [[UInt8]]) throws -> [PythonCSV] {
    let lines = try Oracle.run("csv_oracle.py", input: files.map { Data($0).base64EncodedString() })
    return try lines.map { try JSONDecoder().decode(PythonCSV.self, from: Data($0.utf8)) }
  }
}

/// Everything that a reader gives, faults among the records, in order.
enum CSVEvent: Equatable {
  case record(Int, [String])
  case fault(Int, CSVError.Reason)

  static func all(_ bytes: some Sequence<UInt8>) -> [CSVEvent] {
    var reader = CSVReader(Array(bytes))
    var events: [CSVEvent] = []
    while true {
      do throws(CSVError) {
        guard let record = try reader.next() else { return events }
        events.append(.record(record.line, record.fields))
      } catch {
        events.append(.fault(error.line, error.reason))
      }
    }
  }
}
