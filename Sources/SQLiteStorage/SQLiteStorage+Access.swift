import Foundation
import GRDB
public import RestStations

extension SQLiteStorage: AccessStorage {
  public func tokens() async throws -> [TokenRecord] {
    try await read { database in
      var stations: [Int: Set<StationID>] = [:]
      for row in try Row.fetchAll(database, sql: "SELECT token, station_id FROM token_station") {
        if let id = StationID(row[1] as String) { stations[row[0], default: []].insert(id) }
      }
      return try Row.fetchAll(
        database,
        sql: """
          SELECT number, digest, role, note, created_at, expires_at, revoked_at, last_used_at FROM token ORDER BY number
          """
      ).compactMap { row in
        guard let digest = TokenDigest(bytes: Array(row[1] as Data)), let role = Role(rawValue: row[2]) else {
          return nil
        }
        return TokenRecord(
          number: row[0], digest: digest, role: role, stations: stations[row[0]] ?? [], note: row[3], createdAt: row[4],
          expiresAt: row[5], revokedAt: row[6], lastUsedAt: row[7])
      }
    }
  }

  public func store(_ token: TokenRecord, by author: Author, at instant: Int64) async throws -> TokenRecord {
    try await write { database in
      try database.execute(
        sql: "INSERT INTO token (digest, role, note, created_at, expires_at) VALUES (?,?,?,?,?)",
        arguments: [
          Data(token.digest.bytes), token.role.rawValue, token.note, token.createdAt, token.expiresAt,
        ])
      var token = token
      token.number = Int(database.lastInsertedRowID)
      for station in token.stations.sorted() {
        guard try Self.exists(station, database) else { throw YizhanError.noStation(station) }
        try database.execute(
          sql: "INSERT INTO token_station (token, station_id) VALUES (?,?)", arguments: [token.number, station.text])
      }
      try Self.note("token create", "\(token.number)", by: author, at: instant, database)
      return token
    }
  }

  public func revokeToken(_ number: Int, by author: Author, at instant: Int64) async throws {
    try await write { database in
      guard try Int.fetchOne(database, sql: "SELECT number FROM token WHERE number = ?", arguments: [number]) != nil
      else {
        throw YizhanError(.notFound, Bilingual("there is no token \(number)", "没有令牌 \(number)"))
      }
      try database.execute(
        sql: "UPDATE token SET revoked_at = ? WHERE number = ? AND revoked_at IS NULL", arguments: [instant, number])
      if database.changesCount > 0 { try Self.note("token revoke", "\(number)", by: author, at: instant, database) }
    }
  }

  public func noteUse(ofToken number: Int, at instant: Int64) async throws {
    try await write { database in
      try database.execute(sql: "UPDATE token SET last_used_at = ? WHERE number = ?", arguments: [instant, number])
    }
  }

  public func checkInVersions() async throws -> [StationID: Int] {
    try await read { database in
      let rows = try Row.fetchAll(database, sql: "SELECT station_id, version FROM check_in_code")
      return Dictionary(
        rows.compactMap { row in StationID(row[0] as String).map { ($0, row[1] as Int) } },
        uniquingKeysWith: { first, _ in first })
    }
  }

  public func changeCheckInCode(of station: StationID, by author: Author, at instant: Int64) async throws -> Int {
    try await write { database in
      guard try Self.exists(station, database) else { throw YizhanError.noSuchStation }
      try database.execute(
        sql: """
          INSERT INTO check_in_code (station_id, version) VALUES (?, 1)
          ON CONFLICT (station_id) DO UPDATE SET version = version + 1
          """, arguments: [station.text])
      try Self.note("check-in code change", station.text, by: author, at: instant, database)
      return try Int.fetchOne(
        database, sql: "SELECT version FROM check_in_code WHERE station_id = ?", arguments: [station.text]) ?? 1
    }
  }

  private static func exists(_ station: StationID, _ database: Database) throws -> Bool {
    try Int.fetchOne(database, sql: "SELECT 1 FROM station WHERE id = ?", arguments: [station.text]) != nil
  }
}

extension YizhanError {
  fileprivate static func noStation(_ id: StationID) -> YizhanError {
    YizhanError(.badData, Bilingual("there is no station \(id)", "没有编号为 \(id) 的服务点"))
  }
}
