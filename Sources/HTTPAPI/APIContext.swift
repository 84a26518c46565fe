import Hummingbird
import Logging
import NIOCore

/// What belongs to one request: who asks, beside what Hummingbird keeps.
struct APIContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let caller: Caller
  /// Told how much of a long work is done, 0…1; only a call from this process has someone to tell.
  let progress: @Sendable (Double) -> Void

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    // Whoever comes through the socket has passed its file's mode: it is the owner.
    if case .unixDomainSocket? = source.channel.localAddress {
      caller = .owner
    } else {
      caller = .anyone
    }
    progress = { _ in }
  }

  /// A call from this process, which has the database open.
  init(owner logger: Logger, progress: @escaping @Sendable (Double) -> Void) {
    coreContext = .init(source: InProcessSource(logger: logger))
    caller = .owner
    self.progress = progress
  }
}

private struct InProcessSource: RequestContextSource {
  let logger: Logger
}
