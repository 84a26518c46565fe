import Foundation
import GRDB
import Glibc
public import RestStations

/// Puts a backup in the place of a database, whole or not at all.
///
/// The backup is copied beside the database, brought up to date, checked, and made to forget whom the database was told to
/// forget; only then does it take the place, by one renaming. Stations get revisions that no one has seen before, so that
/// whoever follows their changes is told of all of them.
public struct DatabaseRestoration: Sendable {
  /// Of a backup that was restored.
  public struct Outcome: Hashable, Sendable {
    public let check: CheckReport
    /// Visits of which a visitor was erased again.
    public let erased: Int
    /// Where the database that was there before is kept.
    public let kept: String?
  }

  /// More than the revisions that any database may have come to between a backup and its restoring.
  private static let generation = 1_000_000_000

  private let backup: String
  private let path: String

  public init(of backup: String, to path: String) {
    (self.backup, self.path) = (backup, path)
  }

  /// - Parameters:
  ///   - replaces: whether there may be a database already, which is kept under another name.
  ///   - isErased: whether a visitor has been erased from the database since.
  /// - Returns: nothing when another process has the database open.
  /// - Throws: ``YizhanError``: `notFound` without a backup, `conflict` for a database that may not be replaced, `badData`
  ///   for a backup that is broken, `storageFailed` when files cannot be used. All is as it was then.
  public func run(
    replaces: Bool, at instant: Int64, isErased: @escaping @Sendable (VisitorPseudonym) -> Bool
  ) async throws -> Outcome? {
    guard FileManager.default.fileExists(atPath: backup) else {
      throw YizhanError(.notFound, Bilingual("there is no file \(backup)", "没有文件 \(backup)"))
    }
    guard SQLiteStorage.size(backup + "-wal") == 0 else { throw inUse }
    do {
      try SQLiteStorage.makeFolder(of: path)
      guard let lock = try DatabaseLock(beside: path) else { return nil }
      guard replaces || !FileManager.default.fileExists(atPath: path) else { throw occupied }
      try SQLiteStorage.clearWork(beside: path)
      defer { try? SQLiteStorage.clearWork(beside: path) }
      let copy = try copyBackup()
      let (check, erased) = try await bringUpToDate(copy, lock, at: instant, isErased)
      let restored = try writeAnew(copy)
      let kept = try keepFormer()
      try FileName.rename(restored, to: path)
      try FileName.synchronizeFolder(FileName.folder(of: path))
      return Outcome(check: check, erased: erased, kept: kept)
    } catch let fault as OpenFile.Fault {
      throw fault.error("cannot use", "无法使用")
    } catch let error as DatabaseError {
      throw disk(error) ?? broken(error.message ?? error.description)
    }
  }

  /// A fault that is not the backup's.
  private func disk(_ error: DatabaseError) -> (any Error)? {
    [.SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN].contains(error.resultCode) ? SQLiteStorage.told(error) : nil
  }

