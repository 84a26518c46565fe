import ArgumentParser
import RemoteClient
import RestStations
import SQLiteStorage

struct StationAdd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "add", abstract: say("Add a station.", "新增服务点。"))

  @Argument(help: ArgumentHelp(say("The station's id.", "服务点编号。"))) var id: String
  @Option(help: ArgumentHelp(say("Name, 1 to 200 characters.", "名称，1 至 200 个字符。"))) var name: String
  @Option(help: ArgumentHelp(say("Degrees, -90 to 90.", "纬度，-90 至 90。"))) var lat: Degrees
  @Option(help: ArgumentHelp(say("Degrees, -180 to 180.", "经度，-180 至 180。"))) var lon: Degrees
  @Option(help: DatumWord.help(say("Of the coordinates", "坐标所用的坐标系"))) var datum = DatumWord.wgs84
  @OptionGroup(title: say("Fields", "字段")) var fields: StationFieldOptions
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    var values = fields.values
    values["name"] = .text(name)
    (values["lat"], values["lon"]) = (.number(lat.value), .number(lon.value))
    let client = try await Connection.open(connection, .create)
    _ = try await client.add(id, values, datum.datum)
    StandardError.line(say("\(id) added", "已新增 \(id)"))
  }
}

struct StationEdit: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit", abstract: say("Change what is known of a station.", "修改服务点信息。"),
    discussion: say(
      """
      What is not given stays as it is; an empty text, as in --phone '', clears. --amenity, --broken and --alias replace \
      the whole list; --breaks and --mends move single amenities between available and broken.
      """,
      "未给出的内容保持不变；空文本（如 --phone ''）清除原值。--amenity、--broken、--alias 替换整个列表；--breaks、--mends 单独标记设施故障或修复。"))

  @Argument(help: ArgumentHelp(say("The station's id.", "服务点编号。"))) var id: String
  @Option(help: ArgumentHelp(say("Name, 1 to 200 characters.", "名称，1 至 200 个字符。"))) var name: String?
  @Option(help: ArgumentHelp(say("Degrees, -90 to 90.", "纬度，-90 至 90。"))) var lat: Degrees?
  @Option(help: ArgumentHelp(say("Degrees, -180 to 180.", "经度，-180 至 180。"))) var lon: Degrees?
  @Option(help: DatumWord.help(say("Of the coordinates", "坐标所用的坐标系"))) var datum = DatumWord.wgs84
  @Option(
    help: ArgumentHelp(
      say("Amenity that does not work any more; may be given again.", "刚出故障的设施；可重复给出。"), valueName: "code"))
  var breaks: [String] = []
  @Option(
    help: ArgumentHelp(say("Amenity that works again; may be given again.", "已修复的设施；可重复给出。"), valueName: "code"))
  var mends: [String] = []
  @OptionGroup(title: say("Fields", "字段")) var fields: StationFieldOptions
  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    if (lat == nil) != (lon == nil) {
      throw ValidationError(say("--lat and --lon must be given together", "--lat 与 --lon 须同时给出"))
    }
    let replaces = !fields.amenity.isEmpty || !fields.broken.isEmpty
    if replaces, !breaks.isEmpty || !mends.isEmpty {
      throw ValidationError(
        say("--breaks and --mends do not go with --amenity and --broken", "--breaks、--mends 不能与 --amenity、--broken 同用"))
    }
  }

  func run() async throws {
    var values = fields.values
    values["name"] = name.map { .text($0) }
    (values["lat"], values["lon"]) = (lat.map { .number($0.value) }, lon.map { .number($0.value) })
    let client = try await Connection.open(connection)
    let revision = try await moveAmenities(client, &values)
    guard !values.isEmpty else { throw ValidationError(say("nothing to change is given", "没有给出要修改的内容")) }
    _ = try await client.edit(id, values, datum.datum, at: revision)
    StandardError.line(say("\(id) changed", "已修改 \(id)"))
  }

  /// The lists without what breaks and with what is mended, and the revision that they are of.
  private func moveAmenities(_ client: APIClient, _ values: inout StationFieldValues) async throws -> Int? {
    guard !breaks.isEmpty || !mends.isEmpty else { return nil }
    let station = try await client.station(id)
    let (works, broken) = (station.amenities, station.brokenAmenities ?? [])
    values["amenities"] = .list(works.filter { !breaks.contains($0) } + mends.filter { !works.contains($0) })
    values["broken_amenities"] = .list(broken.filter { !mends.contains($0) } + breaks.filter { !broken.contains($0) })
    return station.revision
  }
}

struct StationSuspend: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "suspend", abstract: say("Close a station for now.", "暂停服务点。"))

  @Argument(help: ArgumentHelp(say("The station's id.", "服务点编号。"))) var id: String
  @Option(help: ArgumentHelp(say("Why, 1 to 300 characters.", "原因，1 至 300 个字符。"))) var reason: String
  @Option(
    help: ArgumentHelp(
      say("When it ends by itself, such as 2026-11-24T20:00:00+08:00.", "自动恢复的时刻，如 2026-11-24T20:00:00+08:00。"),
      valueName: "instant"))
  var until: String?
  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    guard reason.allSatisfy(\.isWhitespace) else { return }
    throw ValidationError(say("--reason must not be blank", "--reason 不得为空"))
  }

  func run() async throws {
    var values = StationFieldValues()
    values["status"] = .text("suspended")
    values["status_reason"] = .text(reason)
    values["status_until"] = .text(until ?? "")
    _ = try await Connection.open(connection).edit(id, values)
    let end = until.map { say(" until \($0)", "，至 \($0)") } ?? ""
    StandardError.line(say("\(id) suspended", "已暂停 \(id)") + end)
  }
}

struct StationResume: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: say("Open a suspended or retired station again.", "恢复已暂停或撤销的服务点。"))

  @Argument(help: ArgumentHelp(say("The station's id.", "服务点编号。"))) var id: String
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    var values = StationFieldValues()
    values["status"] = .text("active")
    _ = try await Connection.open(connection).edit(id, values)
    StandardError.line(say("\(id) is in use", "已恢复 \(id)"))
  }
}

struct StationRetire: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "retire",
    abstract: say("Retire a station: kept for the statistics, never found.", "撤销服务点：保留用于统计，不再被查到。"))

  @Argument(help: ArgumentHelp(say("The station's id.", "服务点编号。"))) var id: String
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    try await Connection.open(connection).retire(id)
    StandardError.line(say("\(id) retired", "已撤销 \(id)"))
  }
}

struct StationVerify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: say("Note that a station's data were confirmed.", "记录服务点信息已核实。"))

  @Argument(help: ArgumentHelp(say("The station's id.", "服务点编号。"))) var id: String
  @Option(
    help: ArgumentHelp(say("Day of it, YYYY-MM-DD; today without it.", "核实日期，YYYY-MM-DD；默认今天。"), valueName: "day"))
  var on: String?
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let client = try await Connection.open(connection)
    var values = StationFieldValues()
    let day: String
    if let on { day = on } else { day = try await client.today() }
    values["verified_at"] = .text(day)
    _ = try await client.edit(id, values)
    StandardError.line(say("\(id) verified on \(day)", "\(id) 已于 \(day) 核实"))
  }
}
