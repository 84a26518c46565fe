import NIOCore
import NIOHTTP1

/// Lets a connection end after the answer to a request of HTTP/1.0 that does not ask to keep it open (RFC 9112, 9.3): it
/// stands where the version is still known, and says for such a request what one of HTTP/1.1 would have to say.
final class OldProtocolHandler: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data), head.version == .http1_0, !head.asksToStay else {
      return context.fireChannelRead(data)
    }
    head.headers.replaceOrAdd(name: "Connection", value: "close")
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }
}

extension HTTPRequestHead {
  fileprivate var asksToStay: Bool {
    headers[canonicalForm: "connection"].contains { $0.lowercased() == "keep-alive" }
  }
}
