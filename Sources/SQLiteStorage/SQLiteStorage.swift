import Foundation
import GRDB
import RestStations

/// The directory in an SQLite file of its own, which this process alone has open.
///
/// A change that was acknowledged is on disk: the writer runs in WAL mode with `synchronous=FULL`.
public final class SQLiteStorage: Sendable {
  let path: String
  let connections: any DatabaseWriter
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

  /// Who works with it.
  public enum User: Sendable {
    /// Reads by several connections while another writes.
    case server
    /// Does one thing after another, and has begun sooner with a single connection, unless there is much to read.
    case command
  }

  /// A command reads by several connections from so many bytes on.
  private static let large = 16 << 20

  /// Opens a database.
  ///
  /// - Parameter path: of the file; files of the same name with endings of their own are made beside it.
  /// - Returns: nothing when another process has the database open.
  /// - Throws: ``YizhanError`` with `notFound`, or `storageFailed` when the file cannot be used; says why.
  public init?(path: String, _ preparation: Preparation, for user: User = .server) throws {
    let exists = FileManager.default.fileExists(atPath: path)
    guard exists || preparation != .existing else { throw Self.missing(path) }
    do {
      try Self.makeFolder(of: path)
      guard let lock = try DatabaseLock(beside: path) else { return nil }
      self.lock = lock
      self.path = path
      try Self.clearWork(beside: path)
      connections = try Self.open(path, user, exists: exists)
      try Self.prepare(connections, path: path, isNew: !exists, preparation, keepsCopy: true)
    } catch let fault as OpenFile.Fault {
      throw fault.error("cannot use", "无法使用")
    } catch let error as DatabaseError {
      throw Self.unusable(path, error.message ?? error.description)
    }
  }

  /// A backup that is to take the place of the database whose lock this is, brought up to date.
  ///
  /// - Parameters:
  ///   - copy: of the backup, which is changed.
  ///   - name: of the backup itself, for messages.
  init(restoring copy: String, of name: String, _ lock: DatabaseLock) throws {
    (path, self.lock) = (copy, lock)
    let single = try DatabaseQueue(path: copy)
    guard try single.read({ try $0.tableExists("grdb_migrations") }) else {
      throw YizhanError(.badData, Bilingual("\(name) is no backup of yizhan's", "\(name) 不是 yizhan 的备份"))
    }
    connections = try Self.setUp(single, name)
    try Self.prepare(connections, path: name, isNew: false, .migrate, keepsCopy: false)
  }

  /// Closes the database, its WAL written back; no call may follow.
  public func close() throws {
    // Only a connection that may write takes the WAL away, and only when it is the last.
    (connections as? DatabasePool)?.invalidateReadOnlyConnections()
    try connections.close()
  }

  private static func open(_ path: String, _ user: User, exists: Bool) throws -> any DatabaseWriter {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.label = "yizhan"
    if user == .command, size(path) < large {
      let single = try DatabaseQueue(path: path, configuration: configuration)
      if exists { try refuseForeign(single, path) }
      try single.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
      return try setUp(single, path)
    }
    if exists {
      var reading = configuration
      reading.readonly = true
      let reader = try DatabaseQueue(path: path, configuration: reading)
      try refuseForeign(reader, path)
      try reader.close()
    }
    return try setUp(try DatabasePool(path: path, configuration: configuration), path)
  }

  /// Bytes of a file, behind a symbolic link too; 0 when there is none. (Foundation would look up the names of its owner.)
  static func size(_ path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  private static func setUp(_ connections: any DatabaseWriter, _ path: String) throws -> any DatabaseWriter {
    // A pool has set NORMAL by now, under which a commit in WAL mode is not synced.
    let level = try connections.writeWithoutTransaction { database in
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
    return connections
  }

  static func makeFolder(of path: String) throws {
    let folder = FileName.folder(of: path)
    // The system knows in a hundredth of the time that Foundation takes.
    if access(folder + "/.", F_OK) == 0 { return }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw unusable(folder, error.localizedDescription)
    }
  }

  static func missing(_ path: String) -> YizhanError {
    YizhanError(
      .notFound,
      Bilingual(
        "there is no database at \(path): 'yizhan station import' or 'yizhan serve' makes one",
        "\(path) 处没有数据库：请先运行 yizhan station import 或 yizhan serve"))
  }

  static func unusable(_ path: String, _ reason: String) -> YizhanError {
    YizhanError(
      .storageFailed, Bilingual("cannot use \(path): \(reason)", "无法使用 \(path)：\(reason)"))
  }
}
