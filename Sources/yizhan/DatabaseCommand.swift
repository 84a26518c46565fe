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
    discussion: say(
      "Makes the database when there is none. A server does this by itself when it starts.",
      "没有数据库时新建。服务器启动时会自动执行。"))

  @OptionGroup var database: DatabaseOptions

  func run() throws {
    let path = database.path
    guard let storage = try SQLiteStorage(path: path, .migrate) else {
      guard Connection.isServed(path) else { throw Connection.held(path) }
      StandardError.line(
        say("\(path) is up to date: a server has it open", "\(path) 已是最新：服务器正在使用它"))
      return
    }
    try storage.close()
    StandardError.line(say("\(path) is up to date", "\(path) 已是最新"))
  }
}
