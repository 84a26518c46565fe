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
  /// The whole body of a request. How a large one begins is looked at before the rest is taken, so that what is no file
  /// of its kind costs little.
  ///
  /// - Parameters:
  ///   - limit: its greatest length in bytes, itself allowed.
  ///   - check: throws when no file of its kind begins so.
  /// - Throws: what `check` does, and `HTTPError` with 413 for a longer one.
  func body(
    of request: Request, upTo limit: Int, check: (_ beginning: [UInt8]) throws -> Void = { _ in }
  ) async throws -> [UInt8] {
    if let body { return body }
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw HTTPError(.contentTooLarge)
    }
    var (body, isChecked): ([UInt8], Bool) = ([], false)
    for try await piece in request.body {
      guard body.count + piece.readableBytes <= limit else { throw HTTPError(.contentTooLarge) }
      body.append(contentsOf: piece.readableBytesView)
      if !isChecked, body.count >= Self.beginning {
        try check(body)
        isChecked = true
      }
    }
    return body
  }

  /// How much of a file tells what it is, bytes.
  private static let beginning = 256 << 10
}

private struct InProcessSource: RequestContextSource {
  let logger: Logger
}
