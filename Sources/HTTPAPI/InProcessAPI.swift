import HTTPTypes
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import StationDirectory

/// The API without a server: the owner's commands call it when no server has the database open, so that they say the
/// same either way.
public struct InProcessAPI: Sendable {
  public struct Answer: Sendable {
    public let status: Int
    public let body: [UInt8]
  }

  private let services: APIServices
  /// What is answered from the database, without the directory.
  private static let withoutDirectory = ["/v1/visits", "/v1/usage", "/v1/admin/"]

  private let responder: RouterResponder<APIContext>
  private let logger: Logger

  /// - Parameter services: need not be loaded; the directory is when a request needs it.
  public init(_ services: APIServices, logger: Logger) {
    self.services = services
    responder = APIServer.router(services, .ofThisProcess(services)).buildResponder()
    self.logger = logger
  }

  /// Answers a request of the owner's.
  ///
  /// - Parameters:
  ///   - target: the path with its query, percent-encoded.
  ///   - progress: is told how much of a long work is done, 0…1.
  public func answer(
    method: String, target: String, headers: [(String, String)], body: [UInt8],
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> Answer {
    if method == "GET", !Self.withoutDirectory.contains(where: target.hasPrefix) {
      try await services.directory.loadIfNeeded()
    }
    var fields = HTTPFields()
    for (name, value) in headers { HTTPField.Name(name).map { fields[$0] = value } }
    let head = HTTPRequest(
      method: HTTPRequest.Method(method) ?? .get, scheme: nil, authority: nil, path: target, headerFields: fields)
    let response = try await responder.respond(
      to: Request(head: head, body: RequestBody(buffer: ByteBuffer())),
      context: APIContext(owner: logger, body: body, progress: progress))
    let collector = BodyCollector()
    try await response.body.write(collector)
    return Answer(status: response.status.code, body: collector.bytes)
  }
}

/// Puts the pieces of a body together.
private final class BodyCollector: ResponseBodyWriter {
  private(set) var bytes: [UInt8] = []

  func write(_ buffer: ByteBuffer) async throws {
    bytes.append(contentsOf: buffer.readableBytesView)
  }

  func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
