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
    do {
      try await forget { try ErasedRemains(of: visitor).areLeft(in: $0) }
    } catch {
      try? await write { try Self.noteThatRewritingIsDue($0) }
      throw Self.remainsAreLeft(count, error)
    }
    return count
  }

  /// - Returns: how many visits had it.
  static func erase(_ visitor: VisitorPseudonym, _ database: Database) throws -> Int {
    try database.execute(sql: "UPDATE visit SET visitor = NULL WHERE visitor = ?", arguments: [Data(visitor.bytes)])
    return database.changesCount
  }

  public func eraseVisitors(before time: Int64, at instant: Int64) async throws -> Int {
    let (count, work) = try await write { database in
      try VisitorHistory(database).freeze(before: time, at: instant / 1000)
      try database.execute(
        sql: "UPDATE visit SET visitor = NULL WHERE visitor IS NOT NULL AND at < ?", arguments: [time])
      let count = database.changesCount
      if count > 0 {
        try Self.note("visitor erase", "\(count) visits", by: .server, at: instant, database)
        try Self.noteThatRewritingIsDue(database)
      }
      return (count, try Self.rewriting(at: instant, database))
    }
    switch work {
    case .none: break
    case .later: try await forget { _ in false }
    case .now(let day):
      try await forget { _ in true }
      try await write { try Self.noteRewriting(on: day, $0) }
    }
    return count
  }

  /// When all pages are to be written anew, because something was erased since they last were: at most once a day.
  private enum Rewriting {
    case none
    case later
    /// A day such as 20261124.
    case now(Int)
  }

  private static func rewriting(at instant: Int64, _ database: Database) throws -> Rewriting {
    func setting(_ name: String) throws -> String? {
      try String.fetchOne(database, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name])
    }
    guard try setting("rewriting_due") != nil else { return .none }
    var clock = WallClock(try zone(database))
    let day = UsagePeriodKind.day.number(of: CivilDate(daysSinceEpoch: clock.reading(at: instant / 1000).day))
    return try setting("rewritten_on") == String(day) ? .later : .now(day)
  }

  private static func noteThatRewritingIsDue(_ database: Database) throws {
    try database.execute(sql: "INSERT OR REPLACE INTO setting VALUES ('rewriting_due', '')")
  }

  private static func noteRewriting(on day: Int, _ database: Database) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO setting VALUES ('rewritten_on', ?)", arguments: [String(day)])
    try database.execute(sql: "DELETE FROM setting WHERE name = 'rewriting_due'")
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

  private static func remainsAreLeft(_ count: Int, _ error: any Error) -> YizhanError {
    let reason = (error as? YizhanError)?.detail
    let (english, chinese) = (reason?.english ?? "\(error)", reason?.chinese ?? "\(error)")
    return YizhanError(
      .storageUnavailable,
      Bilingual(
        "erased from \(count) visits, but what is left of it in the files could not be overwritten yet, try again: \(english)",
        "已从 \(count) 条到访中清除，但文件中的残余尚未能覆盖，请重试：\(chinese)"), retryAfter: 10)
  }
}
