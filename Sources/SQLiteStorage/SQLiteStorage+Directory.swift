import Foundation
import GRDB
import OpeningHours
public import RestStations

extension SQLiteStorage: DirectoryStorage {
  public func summary() async throws -> DirectorySummary {
    try await read { try Self.summary($0) }
  }

  public func scan<Part: Sendable>(
    _ body: @escaping @Sendable (DirectorySummary, _ next: () throws -> StationView?) throws -> Part
  ) async throws -> (summary: DirectorySummary, parts: [Part]) {
    guard let pool = connections as? DatabasePool else {
      return try await read { database in
        let summary = try Self.summary(database)
        return (summary, [try body(summary, try Self.scan(database, .all, summary).next)])
      }
    }
    // While the writer waits here, both see the same moment.
    let (first, second) = try await pool.writeWithoutTransaction { [pool] _ in
      (try pool.makeSnapshot(), try pool.makeSnapshot())
    }
    let (summary, middle) = try await first.read { (try Self.summary($0), try StationScan.middle($0)) }
    guard let middle else { return (summary, [try await Self.part(first, .all, summary, body)]) }
    async let low = Self.part(first, .before(middle), summary, body)
    async let high = Self.part(second, .from(middle), summary, body)
    return (summary, try await [low, high])
  }

  private static func part<Part: Sendable>(
    _ snapshot: DatabaseSnapshot, _ run: StationScan.Run, _ summary: DirectorySummary,
    _ body: @escaping @Sendable (DirectorySummary, _ next: () throws -> StationView?) throws -> Part
  ) async throws -> Part {
    try await snapshot.read { try body(summary, try scan($0, run, summary).next) }
  }

