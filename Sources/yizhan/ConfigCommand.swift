import ArgumentParser
import RestStations

struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: say("Look at the server's configuration.", "查看服务器配置。"),
    subcommands: [ConfigCheck.self])
}

struct ConfigCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: say("Show every setting of the server, and what is wrong.", "列出服务器的全部设置并检查错误。"),
    discussion: say(
      """
      Takes the same options as 'yizhan serve', and reads the same environment and file; nothing is started. Looks into \
      the certificate and its key, too. Exits with 65 when the server would not start.
      """,
      "选项、环境变量与设置文件均与“yizhan serve”相同，但不启动服务；同时检查证书与私钥。服务器无法启动时退出码为 65。"))

  @OptionGroup var options: ServeOptions
  @Option(help: ArgumentHelp(say("table, json or csv.", "table、json 或 csv。"))) var format = OutputFormat.table

  private struct Row: Encodable {
    let key: String
    let value: String
    let source: String
  }

  func run() throws {
    let reading = options.reading
    let configuration = try reading.checked()
    try PlainRows.print(
      Setting.all.map { row($0, reading) }, as: format,
      [("key", say("setting", "设置")), ("value", say("value", "值")), ("source", say("source", "来源"))]
    ) { [$0.key, $0.value, $0.source] }
    for warning in try configuration.checkFiles(now: Clock.now()) {
      StandardError.line(say("warning: \(warning.english)", "警告：\(warning.chinese)"))
    }
    StandardError.line(say("the configuration is right", "配置正确"))
  }

  private func row(_ setting: Setting, _ reading: ConfigurationReading) -> Row {
    let source =
      switch reading.origins[setting.key] ?? .standard {
      case .option: setting.option
      case .environment: setting.variable
      case .file(let path): path
      case .standard: format == .table ? say("default", "默认") : "default"
      }
    return Row(key: setting.key, value: setting.text(reading.configuration), source: source)
  }
}
