import GRDB
public import RestStations

extension SQLiteStorage {
  /// Whether a key is the one that this database's pseudonyms and check-in codes were made with; nothing when that was never
  /// noted.
  ///
  /// - Throws: ``YizhanError`` when the database cannot be read.
  public func knows(_ key: SecretKey) throws -> Bool? {
    do {
      return try connections.read { database in
        try String.fetchOne(database, sql: "SELECT value FROM setting WHERE name = 'key_mark'").map { $0 == key.mark }
      }
    } catch {
      throw Self.told(error)
    }
  }

  /// Notes which key the database's is from now on.
  ///
  /// - Throws: ``YizhanError`` when that cannot be stored.
  public func take(_ key: SecretKey) throws {
    do {
      try connections.write { database in
        try database.execute(sql: "INSERT OR REPLACE INTO setting VALUES ('key_mark', ?)", arguments: [key.mark])
      }
    } catch {
      throw Self.told(error)
    }
  }
}
