import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Hummingbird's HTTP/1.1 with a fast lane before the router.
struct FastLaneChannel: ServerChildChannel {
  typealias Value = HTTP1Channel.Value

  private let base: HTTP1Channel
  private let calls: [any FastCall]

  init(_ base: HTTP1Channel, _ calls: [any FastCall]) {
    self.base = base
    self.calls = calls
  }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    base.setup(channel: channel, logger: logger).flatMapThrowing { [calls] value in
      let pipeline = channel.pipeline.syncOperations
      // Behind the handler that closes idle connections, and waits with stopping for answers that are due.
      let counter = try pipeline.handler(type: HTTPConnectionStateHandler.self)
      try pipeline.addHandler(FastLane(calls), position: .after(counter))
      let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      try pipeline.addHandler(OldProtocolHandler(), position: .after(parser))
      return value
    }
  }

  func handle(value: Value, logger: Logger) async {
    await base.handle(value: value, logger: logger)
  }
}
