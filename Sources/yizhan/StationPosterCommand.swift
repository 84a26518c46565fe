import ArgumentParser
import RemoteClient
import RestStations
import StationDirectory

struct StationPosterCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "poster", abstract: say("Make a station's poster with the QR code to check in.", "生成服务点签到二维码海报。"))

  @Argument(help: ArgumentHelp(say("The station's id.", "服务点编号。"))) var id: String
  @Option(name: .shortAndLong, help: ArgumentHelp(say("SVG file to write.", "输出的 SVG 文件。"), valueName: "file"))
  var output: String
  @Option(
    help: ArgumentHelp(
      say("Address under which couriers reach the server; --server's without it.", "外卖员访问服务器的网址；默认同 --server。"),
      valueName: "url"))
  var url: String?
  @Flag(help: ArgumentHelp(say("Make the codes of earlier posters void.", "使以前海报上的码失效。"))) var newCode = false
  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let client = try await Connection.open(connection)
    let station = try await client.station(id)
    guard let stationID = StationID(station.id) else { throw YizhanError.noSuchStation }
    let catalogue = try await client.amenities()
    let code = try await client.checkInCode(of: id, changed: newCode)
    let labels = catalogue.amenities.filter { station.amenities.contains($0.code.text) }.map(\.label)
    let poster = StationPoster(
      id: stationID, name: station.name, address: station.address, lines: lines(of: station), amenities: labels,
      link: try base() + "/check-in#station=\(stationID.text)&code=\(code)")
    let file = try OutputFile(output)
    try file.write(Array(try poster.svg().utf8))
    try file.finish()
    StandardError.line(say("\(output) written", "已写入 \(output)"))
  }

  private func lines(of station: StationDocument) -> [Bilingual] {
    station.openingHours.map { [Bilingual("Open: \($0)", "开放时间：\($0)")] } ?? []
  }

  private func base() throws -> String {
    var base = url ?? ""
    if base.isEmpty, case .server(let server) = connection.place { base = server }
    guard base.hasPrefix("http://") || base.hasPrefix("https://") else {
      throw ValidationError(
        say("give --url, the address that couriers reach the server under", "请用 --url 给出外卖员访问服务器的网址"))
    }
    while base.hasSuffix("/") { base.removeLast() }
    return base
  }
}
