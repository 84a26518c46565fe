import Foundation
import GRDB
import RestStations

/// The directory in an SQLite file of its own, which this process alone has open.
///
/// A change that was acknowledged is on disk: the writer runs in WAL mode with `synchronous=FULL`.
public final class SQLiteStorage: Sendable {
  let pool: DatabasePool
  private let lock: DatabaseLock

  /// What to do about a database that is missing or whose schema is older than this program's.
  public enum Preparation: Sendable {
    /// It must be there, with the present schema.
    case existing
    /// It is made when it is missing; an older one is refused.
    case create
    /// It is made when it is missing; an older one is brought up to date, after a copy of it was kept.
    case migrate
  }

  /// Opens a database.
  ///
  /// - Parameter path: of the file; files of the same name with endings of their own are made beside it.
  /// - Returns: nothing when another process has the database open.
  /// - Throws: ``YizhanError`` with `notFound`, or `storageFailed` when the file cannot be used; says why.
  public init?(path: String, _ preparation: Preparation) throws {
    let exists = FileManager.default.fileExists(atPath: path)
    guard exists || preparation != .existing else { throw Self.missing(path) }
    do {
      try Self.makeFolder(of: path)
      guard let lock = try DatabaseLock(beside: path) else { return nil }
      self.lock = lock
      if exists { try Self.refuseForeign(path) }
      pool = try Self.open(path)
      try Self.prepare(pool, path: path, isNew: !exists, preparation)
    } catch let fault as FileFault {
      throw Self.unusable(fault.path, fault.reason)
    } catch let error as DatabaseError {
      throw Self.unusable(path, error.message ?? error.description)
    }
  }

  /// Closes the database, its WAL written back; no call may follow.
  public func close() throws {
    // Only a connection that may write takes the WAL away, and only when it is the last.
    pool.invalidateReadOnlyConnections()
    try pool.close()
  }

  private static func open(_ path: String) throws -> DatabasePool {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.label = "yizhan"
    let pool = try DatabasePool(path: path, configuration: configuration)
    // The pool has set NORMAL by now, under which a commit in WAL mode is not synced.
    let level = try pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA synchronous = FULL")
      // Of the writer alone: 32 MB, so that a large import writes each page to the WAL once.
      try database.execute(sql: "PRAGMA cache_size = -32768")
      // Pages that change with every commit, as those of indexes do, are written back once in 32 MB of WAL.
      try database.execute(sql: "PRAGMA wal_autocheckpoint = 8192")
      // What is erased is overwritten, whatever the library's default.
      try database.execute(sql: "PRAGMA secure_delete = ON")
      return try Int.fetchOne(database, sql: "PRAGMA synchronous")
    }
    guard level == 2 else {
      throw YizhanError(
        .storageFailed,
        Bilingual("SQLite refuses to sync each commit to disk (\(path))", "SQLite 无法保证每次提交写入磁盘（\(path)）"))
    }
    return pool
  }

  private static func makeFolder(of path: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent()
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw unusable(folder.path, error.localizedDescription)
    }
  }

  private static func missing(_ path: String) -> YizhanError {
    YizhanError(
      .notFound,
      Bilingual(
        "there is no database at \(path): 'yizhan station import' or 'yizhan serve' makes one",
        "\(path) 处没有数据库：请先运行 yizhan station import 或 yizhan serve"))
  }

  private static func unusable(_ path: String, _ reason: String) -> YizhanError {
    YizhanError(
      .storageFailed, Bilingual("cannot use \(path): \(reason)", "无法使用 \(path)：\(reason)"))
  }
}
