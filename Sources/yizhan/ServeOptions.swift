import ArgumentParser
import Configuration
import Foundation
import RestStations

/// The settings that can be given on the command line. What is left out is up to the environment and the file.
struct ServeOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      say(
        "File of settings in JSON (YIZHAN_CONFIG); options and the environment go before it.",
        "JSON 设置文件（YIZHAN_CONFIG）；命令行选项与环境变量优先于它。"), valueName: "path"))
  var config: String?
  @Option(help: ArgumentHelp(say("Address to listen at (default 127.0.0.1).", "监听地址（默认 127.0.0.1）。")))
  var host: String?
  @Option(
    help: ArgumentHelp(
      say("Port to listen at; 0 for any that is free (default 8080).", "监听端口；0 为任意空闲端口（默认 8080）。")))
  var port: Int?
  @Option(
    help: ArgumentHelp(
      say(
        "Days after which what tells a visitor from others is erased, 1 to 3650 (default 90).",
        "到访多少天后清除人员标识，1 至 3650（默认 90）。"), valueName: "days"))
  var visitorRetention: Int?
  @Option(
    help: ArgumentHelp(
      say(
        "Seconds for which a server that is told to stop goes on, /readyz being false (default 0).",
        "收到停止信号后继续服务的秒数，其间 /readyz 为未就绪（默认 0）。"), valueName: "seconds"))
  var drainSeconds: Int?
  @Option(
    help: ArgumentHelp(
      say(
        "What is logged: trace, debug, info, notice, warning, error, critical (default notice).",
        "日志级别：trace、debug、info、notice、warning、error、critical（默认 notice）。"), valueName: "level"))
  var logLevel: String?
  @Option(
    help: ArgumentHelp(
      say(
        "How it is logged: text, or json with one object a line (default text).", "日志格式：text，或每行一个对象的 json（默认 text）。"),
      valueName: "text|json"))
  var logFormat: String?
  @Option(
    help: ArgumentHelp(
      say("Certificates in PEM, the server's own first: speaks TLS.", "PEM 证书文件，服务器证书在前：启用 TLS。"),
      valueName: "path"))
  var tlsCertificate: String?
  @Option(help: ArgumentHelp(say("The certificate's key in PEM.", "证书的 PEM 私钥文件。"), valueName: "path"))
  var tlsKey: String?
  @Option(
    help: ArgumentHelp(
      say(
        "Address or block of a proxy whose X-Forwarded-For and -Proto are believed; may be given again.",
        "可信代理的地址或地址块，采信其 X-Forwarded-For 与 -Proto；可重复给出。"), valueName: "address"))
  var proxy: [String] = []
  @OptionGroup var database: DatabaseOptions

  /// - Throws: what is wrong with options, together with all else that is wrong, so that everything is told at once.
  func validate() throws {
    let faults = reading.faults
    let (ofOptions, others) = (faults.filter(\.isOfOption), faults.filter { !$0.isOfOption })
    guard !ofOptions.isEmpty else { return }
    throw ValidationError((ofOptions + others).map(\.line).joined(separator: "\n"))
  }

  /// The whole configuration.
  var reading: ConfigurationReading {
    ConfigurationReading(self, environment: ProcessInfo.processInfo.environment)
  }

  /// The options that are given, by the keys of their settings.
  var values: [AbsoluteConfigKey: ConfigValue] {
    let contents: [(key: String, content: ConfigContent?)] = [
      ("host", host.map { .string($0) }), ("port", port.map { .int($0) }), ("db", database.db.map { .string($0) }),
      ("visitor_retention", visitorRetention.map { .int($0) }), ("drain_seconds", drainSeconds.map { .int($0) }),
      ("log.level", logLevel.map { .string($0) }), ("log.format", logFormat.map { .string($0) }),
      ("tls.certificate", tlsCertificate.map { .string($0) }), ("tls.key", tlsKey.map { .string($0) }),
      ("proxies", proxy.isEmpty ? nil : .stringArray(proxy)),
    ]
    let given = contents.compactMap { key, content in
      content.map { (AbsoluteConfigKey(key.split(separator: ".").map(String.init)), ConfigValue($0, isSecret: false)) }
    }
    return Dictionary(given) { first, _ in first }
  }
}
