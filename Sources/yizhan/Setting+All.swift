import Geodesy
import HTTPAPI
import Logging
import RestStations

extension Setting {
  /// Every setting, in the order in which they are shown.
  static let all: [Setting] = service + logging + tls + map + rates + bounds

  private static let service: [Setting] = [
    .text("host", Bilingual("must be a name or an address", "须为主机名或地址"), \.host),
    .whole("port", 0...65_535, \.port),
    .text("db", path, \.database),
    .whole("visitor_retention", APIServer.Configuration.visitorRetentions, \.visitorRetention),
    .whole("drain_seconds", 0...3_600, \.drainSeconds),
  ]

  private static let logging: [Setting] = [
    .choice("log.level", Logger.Level.allCases, \.logLevel),
    .choice("log.format", ServeConfiguration.LogFormat.allCases, \.logFormat),
  ]

  private static let tls: [Setting] = [
    .optionalText("tls.certificate", path, \.certificate),
    .optionalText("tls.key", path, \.key),
    .ranges("proxies", \.proxies),
  ]

  private static let map: [Setting] = [
    .optionalText(
      "map.tiles",
      Bilingual(
        "must be an address with {z}, {x} and {y}, such as https://tiles.example.org/{z}/{x}/{y}.png",
        "须为含 {z}、{x}、{y} 的地址，如 https://tiles.example.org/{z}/{x}/{y}.png"),
      \.mapTiles, isTileAddress),
    .choice("map.tiles_datum", [Datum.wgs84, .gcj02], \.mapDatum),
    .optionalText("map.attribution", Bilingual("must be a text of one line", "须为单行文本"), \.mapAttribution),
  ]

  private static let rates: [Setting] =
    rate("reads", \.limits.reads.perSecond, \.limits.reads.burst)
    + rate("writes", \.limits.writes.perSecond, \.limits.writes.burst)
    + rate("token_reads", \.limits.tokenReads.perSecond, \.limits.tokenReads.burst)
    + rate("token_writes", \.limits.tokenWrites.perSecond, \.limits.tokenWrites.burst)
    + rate("failures", \.limits.failures.perSecond, \.limits.failures.burst)

  private static func rate(_ name: String, _ perSecond: Path<Double>, _ burst: Path<Double>) -> [Setting] {
    [
      .number("limits.\(name).per_second", 0.001...1_000_000, perSecond),
      .number("limits.\(name).burst", 1...1_000_000, burst),
    ]
  }

  private static let bounds: [Setting] = [
    .whole("limits.connections", 1...1_000_000, \.limits.connections),
    .whole("limits.connections_per_client", 1...1_000_000, \.limits.connectionsPerClient),
    .whole("limits.header_seconds", 1...3_600, \.limits.headerSeconds),
    .whole("limits.transfer_seconds", 1...3_600, \.limits.transferSeconds),
    .whole("limits.slowest_bytes_per_second", 1...1_000_000_000, \.limits.slowestBytesPerSecond),
  ]

  private static let path = Bilingual("must be the path of a file", "须为文件路径")

  @Sendable private static func isTileAddress(_ text: String) -> Bool {
    (try? MapTiles(address: text)) != nil
  }
}
