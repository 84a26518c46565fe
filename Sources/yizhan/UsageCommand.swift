import ArgumentParser
import Foundation
import RemoteClient
import RestStations

struct UsageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "usage", abstract: say("The statistics of visits.", "到访统计。"),
    subcommands: [UsageSummary.self, UsageExport.self, UsageCoverage.self])
}

/// Which visits are counted.
struct UsageFilterOptions: ParsableArguments {
  @Option(help: ArgumentHelp(say("Last day, itself counted; today without it.", "截止日期（含当日）；默认今天。"), valueName: "day"))
  var to: String?
  @Option(help: ArgumentHelp(say("Only this station; may be given again.", "仅此服务点；可重复给出。"), valueName: "id"))
  var station: [String] = []
  @Option(help: ArgumentHelp(say("Only this town; may be given again.", "仅此镇街；可重复给出。"), valueName: "name"))
  var town: [String] = []
  @Option(
    help: ArgumentHelp(
      say("Only this worker group; may be given again.", "仅此群体；可重复给出。"), valueName: "group"))
  var group: [String] = []

  var query: [(String, String)] {
    var query: [(String, String)] = []
    if let to { query.append(("to", to)) }
    for (name, values) in [("station", station), ("town", town), ("group", group)] where !values.isEmpty {
      query.append((name, values.joined(separator: ",")))
    }
    return query
  }
}

struct UsageExport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: say("Write statistics as a file.", "导出统计文件。"),
    discussion: say(
      """
      A visit counts once for each service when cut by service; all other cuts add up to the total. Excel files and \
      HTML pages begin with a report.
      """,
      "按服务项目统计时，一次到访在所用的每项服务中各计一次；其他分组之和等于总数。Excel 与 HTML 文件附有统计报告。"))

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case csv, json, xlsx, html
  }

  @Option(help: ArgumentHelp(say("First day, such as 2026-01-01.", "起始日期，如 2026-01-01。"), valueName: "day"))
  var from: String
  @OptionGroup var filter: UsageFilterOptions
  @Option(
    help: ArgumentHelp(
      say(
        "Columns, such as month,town: some of station, town, group, service, day, week, month, quarter, year, hour, weekday.",
        "分组列，如 month,town：可用 station 服务点、town 镇街、group 群体、service 服务、day 日、week 周、month 月、quarter 季度、year 年、hour 小时、weekday 星期。"
      ),
      valueName: "columns"))
  var by = ""
  @Option(
    help: ArgumentHelp(
      say("csv, json, xlsx or html; as the file's name ends without it.", "csv、json、xlsx 或 html；默认按文件名后缀。")))
  var format: Format?
  @Option(name: .shortAndLong, help: ArgumentHelp(say("File to write; standard output without it.", "输出文件；默认标准输出。")))
  var output: String?
  @OptionGroup var connection: ConnectionOptions

  private var chosen: Format {
    format ?? output.flatMap { Format(rawValue: URL(filePath: $0).pathExtension.lowercased()) } ?? .csv
  }

  func run() async throws {
    if chosen == .xlsx, output == nil, StandardOutput.isTerminal {
      throw ValidationError(say("an Excel file needs -o FILE", "Excel 文件须用 -o 指定文件名"))
    }
    let bar = ProgressBar(say("counting", "统计中"))
    let client = try await Connection.open(connection) { bar.show($0) }
    let file = try OutputFile(output)
    let bytes = try await bar.cleared {
      try await client.usage([("from", from), ("by", by), ("format", chosen.rawValue)] + filter.query)
    }
    try file.write(bytes)
    try file.finish()
  }
}

