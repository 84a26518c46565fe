import Foundation
import Geodesy
import OpeningHours
import RestStations
import UsageReports

@testable import HTTPAPI
@testable import StationDirectory
@testable import TabularText
@testable import VisitLog

/// libFuzzer's main function, which is another's when a program is linked by the package manager.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

@_cdecl("yizhan_fuzz_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
  var (count, arguments) = (count, arguments)
  return runDriver(&count, &arguments, fuzzOneInput)
}

/// What libFuzzer calls with one input after another: the parser that `YIZHAN_FUZZ_TARGET` names must neither trap nor
/// hang on any, and what it reads must be read alike when it is written again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  Fuzzed.target.run(start.map { Array(UnsafeBufferPointer(start: $0, count: count)) } ?? [])
  return 0
}

private enum Fuzzed: String, CaseIterable {
  case csv, gb18030, hours, geojson, query, visit

  static let target: Fuzzed = {
    let name = ProcessInfo.processInfo.environment["YIZHAN_FUZZ_TARGET"] ?? ""
    guard let target = Fuzzed(rawValue: name) else {
      fatalError("YIZHAN_FUZZ_TARGET must be one of \(allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return target
  }()

  func run(_ input: [UInt8]) {
    switch self {
    case .csv: Self.readCSV(input)
    case .gb18030: Self.decode(input)
    case .hours: Self.readHours(input)
    case .geojson: Self.importStations(StationGeoJSON.Reader(input))
    case .query: Self.readQuery(input)
    case .visit: Self.readVisits(input)
    }
  }

  /// Rows come back from the file that they are written to; stations and visits are read or refused.
  private static func readCSV(_ input: [UInt8]) {
    if let rows = rows(CSVReader(input)) {
      var writer = CSVWriter()
      // An empty line is no row; a row of one empty field is written as one.
      for row in rows where row != [""] { writer.append(row) }
      let again = Self.rows(CSVReader(writer.bytes))
      let expected = rows.filter { $0 != [""] }.map { $0.map(FormulaGuard.guarded) }
      precondition(again == expected || again == rows.filter { $0 != [""] }, "rows come back as others")
    }
    if let file = try? StationCSV.Reader(input) { importStations(file) }
    _ = try? visitReader.visits(csv: input)
  }

  private static func rows(_ reader: CSVReader) -> [[String]]? {
    var (reader, rows) = (reader, [[String]]())
    do {
      while let record = try reader.next() { rows.append(record.fields) }
      return rows
    } catch {
      return nil
    }
  }

  private static func decode(_ input: [UInt8]) {
    guard let text = GB18030.decode(input) else { return }
    let characters = text.utf8.filter { $0 != 0xFF }
    precondition(text.utf8.count - characters.count == text.faults, "faults are counted wrongly")
    precondition(String(validating: characters, as: UTF8.self) != nil, "what is decoded is no UTF-8")
  }

  /// What is said of a moment holds until the next change, and changes then.
  private static func readHours(_ input: [UInt8]) {
    guard let hours = try? OpeningHours(parsing: String(decoding: input, as: UTF8.self)) else { return }
    guard let again = try? OpeningHours(parsing: hours.text) else { preconditionFailure("its own text is refused") }
    precondition(again == hours, "its own text means something else")
    let moment = LocalMoment(epochSeconds: 1_790_000_000, in: zone)
    let status = hours.status(at: moment, holidays: .empty)
    guard let change = status.nextChange else { return }
    precondition(change > moment.epochSeconds, "a change that is past")
    let state = { hours.state(at: LocalMoment(epochSeconds: $0, in: zone), holidays: .empty) }
    precondition(state(change) != status.state && state(change - 1) == status.state, "no change at the change")
  }

  private static func importStations(_ file: some StationFile) {
    var work = StationImport(file, ImportOptions(), at: 1_790_000_000_000, catalogue: .standard, existing: [:])
    guard let stations = try? work.changes(progress: { _ in }) else { return }
    var writer = StationGeoJSON.Writer(.standard)
    for station in stations { writer.append(station) }
    writer.end()
    var again = StationImport(
      StationGeoJSON.Reader(writer.take()), ImportOptions(), at: 1_790_000_000_000, catalogue: .standard, existing: [:])
    guard let copies = try? again.changes(progress: { _ in }) else { preconditionFailure("our own file is refused") }
    precondition(copies.map(\.id) == stations.map(\.id), "our own file has other stations")
  }

  /// The fast reader gives the same question as the general one, or none.
  private static func readQuery(_ input: [UInt8]) {
    let query = String(decoding: input, as: UTF8.self)
    let general = try? NearestQuestion(query: query, .standard)
    if let plain = PlainQuestion.read(query, .standard) {
      guard let general else { preconditionFailure("the fast reader takes what the other refuses") }
      precondition(
        plain.place == general.place && plain.limit == general.limit && plain.amenities == general.amenities
          && "\(plain.open)" == "\(general.open)", "the readers differ")
    }
    _ = try? ListQuestion(query: query, .standard)
    var reader = QueryReader(query)
    _ = UsageQuestion(&reader, today: CivilDate(daysSinceEpoch: 20_000))
    _ = try? PublicUsageQuestion(query: query, today: CivilDate(daysSinceEpoch: 20_000))
    _ = try? FeatureQuestion(query: query)
  }

  private static func readVisits(_ input: [UInt8]) {
    _ = try? visitReader.visit(json: input)
    _ = try? visitReader.visits(json: input)
    _ = try? visitReader.visits(lines: input)
    if let station = StationID("YZ-0001") { _ = try? visitReader.checkIn(json: input, at: station) }
  }

  private static let visitReader = VisitReader(.standard, SecretKey.random(), now: 1_790_000_000_000)
  private static let zone = TimeZone(identifier: "Asia/Shanghai") ?? .gmt
}
