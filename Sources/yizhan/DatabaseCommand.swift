import ArgumentParser
import Foundation
import RemoteClient
import RestStations
import SQLiteStorage

struct DatabaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db", abstract: say("Look after the database.", "维护数据库。"),
    subcommands: [DatabaseCheck.self, DatabaseMigrate.self, DatabaseBackup.self, DatabaseRestore.self])
}

struct DatabaseCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: say("See whether the database is whole and its statistics right.", "检查数据库是否完好、统计数据是否正确。"),
    discussion: say(
      "Counts all visits anew and names each difference; exits with 1 when there is one. Nothing is changed.",
      "重新统计全部到访，指出每一处差异；有差异时退出码为 1。不作任何修改。"))

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let report = try await Connection.open(connection).check()
    let counted = say("\(report.visits) visits, \(report.people) people", "\(report.visits) 次到访，\(report.people) 人次")
    guard report.faultCount > 0 else { return StandardError.line(say("all is well: \(counted)", "一切正常：\(counted)")) }
    for fault in report.faults { StandardError.line("  " + fault) }
    let rest = report.faultCount - report.faults.count
    if rest > 0 { StandardError.line("  " + say("… and \(rest) more", "……另有 \(rest) 处")) }
    StandardError.line(say("faults: \(report.faultCount)", "错误：\(report.faultCount) 处"))
    throw ExitCode.failure
  }
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
    guard let storage = try SQLiteStorage(path: path, .migrate, for: .command) else {
      guard Connection.isServed(path) else { throw Connection.held(path) }
      StandardError.line(
        say("\(path) is up to date: a server has it open", "\(path) 已是最新：服务器正在使用它"))
      return
    }
    try storage.close()
    StandardError.line(say("\(path) is up to date", "\(path) 已是最新"))
  }
}
