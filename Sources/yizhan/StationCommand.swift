import ArgumentParser
import Foundation
import RemoteClient
import RestStations
import SQLiteStorage

struct StationCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "station", abstract: say("Keep the directory of stations.", "管理服务点目录。"),
    subcommands: [
      StationList.self, StationShow.self, StationAdd.self, StationEdit.self, StationSuspend.self, StationResume.self,
      StationRetire.self, StationVerify.self, StationPosterCommand.self, StationImportCommand.self, StationExport.self,
    ])
}

struct StationImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: say("Load stations from a CSV or GeoJSON file: all or none.", "从 CSV 或 GeoJSON 文件导入服务点：全部或全不。"),
    discussion: say(
      """
      Columns: id, name, lat and lon must be there; aliases, kind, hub_id, town, address, amenities, broken_amenities, \
      opening_hours, staffed_hours, entry, operator, capacity, phone, status, verified_at, status_reason and \
      status_until may be. Lists are separated by ';'. A station that is known is updated: a column that is missing \
      keeps what was there, a blank cell clears it. A status that changes clears reason and until, unless the file \
      gives them. Every bad row is named with its line, its column and what would be right.

      GeoJSON is a FeatureCollection of Points whose properties are named like the columns; a list may be an array, and \
      null clears. Latitude and longitude stand in the geometry, the id in the feature or its properties.

      A station within 25 m of another with a like name is probably the same one: it is imported with a warning, with \
      --strict it is an error.
      """,
      """
      列：必须有 id、name、lat、lon；可有 aliases、kind、hub_id、town、address、amenities、broken_amenities、opening_hours、\
      staffed_hours、entry、operator、capacity、phone、status、verified_at、status_reason、status_until，\
      也可用中文列名（编号、名称、纬度、经度等）。列表用 ; 分隔。\
      已有的服务点会被更新：缺少的列保持不变，空白单元格清除原值。每个错误行都会给出行号、列名和原因。

      GeoJSON 须为由 Point 组成的 FeatureCollection，属性名与列名相同；列表可为数组，null 清除原值。\
      经纬度取自 geometry，编号取自 Feature 的 id 或属性。

      与另一服务点相距 25 米以内且名称相近的服务点很可能是重复登记：照常导入并给出警告；加 --strict 则视为错误。
      """))

  @Argument(
    help: ArgumentHelp(
      say(
        "CSV (UTF-8 or GB18030) or GeoJSON file; - for standard input.", "CSV（UTF-8 或 GB18030）或 GeoJSON 文件；- 为标准输入。")))
  var file: String
  @Option(help: DatumWord.help(say("Of the file's coordinates", "文件中坐标所用的坐标系")))
  var datum = DatumWord.wgs84
  @Flag(help: ArgumentHelp(say("Only say what would be done.", "只说明将做什么，不保存。"))) var dryRun = false
  @Flag(help: ArgumentHelp(say("Retire stations that the file does not name.", "撤销文件中没有的服务点。"))) var prune = false
  @Flag(help: ArgumentHelp(say("Take warnings for errors.", "将警告视为错误。"))) var strict = false
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let content = try InputFile.read(file)
    let bar = ProgressBar(say("importing", "导入中"))
    let client = try await Connection.open(connection, dryRun ? .existing : .create) { bar.show($0) }
    let options = ImportOptions(dryRun: dryRun, prune: prune, datum: datum.datum, strict: strict)
    let outcome: Result<ImportReport, any Error>
    do {
      outcome = .success(try await client.importStations(content, format(of: content), options))
    } catch {
      outcome = .failure(error)
    }
    bar.clear()
    let report = try outcome.get()
    Failure.warn(report)
    StandardError.line(text(of: report))
  }

  /// By the file's name, else by how it begins.
  private func format(of content: [UInt8]) -> StationFileFormat {
    let isNamedSo = [".geojson", ".json"].contains { file.lowercased().hasSuffix($0) }
    return isNamedSo ? .geoJSON : StationFileFormat(content: content)
  }

  private func text(of report: ImportReport) -> String {
    let english =
      "\(report.created) created, \(report.updated) updated, \(report.unchanged) unchanged"
      + (prune ? ", \(report.retired) retired" : "")
    let chinese =
      "新增 \(report.created)，更新 \(report.updated)，未变 \(report.unchanged)" + (prune ? "，撤销 \(report.retired)" : "")
    return report.dryRun
      ? say("dry run, nothing stored: \(english)", "试运行，未保存：\(chinese)") : say(english, chinese)
  }
}

struct StationList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: say("List stations, ordered by id.", "按编号列出服务点。"))

  @Option(help: ArgumentHelp(say("Only of this town.", "只列出该镇街。"))) var town: String?
  @Option(help: ArgumentHelp(say("Only of this kind.", "只列出该类型。"))) var kind: String?
  @Option(
    help: ArgumentHelp(
      say(
        "active, suspended, retired or any; without it active and suspended.",
        "active、suspended、retired 或 any；默认列出启用和暂停的。")))
  var status: String?
  @Option(
    help: ArgumentHelp(
      say("Amenity that must be available; may be given again.", "须具备的设施；可重复给出。"), valueName: "code"))
  var amenity: [String] = []
  @Option(
    name: [.customShort("q"), .long],
    help: ArgumentHelp(
      say("Only with this in the name, an alias or the address.", "名称、别名或地址中包含该文字。"), valueName: "text"))
  var query: String?
  @Option(
    help: ArgumentHelp(
      say("any, now, or an instant such as 2026-11-24T20:00:00+08:00.", "any、now 或形如 2026-11-24T20:00:00+08:00 的时刻。")))
  var open: String?
  @Option(
    help: ArgumentHelp(
      say("Only inside of these degrees; with --bbox= when the first is negative.", "只列出该经纬度范围内的；首个数为负时写作 --bbox=。"),
      valueName: "west,south,east,north"))
  var bbox: String?
  @Option(help: ArgumentHelp(say("table, json or csv.", "table、json 或 csv。"))) var format = OutputFormat.table
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let client = try await Connection.open(connection)
    var stations: [StationDocument] = []
    try await client.stations(parameters) { stations += $0 }
    try StationRows.list.print(stations, as: format)
  }

  private var parameters: [(String, String)] {
    [
      ("town", town), ("kind", kind), ("status", status), ("q", query), ("open", open), ("bbox", bbox),
      ("amenities", amenity.isEmpty ? nil : amenity.joined(separator: ",")),
    ].compactMap { name, value in value.map { (name, $0) } }
  }
}

struct StationShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: say("Show all that is known of a station.", "显示一个服务点的全部信息。"))

  @Argument(help: ArgumentHelp(say("The station's id.", "服务点编号。"))) var id: String
  @Option(help: ArgumentHelp(say("table, json or csv.", "table、json 或 csv。"))) var format = OutputFormat.table
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let client = try await Connection.open(connection)
    let station = try await client.station(id)
    switch format {
    case .json: try StandardOutput.json(station)
    case .csv: try StationExport.write([station], try await client.amenities())
    case .table: StationSheet(station).lines.forEach(StandardOutput.line)
    }
  }
}
