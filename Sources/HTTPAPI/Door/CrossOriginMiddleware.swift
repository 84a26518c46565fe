import HTTPTypes
import Hummingbird
import RestStations

/// Answers browsers that ask whether a page from elsewhere may call (the Fetch standard's preflight): it may read.
struct CrossOriginMiddleware: RouterMiddleware {
  private static let readers: [HTTPRequest.Method] = [.get, .head]

  func handle(
    _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    guard request.method == .options, let wanted = request.headers[.accessControlRequestMethod] else {
      return try await next(request, context)
    }
    var response = Response(status: .noContent, headers: [.vary: "Access-Control-Request-Method"])
    if Self.readers.contains(where: { $0.rawValue == wanted }) {
      response.headers[.accessControlAllowOrigin] = "*"
      response.headers[.accessControlAllowMethods] = "GET, HEAD"
      response.headers[.accessControlAllowHeaders] =
        "Accept, Accept-Language, Authorization, If-None-Match, X-Request-Id"
      response.headers[.accessControlMaxAge] = "86400"
    }
    return response
  }
}
