import Foundation
import GRDB
import GRDBSQLite
public import RestStations

extension SQLiteStorage: UsageStorage {
  public func readUsage<Answer: Sendable>(
    _ body: @escaping @Sendable (any UsageReading) throws -> Answer
  ) async throws -> Answer {
    try await read { try body(UsageReader($0)) }
  }
}

/// The statistics, read within one transaction.
private struct UsageReader: UsageReading {
  let timeZone: String
  let catalogue: AmenityCatalogue
  let stations: [UsageStation]
  private let database: Database

  init(_ database: Database) throws {
    self.database = database
    let summary = try SQLiteStorage.summary(database)
    (timeZone, catalogue) = (summary.timeZone, summary.catalogue)
    let towns = try SQLiteStorage.townNames(database)
    var stations: [UsageStation] = []
    stations.reserveCapacity(summary.stationCount)
    try RawStatement(database, "SELECT id, name, town, status FROM station ORDER BY id").forEachRow { row in
      let town = sqlite3_column_type(row, 2) == SQLITE_NULL ? nil : towns[sqlite3_column_int64(row, 2)]
      stations.append(
        UsageStation(
          id: RawStatement.text(row, 0), name: RawStatement.text(row, 1), town: town,
          isRetired: RawStatement.text(row, 3) == "retired"))
    }
    self.stations = stations
  }

  func forEachSheet(
    of kind: UsagePeriodKind, _ periods: ClosedRange<Int>, stations numbers: ClosedRange<Int>,
    _ body: (_ period: Int, _ station: Int, _ sheet: UsageSheetReader) throws -> Void
  ) throws {
    guard stations.indices.contains(numbers.lowerBound), stations.indices.contains(numbers.upperBound) else { return }
    let table = "usage_\(kind.rawValue)"
    // Period by period, so that a few stations of a long time are found without passing over all others.
    let next = try RawStatement(database, "SELECT min(period) FROM \(table) WHERE period >= ?1 AND period <= ?2")
    // Bounds cost a comparison of texts for each sheet.
    let isBounded = numbers != 0...stations.count - 1
    let sheets = try RawStatement(
      database,
      """
      SELECT station_id, sheet FROM \(table) WHERE period = ?1 \(isBounded ? "AND station_id BETWEEN ?2 AND ?3" : "")
      ORDER BY station_id
      """)
    if isBounded {
      sheets.bind(2, stations[numbers.lowerBound].id)
      sheets.bind(3, stations[numbers.upperBound].id)
    }
    next.bind(2, Int64(periods.upperBound))
    var from = periods.lowerBound
    while true {
      next.bind(1, Int64(from))
      var period: Int?
      try next.forEachRow { row in
        if sqlite3_column_type(row, 0) != SQLITE_NULL { period = Int(sqlite3_column_int64(row, 0)) }
      }
      guard let period else { return }
      sheets.bind(1, Int64(period))
      var station = numbers.lowerBound
      try sheets.forEachRow { row in
        // Both are in the order of ids.
        let id = RawStatement.blob(row, 0)
        while station <= numbers.upperBound, !Self.isEqual(stations[station].id, id) { station += 1 }
        guard station <= numbers.upperBound else { throw YizhanError.damagedStation(RawStatement.text(row, 0)) }
        try body(period, station, UsageSheetReader(RawStatement.blob(row, 1)))
      }
      from = period + 1
    }
  }

  private static func isEqual(_ text: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard text.utf8.count == bytes.count else { return false }
    return text.utf8.withContiguousStorageIfAvailable { own in
      guard let one = own.baseAddress, let other = bytes.baseAddress else { return true }
      return memcmp(one, other, bytes.count) == 0
    } ?? text.utf8.elementsEqual(bytes)
  }

  private static let identified = "visitor IS NOT NULL AND at >= ?1 AND at < ?2"

  func identifiedVisitCount(_ times: Range<Int64>) throws -> Int {
    try Int.fetchOne(
      database, sql: "SELECT count(*) FROM visit WHERE \(Self.identified)",
      arguments: [times.lowerBound, times.upperBound]) ?? 0
  }

  func forEachIdentifiedVisit(_ times: Range<Int64>, _ body: (UsageVisit) throws -> Void) throws {
    let numbers = Dictionary(
      stations.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let visits = try RawStatement(
      database,
      """
      SELECT station_id, at, worker_group, services, visitor FROM visit
      WHERE \(Self.identified) AND voided_at IS NULL
      """)
    visits.bind(1, times.lowerBound)
    visits.bind(2, times.upperBound)
    try visits.forEachRow { row in
      let visitor = RawStatement.blob(row, 4)
      guard let station = numbers[RawStatement.text(row, 0)],
        let group = WorkerGroup(rawValue: RawStatement.text(row, 2)), visitor.count >= 16
      else { throw YizhanError.damagedStation(RawStatement.text(row, 0)) }
      let services = RawStatement.blob(row, 3)
      let bits = services.count == 16 ? UInt128(littleEndian: services.loadUnaligned(as: UInt128.self)) : 0
      try body(
        UsageVisit(
          station: station, at: sqlite3_column_int64(row, 1), group: group, services: AmenitySet(bits: bits),
          visitor: visitor.loadUnaligned(as: UInt128.self)))
    }
  }

  func visitorHorizon() throws -> Int64? {
    try VisitorHistory(database).horizon()
  }

  func frozenVisitors() throws -> FrozenVisitors {
    try VisitorHistory(database).frozen()
  }
}