  private static func scan(
    _ database: Database, _ run: StationScan.Run, _ summary: DirectorySummary
  ) throws -> StationScan {
    let places = Dictionary(summary.towns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    return try StationScan(database, run, towns: try townNames(database).compactMapValues { places[$0] })
  }

  public func scan<Part: Sendable>(
    since known: DirectorySummary, atMost limit: Int,
    _ body: @escaping @Sendable (_ next: () throws -> StationView?) throws -> Part
  ) async throws -> (revision: Int, part: Part)? {
    try await read { database in
      let revision = try Self.revision(database)
      let count = try Int.fetchOne(
        database.cachedStatement(sql: "SELECT count(*) FROM (SELECT 1 FROM station WHERE revision > ? LIMIT ?)"),
        arguments: [known.revision, limit + 1])
      guard let count, count <= limit else { return nil }
      // A change of a station, of an amenity, of holidays takes a revision of its own: where stations have all of them,
      // nothing else has changed but towns, which come with their stations, and are looked at below. Where a station has
      // changed twice, all must be looked at.
      guard try count == revision - known.revision || Self.summary(database).isAlike(known) else { return nil }
      let names = try Self.townNames(
        database, "WHERE number IN (SELECT town FROM station WHERE revision > ?)", [known.revision])
      let towns = names.compactMapValues(known.towns.firstIndex(of:))
      guard towns.count == names.count else { return nil }
      return (revision, try body(try StationScan(database, .changed(known.revision), towns: towns).next))
    }
  }

  public func station(_ id: StationID) async throws -> Station? {
    try await read { database in
      try Self.stations(database, sql: "SELECT \(StationRow.columns) FROM station WHERE id = ?", [id.text]).first
    }
  }

  public func change(
    _ scope: ChangeScope, by author: Author, at instant: Int64,
    _ decide: @escaping @Sendable (AmenityCatalogue, _ existing: [StationID: Station]) throws -> [Station]
  ) async throws -> Int {
    do {
      return try await write { database in
        let existing = try Self.stations(database, scope)
        let changed = try decide(
          AmenityCatalogue(try Self.amenities(database)),
          Dictionary(existing.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first }))
        guard !changed.isEmpty else { return try Self.revision(database) }
        let subject = changed.count == 1 ? changed[0].id.text : "\(changed.count) stations"
        try Self.note("station change", subject, by: author, at: instant, database)
        return try Self.store(changed, at: instant, database)
      }
    } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
      throw YizhanError(
        .badData, Bilingual("a station's hub does not exist: nothing was stored", "所属中心不存在：未保存任何内容"))
    }
  }

  private static func store(_ stations: [Station], at instant: Int64, _ database: Database) throws -> Int {
    var revision = try Self.revision(database)
    var towns: [String: Int64] = [:]
    let writer = try StationWriter(database)
    for station in stations {
      revision += 1
      let town = try station.town.map { try number(ofTown: $0, &towns, database) }
      try writer.store(station, town: town, revision: revision, updatedAt: instant)
    }
    return try set(revision, database)
  }

  /// The next revision, for what is no station's.
  static func advance(_ database: Database) throws -> Int {
    try set(revision(database) + 1, database)
  }

  private static func set(_ revision: Int, _ database: Database) throws -> Int {
    try database.execute(
      sql: "UPDATE setting SET value = ? WHERE name = 'revision'", arguments: [String(revision)])
    return revision
  }

  // MARK: - Reading

  /// The zone that the database was created with.
  static func zone(_ database: Database) throws -> TimeZone {
    let statement = try database.cachedStatement(sql: "SELECT value FROM setting WHERE name = 'time_zone'")
    return TimeZone(identifier: try String.fetchOne(statement) ?? "") ?? .gmt
  }

  static func summary(_ database: Database) throws -> DirectorySummary {
    DirectorySummary(
      revision: try revision(database),
      timeZone: try String.fetchOne(database, sql: "SELECT value FROM setting WHERE name = 'time_zone'") ?? "",
      catalogue: AmenityCatalogue(try amenities(database)),
      towns: try String.fetchAll(database, sql: "SELECT name FROM town ORDER BY name"),
      holidays: try holidays(database),
      stationCount: try Int.fetchOne(database, sql: "SELECT count(*) FROM station") ?? 0)
  }

  static func revision(_ database: Database) throws -> Int {
    try String.fetchOne(database, sql: "SELECT value FROM setting WHERE name = 'revision'").flatMap { Int($0) } ?? 0
  }

  static func amenities(_ database: Database) throws -> [Amenity] {
    try Row.fetchAll(database, sql: "SELECT code, category, english, chinese FROM amenity ORDER BY number")
      .compactMap { row in
        guard let code = AmenityCode(row[0] as String), let category = AmenityCategory(rawValue: row[1]) else {
          return nil
        }
        return Amenity(code: code, category: category, label: Bilingual(row[2], row[3]))
      }
  }

  private static func stations(_ database: Database, _ scope: ChangeScope) throws -> [Station] {
    switch scope {
    case .all: try stations(database, sql: "SELECT \(StationRow.columns) FROM station", [])
    case .around(let ids):
      try ids.flatMap { id in
        try stations(
          database,
          sql: """
            SELECT \(StationRow.columns) FROM station
            WHERE id = ?1 OR hub_id = ?1 OR id = (SELECT hub_id FROM station WHERE id = ?1)
            """, [id.text])
      }
    }
  }

  private static func stations(
    _ database: Database, sql: String, _ arguments: StatementArguments
  ) throws -> [Station] {
    var shared = StationRow.Shared(database)
    var stations: [Station] = []
    let statement = try database.cachedStatement(sql: sql)
    let cursor = try Row.fetchCursor(statement, arguments: arguments)
    while let row = try cursor.next() {
      stations.append(try StationRow.station(from: row, &shared))
    }
    return stations
  }

  // MARK: - Towns

  /// The names of all towns, or of those that a condition holds for, by their numbers.
  static func townNames(
    _ database: Database, _ condition: String = "", _ arguments: StatementArguments = []
  ) throws -> [Int64: String] {
    let rows = try Row.fetchAll(database, sql: "SELECT number, name FROM town \(condition)", arguments: arguments)
    return Dictionary(rows.map { ($0[0] as Int64, $0[1] as String) }, uniquingKeysWith: { first, _ in first })
  }

  private static func number(
    ofTown name: String, _ known: inout [String: Int64], _ database: Database
  ) throws -> Int64 {
    if let number = known[name] { return number }
    let present = try Int64.fetchOne(
      database.cachedStatement(sql: "SELECT number FROM town WHERE name = ?"), arguments: [name])
    if present == nil {
      try database.cachedStatement(sql: "INSERT INTO town (name) VALUES (?)").execute(arguments: [name])
    }
    let number = present ?? database.lastInsertedRowID
    known[name] = number
    return number
  }
}
