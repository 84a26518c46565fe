import Foundation
import RestStations
import SampleData
import Testing

@Suite("JSON is read and refused as Foundation does it")
struct JSONScannerTests {
  private let seed = ProcessInfo.processInfo.environment["YIZHAN_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_124

  /// The value of a whole document, or nothing when it is none.
  private func scan(_ bytes: [UInt8]) -> JSONValue? {
    var scanner = JSONScanner(bytes)
    do throws(JSONFault) {
      let value = try scanner.value()
      try scanner.end()
      return value
    } catch {
      return nil
    }
  }

  private func reference(_ bytes: [UInt8]) -> JSONValue? {
    try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))
  }

  @Test func randomDocumentsAreReadAlike() throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<3000 {
      let document = Array(Self.document(&generator, depth: 0).utf8)
      let value = scan(document)
      #expect(
        value != nil && value == reference(document), "seed \(seed): \(String(decoding: document, as: UTF8.self))")
    }
  }

  @Test func damagedDocumentsAreReadOrRefusedAlike() throws {
    var generator = SeededGenerator(seed: seed + 1)
    var refused = 0
    for _ in 0..<6000 {
      var document = Array(Self.document(&generator, depth: 0).utf8)
      let place = Int.random(in: 0..<document.count, using: &generator)
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: document.remove(at: place)
      case 1: document.insert(Self.damage.randomElement(using: &generator) ?? 0, at: place)
      default: document[place] = Self.damage.randomElement(using: &generator) ?? 0
      }
      // Foundation passes over a comma behind the last item, and takes a zero byte for a sign of UTF-16.
      let text = String(decoding: document, as: UTF8.self)
      if text.contains(/,\s*[\]}]/) || text.contains("\0") { continue }
      let (value, reference) = (scan(document), reference(document))
      refused += value == nil ? 1 : 0
      #expect(value == reference, "seed \(seed): \(text.debugDescription)")
    }
    #expect(refused > 1000)
  }

  @Test(arguments: [
    "[1,]", "{\"a\":1,}", "\0[]", "[]\0", "[1 2]", "nan", "[Infinity]", "'a'", "// a\n1", "+1", ".5", "1e",
  ])
  func whatOthersLetPassIsRefused(document: String) {
    #expect(scan(Array(document.utf8)) == nil)
  }

  private static let damage = Array("{}[]\",:\\0-.eE+ntu /\u{0}\n\u{1F}xA9".utf8)

  private static func document(_ generator: inout SeededGenerator, depth: Int) -> String {
    func space(_ generator: inout SeededGenerator) -> String {
      generator.chance(0.2) ? [" ", "\n", "\t", "\r\n", "  "].randomElement(using: &generator) ?? "" : ""
    }
    func string(_ generator: inout SeededGenerator) -> String {
      let pieces = [
        "a", "兖", "😀", "\\\"", "\\\\", "\\/", "\\n", "\\t", "\\b", "\\f", "\\r", "\\u00e9", "\\ud83d\\ude00", "{", ",",
      ]
      return "\""
        + (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in
          pieces.randomElement(using: &generator)
        }.joined() + "\""
    }
    let choice = Int.random(in: 0..<(depth > 4 ? 4 : 7), using: &generator)
    let value: String
    switch choice {
    case 0: value = ["null", "true", "false"].randomElement(using: &generator) ?? ""
    case 1:
      value =
        ["0", "-0", "12", "-3.25", "1e3", "2E-2", "0.5e+1", "123456789012345678", "35.5501234"].randomElement(
          using: &generator) ?? ""
    case 2, 3: value = string(&generator)
    case 4:
      let items = (0..<Int.random(in: 0...4, using: &generator)).map { _ in document(&generator, depth: depth + 1) }
      value = "[" + items.joined(separator: ",") + space(&generator) + "]"
    default:
      let members = (0..<Int.random(in: 0...4, using: &generator)).map { number in
        "\"\(number)" + string(&generator).dropFirst() + space(&generator) + ":"
          + document(&generator, depth: depth + 1)
      }
      value = "{" + space(&generator) + members.joined(separator: ",") + "}"
    }
    return space(&generator) + value + space(&generator)
  }
}
