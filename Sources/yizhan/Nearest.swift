import ArgumentParser
import RemoteClient
import RestStations

struct Nearest: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "nearest", abstract: say("Find the nearest stations to a place.", "查找离某处最近的服务点。"))

  @Argument(help: ArgumentHelp(say("Degrees, -90 to 90.", "纬度，-90 至 90。"))) var latitude: Degrees
  @Argument(help: ArgumentHelp(say("Degrees, -180 to 180.", "经度，-180 至 180。"))) var longitude: Degrees
  @Option(help: ArgumentHelp(say("Stations in the answer, 1 to 100.", "返回的服务点数，1 至 100。"))) var limit = 5
  @Option(help: ArgumentHelp(say("Greatest distance in metres.", "最大距离（米）。"), valueName: "metres"))
  var radiusM: String?
  @Option(
    help: ArgumentHelp(
      say("Amenity that must be available; may be given again.", "须具备的设施；可重复给出。"), valueName: "code"))
  var amenity: [String] = []
  @Option(help: ArgumentHelp(say("hub, satellite, point or mobile.", "hub、satellite、point 或 mobile。")))
  var kind: String?
  @Option(help: ArgumentHelp(say("open, staff, qr, code or key.", "open、staff、qr、code 或 key。")))
  var entry: String?
  @Option(
    help: ArgumentHelp(
      say("any, now, or an instant such as 2026-11-24T20:00:00+08:00.", "any、now 或形如 2026-11-24T20:00:00+08:00 的时刻。")))
  var open: String?
  @Option(help: DatumWord.help(say("Of the given and the returned coordinates", "给出和返回的坐标所用的坐标系")))
  var datum = DatumWord.wgs84
  @Flag(help: ArgumentHelp(say("Suspended stations too.", "包括暂停的服务点。"))) var suspended = false
  @Flag(
    help: ArgumentHelp(say("Also name nearer stations that were left out, and why.", "同时说明哪些更近的服务点被排除及原因。")))
  var skipped = false
  @Option(help: ArgumentHelp(say("table, json or csv.", "table、json 或 csv。"))) var format = OutputFormat.table
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let client = try await Connection.open(connection)
    let answer = try await client.nearest(query)
    try StationRows.nearest.print(answer.stations, as: format)
    for station in answer.skipped ?? [] {
      let distance = FixedDecimal.text(station.distanceMetres, decimals: 1)
      StandardError.line(
        say(
          "left out: \(station.id) \(station.name), \(distance) m: \(station.reason)",
          "已排除：\(station.id) \(station.name)，\(distance) 米：\(station.reason)"))
    }
  }

  private var query: [(String, String)] {
    var query = [("lat", latitude.text), ("lon", longitude.text), ("limit", String(limit))]
    if let radiusM { query.append(("radius_m", radiusM)) }
    if !amenity.isEmpty { query.append(("amenities", amenity.joined(separator: ","))) }
    if let kind { query.append(("kind", kind)) }
    if let entry { query.append(("entry", entry)) }
    if let open { query.append(("open", open)) }
    if datum != .wgs84 { query.append(("datum", datum.rawValue)) }
    let include = [("suspended", suspended), ("skipped", skipped)].filter(\.1).map(\.0)
    if !include.isEmpty { query.append(("include", include.joined(separator: ","))) }
    return query
  }
}
