import ArgumentParser
import RemoteClient
import RestStations
import SQLiteStorage
import TabularText

struct AmenityCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "amenity", abstract: say("Keep the vocabulary of amenities.", "管理设施词表。"),
    subcommands: [AmenityAdd.self, AmenityList.self])
}

struct AmenityAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: say("Add an amenity of the district's own.", "新增本地设施。"))

  @Argument(help: ArgumentHelp(say("A small letter, then small letters, digits or _.", "小写字母开头，后接小写字母、数字或 _。")))
  var code: String
  @Option(help: ArgumentHelp(say("Chinese label.", "中文名称。"))) var zh: String
  @Option(help: ArgumentHelp(say("English label.", "英文名称。"))) var en: String
  @Option(help: ArgumentHelp(say("food, medical, rest, travel or services.", "food、medical、rest、travel 或 services。")))
  var category: String
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let client = try await Connection.open(connection, .create)
    try await client.add(
      AmenitiesDocument.Amenity(code: code, category: category, labels: LabelsDocument(zh: zh, en: en)))
    StandardError.line(say("\(code) added", "已新增 \(code)"))
  }
}

struct AmenityList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: say("List the amenities that stations can have.", "列出服务点可有的设施。"))

  @Option(help: ArgumentHelp(say("table, json or csv.", "table、json 或 csv。"))) var format = OutputFormat.table
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let amenities = try await Connection.open(connection).amenities().amenities
    let rows = amenities.map { amenity in
      AmenitiesDocument.Amenity(
        code: amenity.code.text, category: amenity.category.rawValue,
        labels: LabelsDocument(zh: amenity.label.chinese, en: amenity.label.english))
    }
    try PlainRows.print(
      rows, as: format,
      [
        ("code", say("code", "代码")), ("zh", say("Chinese", "中文")), ("en", say("English", "英文")),
        ("category", say("category", "类别")),
      ]
    ) { [$0.code, $0.labels.zh, $0.labels.en, $0.category] }
  }
}

struct TownCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "town", abstract: say("Towns and subdistricts.", "镇街。"), subcommands: [TownList.self])
}

struct TownList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: say("List the towns and how many stations each has.", "列出镇街及其服务点数。"))

  @Option(help: ArgumentHelp(say("table, json or csv.", "table、json 或 csv。"))) var format = OutputFormat.table
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    try PlainRows.print(
      try await Connection.open(connection).towns(), as: format,
      [("name", say("town", "镇街")), ("stations", say("stations", "服务点数"))], numbers: [1]
    ) { [$0.name, String($0.stations)] }
  }
}

struct HolidayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "holiday", abstract: say("Keep the table of public holidays.", "管理节假日表。"),
    subcommands: [HolidayImport.self, HolidayList.self])
}

struct HolidayImport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: say("Load public holidays and make-up workdays from a CSV file.", "从 CSV 文件导入节假日与调休日。"),
    discussion: say(
      """
      Columns: date (YYYY-MM-DD), kind (holiday or workday), name_zh, name_en. Years that the file covers are replaced \
      whole. Opening hours with PH depend on it; in years without a table they are unknown.
      """,
      "列：date（YYYY-MM-DD）、kind（holiday 或 workday）、name_zh、name_en。文件覆盖的年份整体替换。含 PH 的开放时间以此为准；没有数据的年份为未知。"))

  @Argument(help: ArgumentHelp(say("CSV file; - for standard input.", "CSV 文件；- 为标准输入。"))) var file: String
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let csv = try InputFile.read(file)
    let days = try await Connection.open(connection, .create).importHolidays(csv: csv)
    let years = Set(days.map { $0.date.prefix(4) }).sorted().joined(separator: ", ")
    StandardError.line(say("\(days.count) days are known now, of \(years)", "现有 \(days.count) 天，年份：\(years)"))
  }
}

struct HolidayList: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: say("List the public holidays and make-up workdays.", "列出节假日与调休日。"))

  @Option(help: ArgumentHelp(say("table, json or csv.", "table、json 或 csv。"))) var format = OutputFormat.table
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    try PlainRows.print(
      try await Connection.open(connection).holidays(), as: format,
      [
        ("date", say("date", "日期")), ("kind", say("kind", "类型")), ("name_zh", say("Chinese", "中文")),
        ("name_en", say("English", "英文")),
      ]
    ) { [$0.date, $0.kind, $0.labels.zh, $0.labels.en] }
  }
}

/// Rows of texts for people and programs.
enum PlainRows {
  /// Prints rows to standard output.
  ///
  /// - Parameters:
  ///   - columns: their names in CSV and their titles in a table.
  ///   - numbers: the places of columns that are numbers.
  ///   - cells: of a row, one for each column.
  static func print<Row: Encodable>(
    _ rows: [Row], as format: OutputFormat, _ columns: [(name: String, title: String)], numbers: Set<Int> = [],
    _ cells: (Row) -> [String]
  ) throws {
    switch format {
    case .json: try StandardOutput.json(rows)
    case .csv:
      var csv = CSVWriter()
      csv.append(columns.map(\.name))
      for row in rows {
        csv.append(cells(row).enumerated().map { numbers.contains($0) ? $1 : FormulaGuard.guarded($1) })
      }
      StandardOutput.write(csv.take())
    case .table:
      var table = TextTable(
        columns.enumerated().map { TextTable.Column(title: $1.title, alignment: numbers.contains($0) ? .right : .left) }
      )
      for row in rows { table.append(cells(row)) }
      table.lines.forEach(StandardOutput.line)
    }
  }
}
