import Geodesy
import HTTPAPI
import Logging
import RestStations

/// Everything that is decided about a server before it starts, with what holds when nobody decides.
struct ServeConfiguration: Sendable {
  enum LogFormat: String, CaseIterable, Sendable {
    case text, json
  }

  var host = "127.0.0.1"
  var port = 8080
  var database = ConnectionOptions.defaultDatabase
  /// Days.
  var visitorRetention = 90
  var drainSeconds = 0
  var logLevel = Logger.Level.notice
  var logFormat = LogFormat.text
  /// Both or none; see ``tls``.
  var certificate: String?
  var key: String?
  var proxies: [AddressRange] = []
  var mapTiles: String?
  var mapDatum = Datum.wgs84
  var mapAttribution: String?
  var limits = Limits()

  var tls: TLSFiles? {
    guard let certificate, let key else { return nil }
    return TLSFiles(certificate: certificate, key: key)
  }

  var map: MapTiles? {
    mapTiles.flatMap { try? MapTiles(address: $0, datum: mapDatum, attribution: mapAttribution ?? "") }
  }
}

extension ServeConfiguration {
  /// What the server itself is made with.
  ///
  /// - Parameter socket: to serve at instead of host and port, if there is one.
  func forServer(socket: InheritedSocket?) -> APIServer.Configuration {
    var server = APIServer.Configuration(
      host: host, port: port, socketPath: Connection.socketPath(beside: database), visitorRetention: visitorRetention)
    (server.tls, server.trustedProxies, server.limits, server.map) = (tls, proxies, limits, map)
    (server.drainSeconds, server.inheritedSocket) = (drainSeconds, socket?.descriptor)
    return server
  }

  /// Looks into the files that the configuration names.
  ///
  /// - Parameter now: seconds since 1970.
  /// - Returns: what will be wrong soon, or is unwise.
  /// - Throws: ``YizhanError`` with `badData` for what cannot be used.
  func checkFiles(now: Int64) throws(YizhanError) -> [Bilingual] {
    guard let tls else { return [] }
    let days = (try TLSPair(reading: tls, now: now).expiresAt - now) / 86_400
    var warnings: [Bilingual] = []
    if days < Self.daysOfWarning {
      warnings.append(
        Bilingual("\(tls.certificate) expires in \(days) days", "\(tls.certificate) 将在 \(days) 天后过期"))
    }
    if FileStamp.isForOthers(tls.key) {
      warnings.append(
        Bilingual("every user of this machine may read \(tls.key)", "本机所有用户都能读取 \(tls.key)"))
    }
    return warnings
  }

  private static let daysOfWarning = 14
}
