import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import RestStations

/// Answers what is no HTTP request, or one beyond the limits of its header, by a problem, and closes the connection.
///
/// The parser hands such a request over as an error without any of its parts. Answers to requests before it on the same
/// connection go first: while one is due, the error is left to the server, which answers without a body.
final class MalformedRequestHandler: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// Answers that are still due.
  private var due = 0

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if case .head = unwrapInboundIn(data) { due += 1 }
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { due -= 1 }
    context.write(data, promise: promise)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError, due == 0 else {
      context.fireErrorCaught(error)
      return
    }
    var (head, body) = Problem.message(Self.told(error), in: .english)
    head.headerFields[.contentLength] = String(body.readableBytes)
    head.headerFields[.connection] = "close"
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(body)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    context.close(promise: nil)
  }

  private static func told(_ error: HTTPParserError) -> YizhanError {
    switch error {
    case .headerOverflow:
      YizhanError(
        .badRequest, Bilingual("the address or the header is too long", "请求地址或请求头过长"))
    case .invalidMethod:
      YizhanError(.badRequest, Bilingual("there is no such HTTP method", "没有这种 HTTP 方法"))
    case .invalidURL, .invalidPath:
      YizhanError(
        .badRequest,
        Bilingual("the address must be percent-encoded ASCII", "请求地址须为百分号编码的 ASCII"))
    default:
      YizhanError(.badRequest, Bilingual("this is no HTTP/1.1 request", "不是有效的 HTTP/1.1 请求"))
    }
  }
}
