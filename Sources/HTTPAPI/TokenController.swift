import HTTPTypes
import Hummingbird
import RestStations
import StationDirectory

/// The call by which the bearer of a token learns what it is good for.
struct TokenController: Sendable {
  let services: APIServices

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.get, "/v1/token", own)
  }

  @Sendable func own(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.knowOneself, of: context.caller)
    try request.takeNoParameters()
    var json = JSONText()
    json.append("{")
    if case .bearer(let token) = context.caller {
      json.member("role", token.role.rawValue)
      json.member("stations", token.stations.map(\.text).sorted())
      json.member("expires_at", Instant.text(token.expiresAt / 1000, in: try await services.directory.zone()))
    } else {
      // The owner has no token, and no end.
      json.member("role", Role.admin.rawValue)
      json.member("stations", [String]())
    }
    json.append("}")
    var response = Response.json(json.bytes)
    response.headers[.cacheControl] = "private, no-store"
    return response
  }
}
