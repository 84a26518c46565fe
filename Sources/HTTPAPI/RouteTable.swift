import HTTPTypes
import Hummingbird

/// The calls that this server answers: registers them, and knows which methods a path has.
struct RouteTable: Sendable {
  typealias Handler = @Sendable (Request, APIContext) async throws -> Response

  private struct Route: Sendable {
    let method: HTTPRequest.Method
    let path: String
    let handler: Handler
  }

  private var routes: [Route] = []

  /// Adds a call. `{name}` in a path stands for one segment.
  mutating func add(_ method: HTTPRequest.Method, _ path: String, _ handler: @escaping Handler) {
    routes.append(Route(method: method, path: path, handler: handler))
  }

  /// All calls, their methods and paths.
  var all: [(method: HTTPRequest.Method, path: String)] {
    routes.map { ($0.method, $0.path) }
  }

  func register(in router: Router<APIContext>) {
    for route in routes {
      router.on(RouterPath(route.path), method: route.method, use: route.handler)
    }
  }

  /// The methods that a path answers, HEAD wherever GET, in alphabetical order; none for an unknown path.
  func methods(of path: String) -> [String] {
    let matching = routes.filter { Self.matches($0.path, path) }
    // As the router does it: a path written out goes before one with a segment left open.
    let literal = matching.filter { $0.path == path }
    let methods = (literal.isEmpty ? matching : literal).map(\.method.rawValue)
    return Set(methods + (methods.contains("GET") ? ["HEAD"] : [])).sorted()
  }

  private static func matches(_ template: String, _ path: String) -> Bool {
    let wanted = template.split(separator: "/")
    let given = path.split(separator: "/")
    return wanted.count == given.count && zip(wanted, given).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
  }
}