struct UsageSummary: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary", abstract: say("Show the figures that are reported.", "显示统计摘要。"),
    discussion: say(
      """
      Compares with the period before (as many whole months, or days) and with the same days a year before. Without a \
      first day it is about the present month.
      """,
      "与上一期（相同月数或天数）及上年同期比较。未给出起始日期时为本月。"))

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table, json
  }

  @Option(
    name: [.long, .customLong("since")],
    help: ArgumentHelp(say("First day, such as 2026-01-01.", "起始日期，如 2026-01-01。"), valueName: "day"))
  var from: String?
  @OptionGroup var filter: UsageFilterOptions
  @Option(help: ArgumentHelp(say("table or json.", "table 或 json。"))) var format = Format.table
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let bar = ProgressBar(say("counting", "统计中"))
    let client = try await Connection.open(connection) { bar.show($0) }
    let document = try await bar.cleared {
      var first = from
      if first == nil { first = try await String(client.today().prefix(8)) + "01" }
      return try await client.usageSummary([("from", first ?? "")] + filter.query)
    }
    switch format {
    case .json: try StandardOutput.json(document)
    case .table: UsageSummarySheet(document).lines.forEach(StandardOutput.line)
    }
  }
}

struct UsageCoverage: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: say("Show how many of given points have a station near, and the largest gaps.", "统计给定地点的服务覆盖率与最大空白区。"),
    discussion: say(
      """
      The file has columns lat and lon, and may have weight and name. Without a file this lists the stations that had \
      no visit in a period.
      """,
      "文件须有 lat（纬度）、lon（经度）列，可有 weight（权重）、name（名称）。不给文件时，列出期间没有到访的服务点。"))

  @Argument(help: ArgumentHelp(say("CSV file of points; - for standard input.", "地点 CSV 文件；- 为标准输入。")))
  var file: String?
  @Option(name: .customLong("distance-m"), help: ArgumentHelp(say("What is near, metres.", "覆盖距离（米）。")))
  var distance = "1000"
  @Option(help: ArgumentHelp(say("any, now or an instant at which stations are open.", "any、now 或服务点须开放的时刻。")))
  var open = "any"
  @Option(help: ArgumentHelp(say("Amenity that stations have; may be given again.", "须有的设施；可重复给出。"), valueName: "code"))
  var amenity: [String] = []
  @Option(help: ArgumentHelp(say("Of the points: wgs84, gcj02 or bd09.", "地点坐标系：wgs84、gcj02 或 bd09。")))
  var datum = "wgs84"
  @Option(help: ArgumentHelp(say("How many gaps are named.", "列出的空白区数量。"))) var gaps = 10
  @Option(
    help: ArgumentHelp(
      say("First day, for stations without visits; that of this month without it.", "起始日期（用于无到访服务点）；默认本月第一天。"),
      valueName: "day"))
  var from: String?
  @Option(help: ArgumentHelp(say("Last day; today without it.", "截止日期；默认今天。"), valueName: "day")) var to: String?
  @Option(help: ArgumentHelp(say("table, json or csv.", "table、json 或 csv。"))) var format = OutputFormat.table
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let bar = ProgressBar(say("measuring", "计算中"))
    let points = try file.map { try InputFile.read($0) }
    let client = try await Connection.open(connection) { bar.show($0) }
    guard let points else { return try await printIdle(client) }
    var query = [("distance_m", distance), ("open", open), ("datum", datum), ("gaps", String(gaps))]
    if !amenity.isEmpty { query.append(("amenities", amenity.joined(separator: ","))) }
    let report = try await bar.cleared { [query] in try await client.coverage(csv: points, query) }
    try UsageCoverageSheet(report).print(format)
  }

  private func printIdle(_ client: APIClient) async throws {
    var first = from
    if first == nil { first = try await String(client.today().prefix(8)) + "01" }
    let summary = try await client.usageSummary([("from", first ?? "")] + (to.map { [("to", $0)] } ?? []))
    try UsageCoverageSheet.printIdle(summary, format)
  }
}

extension ProgressBar {
  /// Does something long, after which the bar is off.
  func cleared<Value>(_ body: () async throws -> Value) async throws -> Value {
    defer { clear() }
    return try await body()
  }
}
