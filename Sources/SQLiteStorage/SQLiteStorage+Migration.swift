import Foundation
import GRDB
import RestStations

extension SQLiteStorage {
  /// Brings a database's schema up to date, or says why it will not.
  static func prepare(
    _ connections: any DatabaseWriter, path: String, isNew: Bool, _ preparation: Preparation, keepsCopy: Bool
  ) throws {
    let migrator = Migrations.migrator
    let state = try connections.read { database in
      (
        newer: try migrator.hasBeenSuperseded(database),
        complete: try migrator.hasCompletedMigrations(database)
      )
    }
    if state.newer { throw newer(path) }
    if state.complete { return try countUsageIfNew(connections) }
    // An empty file is as good as none.
    let isEmpty = try isNew || connections.read { try $0.tableExists("grdb_migrations") == false }
    guard isEmpty || preparation == .migrate else { throw older(path) }
    if !isEmpty, keepsCopy { try keepCopy(connections, path: path) }
    try migrator.migrate(connections)
    try countUsageIfNew(connections)
  }

  /// Counts the visits that were there before the statistics were.
  private static func countUsageIfNew(_ connections: any DatabaseWriter) throws {
    let isNew = try connections.read { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM setting WHERE name = 'usage_is_to_be_counted')")
    }
    guard isNew == true else { return }
    try connections.write { database in
      try database.execute(sql: "DELETE FROM setting WHERE name = 'usage_is_to_be_counted'")
      try recountUsage(database)
    }
  }

  /// Looks at a file without touching it, for setting it up changes it.
  ///
  /// - Throws: ``YizhanError`` when it holds tables of some other program.
  static func refuseForeign(_ connection: DatabaseQueue, _ path: String) throws {
    if try connection.read(isForeign) { throw foreign(path) }
  }

  /// The database as it was, beside it: `PATH.before-migration-N`, the first N that is free.
  private static func keepCopy(_ connections: any DatabaseWriter, path: String) throws {
    var number = 1
    while FileManager.default.fileExists(atPath: "\(path).before-migration-\(number)") { number += 1 }
    let copy = try DatabaseQueue(path: "\(path).before-migration-\(number)")
    try connections.backup(to: copy)
    try copy.close()
  }

  /// Whether it holds tables of some other program.
  private static func isForeign(_ database: Database) throws -> Bool {
    // Not by GRDB's `tableExists`, which reads the whole schema: a command would be noticed to wait for that.
    try Bool.fetchOne(
      database,
      sql: "SELECT count(*) > 0 AND sum(name = 'grdb_migrations') = 0 FROM sqlite_master WHERE type = 'table'") ?? false
  }

  private static func newer(_ path: String) -> YizhanError {
    YizhanError(
      .storageFailed,
      Bilingual(
        "\(path) was written by a newer version of yizhan: use that version",
        "\(path) 由更新版本的 yizhan 写成：请使用该版本"))
  }

  private static func older(_ path: String) -> YizhanError {
    YizhanError(
      .storageFailed,
      Bilingual(
        "\(path) has an older schema: run 'yizhan db migrate' (it keeps a copy first)",
        "\(path) 的结构较旧：请运行 yizhan db migrate（会先保留副本）"))
  }

  private static func foreign(_ path: String) -> YizhanError {
    YizhanError(
      .storageFailed,
      Bilingual("\(path) is a database of another program", "\(path) 是其他程序的数据库"))
  }
}
