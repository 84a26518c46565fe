import HTTPTypes
import Hummingbird
import NIOCore
import PrometheusMetrics
import RestStations

/// The figures that operators watch, as Prometheus reads them.
///
/// They are for the owner, for admins, and for whoever asks on this machine without a proxy between.
struct MetricsController: Sendable {
  static let path = "/metrics"
  static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

  let services: APIServices
  let desk: FrontDesk

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.get, Self.path, metrics)
  }

  @Sendable func metrics(_ request: Request, _ context: APIContext) throws -> Response {
    if !isLocal(request, context) { try Authorisation.require(.administer, of: context.caller) }
    try request.takeNoParameters()
    ServerMetrics.measure(services, desk)
    return Response(
      status: .ok, headers: [.contentType: Self.mediaType, .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: services.metrics.text)))
  }

  private func isLocal(_ request: Request, _ context: APIContext) -> Bool {
    guard context.caller == .anyone, let peer = context.peer else { return false }
    return peer.isLoopback && !desk.forwarding.isTrusted(peer) && request.headers[.forwardedFor] == nil
  }
}

extension IPAddress {
  /// Whether it is of this machine.
  fileprivate var isLoopback: Bool {
    bytes.count == 4 ? bytes.first == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
  }
}
