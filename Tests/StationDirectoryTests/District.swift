import Foundation
import RestStations
import SQLiteStorage
import StationDirectory
import TestSupport
import Testing

/// The seed of all random tests: `YIZHAN_TEST_SEED`, or a fixed one.
let testSeed = ProcessInfo.processInfo.environment["YIZHAN_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_124

/// A directory on a database of its own, removed with the value.
final class District: Sendable {
  let storage: SQLiteStorage
  let directory: StationDirectory
  let clock: TestClock
  private let folder: TemporaryFolder

  /// Empty, with the clock at a Tuesday afternoon in Shanghai.
  init(at instant: String = "2026-11-24T15:04:05+08:00") async throws {
    folder = try TemporaryFolder()
    storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
    let clock = TestClock(try #require(Instant.parse(instant)))
    self.clock = clock
    directory = StationDirectory(storage) { clock.now }
    try await directory.load()
  }

  /// With the stations of a file.
  convenience init(_ csv: String, at instant: String = "2026-11-24T15:04:05+08:00") async throws {
    try await self.init(at: instant)
    try await take(csv)
  }

  /// The fixture of Yanzhou.
  static let yanzhou = Result { try String(contentsOf: Project.fixture("yanzhou/stations.csv"), encoding: .utf8) }

  @discardableResult
  func take(_ csv: String, _ options: ImportOptions = ImportOptions()) async throws -> ImportReport {
    try await directory.importStations(csv: Array(csv.utf8), options)
  }

  /// A directory on the same database that is read anew.
  func readAnew() async throws -> StationDirectory {
    let directory = StationDirectory(storage) { [clock] in clock.now }
    try await directory.load()
    return directory
  }

  /// Why a file is refused.
  func refusal(_ csv: some Sequence<UInt8>) async -> YizhanError? {
    await #expect(throws: YizhanError.self) {
      try await self.directory.importStations(csv: Array(csv), ImportOptions())
    }
  }

  func station(_ id: String) async throws -> Station {
    let id = try #require(StationID(id))
    return try #require(try await storage.station(id))
  }

  /// What the directory says of one station, or nothing when there is none.
  func answer(_ id: String) throws -> StationAnswer? {
    let id = try #require(StationID(id))
    return try directory.station(id)
  }

  func stations() async throws -> [Station] {
    try await storage.allStations()
  }

  /// Stores stations past the import, as other calls of the API do.
  func store(_ stations: [Station]) async throws {
    _ = try await storage.change(.around([]), at: clock.now * 1000) { _, _ in stations }
    try await directory.load()
  }

  /// All stations as a file.
  func exported() async throws -> String {
    var writer = StationCSV.Writer(try await storage.summary().catalogue)
    for station in try await stations() { writer.append(station) }
    return String(decoding: writer.take(), as: UTF8.self)
  }
}

/// A parsed answer.
struct JSONAnswer {
  let text: String
  let members: [String: Any]

  init(_ bytes: [UInt8]) throws {
    text = try #require(String(validating: bytes, as: UTF8.self))
    members = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
  }

  /// The stations of an answer that is no GeoJSON.
  var stations: [[String: Any]] { members["stations"] as? [[String: Any]] ?? [] }
  var features: [[String: Any]] { members["features"] as? [[String: Any]] ?? [] }
  var ids: [String] { stations.compactMap { $0["id"] as? String } }
}

extension [String: Any] {
  func text(_ name: String) -> String? { self[name] as? String }
  func number(_ name: String) -> Double? { (self[name] as? NSNumber)?.doubleValue }
  func texts(_ name: String) -> [String]? { self[name] as? [String] }
}

extension StationDirectory {
  func answer(_ question: NearestQuestion) throws -> JSONAnswer {
    try JSONAnswer(try nearest(question).encoded(.json))
  }
}
