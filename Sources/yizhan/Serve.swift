import ArgumentParser
import Foundation
import HTTPAPI
import Logging
import RestStations
import SQLiteStorage
import StationDirectory

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: say("Serve the API and the pages.", "提供 API 与网页服务。"),
    discussion: say(
      "Makes the database when there is none, and brings an older one up to date after keeping a copy of it.",
      "没有数据库时新建；较旧的数据库先保留副本再升级。"))

  @Option(help: ArgumentHelp(say("Address to listen at.", "监听地址。"))) var host = "127.0.0.1"
  @Option(help: ArgumentHelp(say("Port to listen at; 0 for any that is free.", "监听端口；0 为任意空闲端口。"))) var port = 8080
  @Option(
    help: ArgumentHelp(
      say("Days after which what tells a visitor from others is erased, 1 to 3650.", "到访多少天后清除人员标识，1 至 3650。"),
      valueName: "days"))
  var visitorRetention = 90
  @OptionGroup var database: DatabaseOptions

  func validate() throws {
    guard APIServer.Configuration.visitorRetentions.contains(visitorRetention) else {
      throw ValidationError(say("--visitor-retention must be from 1 to 3650", "--visitor-retention 须为 1 至 3650"))
    }
    guard (0...65535).contains(port) else {
      throw ValidationError(say("--port must be from 0 to 65535", "--port 须为 0 至 65535"))
    }
  }

  func run() async throws {
    let path = database.path
    guard let storage = try SQLiteStorage(path: path, .migrate) else {
      throw YizhanError(.databaseHeld, Bilingual("another process has \(path) open", "另一个进程正在使用 \(path)"))
    }
    defer { try? storage.close() }
    var logger = Logger(label: "yizhan") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .notice
    let services = Composition.services(storage, path: path)
    // Made at the first start, and looked at by each: a key that cannot be used is better known now.
    _ = try SecretKeyFile.load(Composition.keyPath(beside: path))
    let server = APIServer(
      services,
      APIServer.Configuration(
        host: host, port: port, socketPath: Connection.socketPath(beside: path),
        visitorRetention: visitorRetention),
      logger: logger)
    let host = host
    try await server.run { port in
      let count = (try? services.stationCount) ?? 0
      StandardError.line(
        say(
          "yizhan serves \(count) stations of \(path) at http://\(host):\(port)",
          "yizhan 正在 http://\(host):\(port) 提供 \(path) 中 \(count) 个服务点的服务"))
    }
  }
}
