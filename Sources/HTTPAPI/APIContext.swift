import Hummingbird
import Logging
import NIOCore

/// What belongs to one request: who asks, beside what Hummingbird keeps.
struct APIContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  var caller: Caller
  /// The other end of the connection; nothing when it is the owner's.
  let peer: IPAddress?
  /// Where the request came from, for counting.
  var client = ClientAddress.none
  /// Whether the client came by TLS, to this server or to a proxy that is believed.
  var isSecure = false
  /// Told how much of a long work is done, 0…1; only a call from this process has someone to tell.
  let progress: @Sendable (Double) -> Void
  /// The body of a call from this process, which may be large and is not copied.
  let body: [UInt8]?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    // Whoever comes through the socket has passed its file's mode: it is the owner.
    if case .unixDomainSocket? = source.channel.localAddress {
      caller = .owner
    } else {
      caller = .anyone
    }
    peer = IPAddress(source.channel.remoteAddress)
    progress = { _ in }
    body = nil
  }

  /// A call from this process, which has the database open.
  init(owner logger: Logger, body: [UInt8], progress: @escaping @Sendable (Double) -> Void) {
    coreContext = .init(source: InProcessSource(logger: logger))
    caller = .owner
    peer = nil
    self.progress = progress
    self.body = body
  }
}

extension APIContext {
  /// The whole body of a request.
  ///
  /// - Parameter limit: its greatest length in bytes, itself allowed.
  /// - Throws: `HTTPError` with 413 for a longer one.
  func body(of request: Request, upTo limit: Int) async throws -> [UInt8] {
    if let body { return body }
    do {
      return Array(buffer: try await request.body.collect(upTo: limit))
    } catch is NIOTooManyBytesError {
      throw HTTPError(.contentTooLarge)
    }
  }
}

private struct InProcessSource: RequestContextSource {
  let logger: Logger
}
