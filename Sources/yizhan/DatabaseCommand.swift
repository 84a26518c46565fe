import ArgumentParser
import Foundation
import RestStations
import SQLiteStorage

struct DatabaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db", abstract: say("Look after the database.", "维护数据库。"),
    subcommands: [DatabaseMigrate.self])
}

struct DatabaseMigrate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "migrate",
    abstract: say("Bring a database up to date, after keeping a copy of it beside it.", "升级数据库；先在旁边保留副本。"),
    discussion: say("Makes the database when there is none. A server does this by itself when it starts.", "没有数据库时新建。服务器启动时会自动执行。"))

  @Option(
    help: ArgumentHelp(
      say(
        "Database file (YIZHAN_DB; default data/yizhan.sqlite).", "数据库文件（YIZHAN_DB；默认 data/yizhan.sqlite）。"),
      valueName: "path"))
  var db: String?
  @OptionGroup var wording: LanguageOptions

  func run() throws {
    let path = db ?? ProcessInfo.processInfo.environment["YIZHAN_DB"] ?? ConnectionOptions.defaultDatabase
    guard let storage = try SQLiteStorage(path: path, .migrate) else {
      throw YizhanError(
        .databaseHeld,
        Bilingual(
          "another process has \(path) open; a server has brought it up to date when it started",
          "另一个进程正在使用 \(path)；服务器启动时已将其升级"))
    }
    try storage.close()
    StandardError.line(say("\(path) is up to date", "\(path) 已是最新"))
  }
}
