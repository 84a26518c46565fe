import HTTPTypes
import Hummingbird
import Logging

/// The first of all: finds out where a request comes from and names it, in the log and for the front door.
struct RequestMiddleware: RouterMiddleware {
  let forwarding: Forwarding
  /// Whether the port speaks TLS.
  let isSecure: Bool

  func handle(
    _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    let id = (request.headers[.requestID].flatMap(RequestIdentifier.init(ofClient:)) ?? .new()).text
    context.logger[metadataKey: "hb.request.id"] = nil
    context.logger[metadataKey: "request"] = "\(id)"
    if let peer = context.peer {
      context.client = ClientAddress(
        forwarding.client(forwardedFor: request.headers[values: .forwardedFor], peer: peer))
      context.isSecure = isSecure || forwarding.isSecure(request.headers, peer: peer)
    }
    var response = try await next(request, context)
    response.headers[.requestID] = id
    if let route = context.endpointPath, route.hasPrefix("/") { response.headers[.route] = route }
    return response
  }
}