  private func copyBackup() throws -> String {
    let copy = try SQLiteStorage.makeWorkFolder(beside: path) + "/backup.sqlite"
    do {
      try FileManager.default.copyItem(atPath: backup, toPath: copy)
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy)
    } catch {
      throw SQLiteStorage.unusable(copy, error.localizedDescription)
    }
    return copy
  }

  private func bringUpToDate(
    _ copy: String, _ lock: DatabaseLock, at instant: Int64,
    _ isErased: @escaping @Sendable (VisitorPseudonym) -> Bool
  ) async throws -> (CheckReport, erased: Int) {
    let storage = try SQLiteStorage(restoring: copy, of: backup, lock)
    // Before more of it is read than bringing it up to date takes: a broken index may give it wrongly.
    let check = try await storage.check()
    guard check.faultCount == 0 else { throw broken(check) }
    let erased = try await storage.write { database in
      let erased = try Self.erase(isErased, database)
      let subject = "visitors erased again from \(erased) visits"
      try SQLiteStorage.note("database restore", subject, by: .owner, at: instant, database)
      return erased
    }
    let former = formerRevision()
    try await storage.write { database in
      // What is beyond the whole numbers of JSON was not written by us.
      let newest = min(max(former, try SQLiteStorage.revision(database), 0), 1 << 53)
      let leap = (newest / Self.generation + 1) * Self.generation
      try database.execute(sql: "UPDATE station SET revision = revision + ?", arguments: [leap])
      try database.execute(
        sql: "UPDATE setting SET value = CAST(CAST(value AS INTEGER) + ? AS TEXT) WHERE name = 'revision'",
        arguments: [leap])
    }
    try storage.close()
    return (check, erased)
  }

  /// Without what erased visitors may have left in a copy's pages, and on disk.
  private func writeAnew(_ copy: String) throws -> String {
    let restored = try SQLiteStorage.makeWorkFolder(beside: path) + "/restored.sqlite"
    try OpenFile(restored, O_CREAT | O_EXCL | O_WRONLY).setMode(0o600)
    try SQLiteStorage.write(copy, to: restored)
    try OpenFile(restored, O_RDONLY).synchronize()
    return restored
  }

  /// Of the database that is there, as far as it can be read.
  private func formerRevision() -> Int {
    guard FileManager.default.fileExists(atPath: path), let former = try? DatabaseQueue(path: path) else { return 0 }
    defer { try? former.close() }
    return (try? former.read { try SQLiteStorage.revision($0) }) ?? 0
  }

  private static func erase(_ isErased: (VisitorPseudonym) -> Bool, _ database: Database) throws -> Int {
    let known = try Data.fetchCursor(database, sql: "SELECT DISTINCT visitor FROM visit WHERE visitor IS NOT NULL")
    var erased: [VisitorPseudonym] = []
    while let visitor = try known.next() {
      if let pseudonym = VisitorPseudonym(bytes: Array(visitor)), isErased(pseudonym) { erased.append(pseudonym) }
    }
    return try erased.reduce(0) { try $0 + SQLiteStorage.erase($1, database) }
  }

  /// Gives the database that is there another name too: `PATH.before-restore-N`, the first N that is free.
  ///
  /// Its WAL is written back first, so that putting another in its place is one step; where that is not possible, because
  /// it is broken, the WAL is kept beside it.
  private func keepFormer() throws -> String? {
    let wal = path + "-wal"
    var kept: String?
    if FileManager.default.fileExists(atPath: path) {
      if let former = try? DatabaseQueue(path: path) {
        _ = try? former.writeWithoutTransaction { try $0.checkpoint(.truncate) }
        try? former.close()
      }
      let name = try linkFormer()
      if SQLiteStorage.size(wal) > 0, try !FileName.link(wal, as: name + "-wal") {
        throw OpenFile.Fault(name + "-wal", EEXIST)
      }
      kept = name
    }
    // Whatever lies here now would be taken for the WAL of what comes.
    for leftover in [wal, path + "-shm"] { try FileName.remove(leftover) }
    return kept
  }

  private func linkFormer() throws -> String {
    var number = 1
    while true {
      let name = "\(path).before-restore-\(number)"
      if try FileName.link(path, as: name) { return name }
      number += 1
    }
  }
}

extension DatabaseRestoration {
  private var inUse: YizhanError {
    YizhanError(
      .badData,
      Bilingual(
        "\(backup) is a database in use, with \(backup)-wal beside it, and no backup: 'yizhan db backup' makes one",
        "\(backup) 是使用中的数据库（旁边有 \(backup)-wal），不是备份：请用 yizhan db backup 制作备份"))
  }

  private var occupied: YizhanError {
    YizhanError(
      .conflict,
      Bilingual(
        "there is a database at \(path): --replace puts the backup in its place, and keeps it under another name",
        "\(path) 处已有数据库：加 --replace 可替换，原数据库将以其他名称保留"))
  }

  private func broken(_ reason: String) -> YizhanError {
    YizhanError(
      .badData,
      Bilingual(
        "\(backup) is broken: \(reason); nothing was changed", "\(backup) 已损坏：\(reason)；未作任何更改"))
  }

  private func broken(_ check: CheckReport) -> YizhanError {
    let first = check.faults.first ?? Bilingual("", "")
    return YizhanError(
      .badData,
      Bilingual(
        "\(backup) is broken: a check finds \(check.faultCount) faults, the first: \(first.english); nothing was changed",
        "\(backup) 已损坏：检查发现 \(check.faultCount) 处错误，第一处：\(first.chinese)；未作任何更改"))
  }
}
