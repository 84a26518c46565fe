import HTTPTypes
import Hummingbird
import RestStations
import StationDirectory

/// The calls about the server itself.
struct HealthController: Sendable {
  /// What is answered while the server still loads.
  static let paths: Set<String> = ["/healthz", "/readyz", MetricsController.path]

  let services: APIServices
  let state: ServerState

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.get, "/healthz", health)
    routes.add(.get, "/readyz", readiness)
  }

  @Sendable func health(_ request: Request, _ context: APIContext) throws -> Response {
    try request.takeNoParameters()
    return answer("ok")
  }

  /// 503 while it loads, and from when it is told to stop.
  @Sendable func readiness(_ request: Request, _ context: APIContext) throws -> Response {
    try request.takeNoParameters()
    let phase = state.phase
    guard phase == .ready else {
      throw YizhanError(.unavailable, Bilingual("the server is \(phase.rawValue)", Self.chinese(phase)), retryAfter: 1)
    }
    return answer("ok")
  }

  private static func chinese(_ phase: ServerState.Phase) -> String {
    switch phase {
    case .loading: "服务器正在加载"
    case .ready: "服务器已就绪"
    case .draining: "服务器正在停止"
    }
  }

  private func answer(_ status: String) -> Response {
    var json = JSONText()
    json.append("{")
    json.member("status", status)
    if let revision = try? services.directory.snapshot.summary.revision { json.member("revision", revision) }
    json.append("}")
    var response = Response.json(json.bytes)
    response.headers[.cacheControl] = "no-store"
    return response
  }
}
