import ArgumentParser
import Foundation
import HTTPAPI
import Logging
import RestStations
import SQLiteStorage

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: say("Serve the API and the pages.", "提供 API 与网页服务。"),
    discussion: say(
      """
      Makes the database when there is none, and brings an older one up to date after keeping a copy of it. Settings come \
      from options, the environment (YIZHAN_PORT and so on) and a file, in this order; 'yizhan config check' shows them \
      all. SIGHUP reads the certificate again.
      """,
      """
      没有数据库时新建；较旧的数据库先保留副本再升级。设置依次取自命令行选项、环境变量（YIZHAN_PORT 等）与设置文件；\
      “yizhan config check”可列出全部设置。收到 SIGHUP 时重新读取证书。
      """))

  @OptionGroup var options: ServeOptions

  func run() async throws {
    let configuration = try options.reading.checked()
    let logger = LogOutput.logger(configuration.logFormat, configuration.logLevel)
    for warning in try configuration.checkFiles(now: Clock.now()) { logger.warning("\(warning.english)") }
    OpenFileLimit.raise()
    let socket = try InheritedSocket.take()
    let path = configuration.database
    guard let storage = try SQLiteStorage(path: path, .migrate) else {
      throw YizhanError(.databaseHeld, Bilingual("another process has \(path) open", "另一个进程正在使用 \(path)"))
    }
    defer { try? storage.close() }
    let key = DatabaseKey(of: storage, Composition.keyPath(beside: path))
    // Made at the first start, and looked at by each: a key that cannot be used is better known now.
    _ = try key.value()
    let services = Composition.services(storage, path: path, key, keepsSearchReady: true)
    let server = APIServer(services, configuration.forServer(socket: socket), logger: logger)
    let announcement = ServeAnnouncement(configuration, host: socket?.host)
    try await server.run { port in
      announcement.make(port: port, stations: (try? services.stationCount) ?? 0, logger)
      ServiceManager.notify("READY=1")
    } onStop: {
      ServiceManager.notify("STOPPING=1")
    }
  }
}

/// Says where a server serves, once it does.
private struct ServeAnnouncement: Sendable {
  let scheme, host, database: String
  let format: ServeConfiguration.LogFormat

  init(_ configuration: ServeConfiguration, host: String?) {
    scheme = configuration.tls == nil ? "http" : "https"
    let host = host ?? configuration.host
    self.host = host.contains(":") ? "[\(host)]" : host
    (database, format) = (configuration.database, configuration.logFormat)
  }

  func make(port: Int, stations: Int, _ logger: Logger) {
    let url = "\(scheme)://\(host):\(port)"
    guard format == .text else {
      logger.notice("serving", metadata: ["url": "\(url)", "database": "\(database)", "stations": "\(stations)"])
      return
    }
    StandardError.line(
      say(
        "yizhan serves \(stations) stations of \(database) at \(url)",
        "yizhan 正在 \(url) 提供 \(database) 中 \(stations) 个服务点的服务"))
  }
}
