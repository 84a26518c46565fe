import Foundation
import GRDB
import OpeningHours
public import RestStations

extension SQLiteStorage {
  /// A larger file is not written anew while it is in use: no visit is taken meanwhile, for some ten seconds at this size.
  private static let rewritable = 1 << 29

  public func erase(_ visitor: VisitorPseudonym, by author: Author, at instant: Int64) async throws -> Int {
    let count = try await write { database in
      let count = try Self.erase(visitor, database)
      try Self.note("visitor erase", "\(count) visit\(count == 1 ? "" : "s")", by: author, at: instant, database)
      return count
    }
    try await forget { try ErasedRemains(of: visitor).areLeft(in: $0) }
    return count
  }

  /// - Returns: how many visits had it.
  static func erase(_ visitor: VisitorPseudonym, _ database: Database) throws -> Int {
    try database.execute(sql: "UPDATE visit SET visitor = NULL WHERE visitor = ?", arguments: [Data(visitor.bytes)])
    return database.changesCount
  }

  public func eraseVisitors(before time: Int64, at instant: Int64) async throws -> Int {
    let (count, isFirst) = try await write { database in
      try VisitorHistory(database).freeze(before: time, at: instant / 1000)
      try database.execute(
        sql: "UPDATE visit SET visitor = NULL WHERE visitor IS NOT NULL AND at < ?", arguments: [time])
      let count = database.changesCount
      guard count > 0 else { return (0, false) }
      try Self.note("visitor erase", "\(count) visits", by: .server, at: instant, database)
      return (count, try Self.isFirstErasing(at: instant, database))
    }
    if count > 0 { try await forget { _ in isFirst } }
    return count
  }

  /// Whether none has been of the same day, which is noted.
  private static func isFirstErasing(at instant: Int64, _ database: Database) throws -> Bool {
    var clock = WallClock(try zone(database))
    let day = UsagePeriodKind.day.number(of: CivilDate(daysSinceEpoch: clock.reading(at: instant / 1000).day))
    try database.execute(
      sql: """
        INSERT INTO setting VALUES ('rewritten_on', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1 WHERE value != ?1
        """, arguments: [String(day)])
    return database.changesCount > 0
  }

  /// Makes the files hold nothing of what was erased: SQLite overwrites what it frees (`secure_delete`); the WAL, which
  /// still has the pages as they were, is written back and cut to nothing; and where rows that moved may have left bytes,
  /// all pages are written anew.
  private func forget(isToRewrite: @escaping @Sendable (Database) throws -> Bool) async throws {
    let path = path
    try await writeWithoutTransaction { database in
      _ = try database.checkpoint(.truncate)
      guard Self.size(path) <= Self.rewritable, try isToRewrite(database) else { return }
      try database.execute(sql: "VACUUM")
      _ = try database.checkpoint(.truncate)
    }
  }
}
