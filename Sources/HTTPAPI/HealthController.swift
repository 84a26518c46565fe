import HTTPTypes
import Hummingbird
import RestStations
import StationDirectory

/// The calls about the server itself.
struct HealthController: Sendable {
  let services: APIServices

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.get, "/healthz", health)
    routes.add(.get, "/readyz", health)
  }

  /// Once it answers, the directory is loaded.
  @Sendable func health(_ request: Request, _ context: APIContext) throws -> Response {
    try request.takeNoParameters()
    var json = JSONText()
    json.append("{")
    json.member("status", "ok")
    json.member("revision", try services.directory.snapshot.summary.revision)
    json.append("}")
    var response = Response.json(json.bytes)
    response.headers[.cacheControl] = "no-store"
    return response
  }
}
