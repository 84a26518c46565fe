import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Tells a client that asks before it sends a body (`Expect: 100-continue`, RFC 9110, 10.1.1) to go on, once all answers
/// before are out.
final class ExpectationHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// Answers that are still due.
  private var due = 0
  private var isAsked = false

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head(let head) = unwrapInboundIn(data) {
      due += 1
      isAsked = head.headerFields[.expect]?.lowercased() == "100-continue"
      goOnIfAsked(context)
    }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    context.write(data, promise: promise)
    if case .end = unwrapOutboundIn(data) {
      due -= 1
      goOnIfAsked(context)
    }
  }

  private func goOnIfAsked(_ context: ChannelHandlerContext) {
    guard isAsked, due == 1 else { return }
    isAsked = false
    context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
  }
}
