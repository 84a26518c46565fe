import ArgumentParser
import Foundation
import RemoteClient
import RestStations
import SQLiteStorage

struct DatabaseBackup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup", abstract: say("Copy the database as it is now into a new file.", "将数据库此刻的内容备份到新文件。"),
    discussion: say(
      """
      Writing goes on meanwhile; all that was acknowledged before is in the copy. It holds no key: keep PATH.key and \
      PATH.erasures, which lie beside the database, in another place.
      """,
      """
      备份期间照常写入；此前已确认的内容都在副本中。副本不含密钥：数据库旁边的 PATH.key 与 PATH.erasures 请另行保存在别处。
      """))

  @Argument(help: ArgumentHelp(say("The file to be made.", "要生成的文件。"))) var file: String
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let part = "\(file).\(ProcessInfo.processInfo.processIdentifier).part"
    guard !FileManager.default.fileExists(atPath: file) else { throw occupied }
    defer { try? FileManager.default.removeItem(atPath: part) }
    try await Connection.backUp(connection, to: part)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: part)
    guard try FileName.take(file, for: part) else { throw occupied }
    StandardError.line(say("backed up as \(file)", "已备份为 \(file)"))
  }

  private var occupied: YizhanError {
    YizhanError(.conflict, Bilingual("\(file) is there already: choose another name", "\(file) 已存在：请另取文件名"))
  }
}

struct DatabaseRestore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: say("Put a backup in the place of the database.", "用备份恢复数据库。"),
    discussion: say(
      """
      No server may have the database open. The backup is checked and brought up to date first; visitors who were erased \
      since (PATH.erasures) are erased again. What was there before is kept as PATH.before-restore-1 and so on.
      """,
      """
      恢复时服务器须已停止。备份先经检查并升级；此后已清除的人员（PATH.erasures）会再次清除。原数据库保留为 PATH.before-restore-1 等。
      """))

  @Argument(help: ArgumentHelp(say("The backup.", "备份文件。"))) var file: String
  @Flag(help: ArgumentHelp(say("There is a database already, which the backup is to replace.", "替换已有的数据库。")))
  var replace = false
  @OptionGroup var database: DatabaseOptions

  func run() async throws {
    let path = database.path
    let isErased = try Composition.erasures(beside: path).erased {
      guard let key = try SecretKeyFile.read(Composition.keyPath(beside: path)) else { throw keyless(path) }
      return key
    }
    let restoration = DatabaseRestoration(of: file, to: path)
    guard let outcome = try await restoration.run(replaces: replace, at: Clock.milliseconds(), isErased: isErased)
    else { throw held(path) }
    let visits = outcome.check.visits
    StandardError.line(say("\(path) is restored: \(visits) visits", "已恢复 \(path)：\(visits) 次到访"))
    if outcome.erased > 0 {
      StandardError.line(
        say("visitors erased again from \(outcome.erased) visits", "已再次从 \(outcome.erased) 条到访中清除人员标识"))
    }
    if let kept = outcome.kept {
      StandardError.line(say("what was there before is \(kept)", "原数据库保留为 \(kept)"))
    }
  }

  private func held(_ path: String) -> YizhanError {
    YizhanError(
      .databaseHeld, Bilingual("another process has \(path) open: stop it first", "另一个进程正在使用 \(path)：请先停止它"))
  }

  private func keyless(_ path: String) -> YizhanError {
    let (key, journal) = (Composition.keyPath(beside: path), path + ".erasures")
    return YizhanError(
      .storageFailed,
      Bilingual(
        "\(journal) says who was erased, but \(key), which it is read by, is not there: put the key back first",
        "\(journal) 记有已清除的人员，但读取它所需的密钥 \(key) 不存在：请先放回密钥"))
  }
}
