import Foundation
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import RestStations

/// Stands first behind the HTTP parser in each connection, before the fast lane and the router, so that what holds for
/// every answer is done once: it gives it its id and the headers of security, counts and logs it; it ends connections
/// that take too long or are too many; answers what is no request; and tells those who ask before they send a body
/// (`Expect: 100-continue`, RFC 9110, 10.1.1) to go on, once all answers before are out.
final class FrontDoor: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// A request whose answer is due.
  private struct Due {
    let method: HTTPRequest.Method
    let id: String?
    let since: NIODeadline
  }

  /// The answer that is being sent.
  private struct Answer {
    let id: String
    let route: String
    let status: Int
    var bytes = 0
  }

  /// A request that is not whole by then when the server stops never will be.
  private static let lastCall = TimeAmount.seconds(3)

  private let desk: FrontDesk
  private var deadline: ConnectionDeadline
  private var check: Scheduled<Void>?
  /// Counted in at the desk.
  private var client: ClientAddress?
  /// In the order of their requests.
  private var due = CircularBuffer<Due>()
  private var answer: Answer?
  private var isAskedToGoOn = false

  init(_ desk: FrontDesk) {
    self.desk = desk
    deadline = ConnectionDeadline(desk.limits, at: .now())
  }

  // MARK: - The connection

  func channelActive(context: ChannelHandlerContext) {
    // The owner's socket has no address, and no limits.
    if let address = IPAddress(context.channel.remoteAddress) { enter(address, context) }
    context.fireChannelActive()
  }

  private func enter(_ address: IPAddress, _ context: ChannelHandlerContext) {
    let client = ClientAddress(address)
    guard desk.connections.enter(client, isLimited: !desk.forwarding.isTrusted(address)) else {
      return cut("too many", context)
    }
    self.client = client
    lookLater(context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    check?.cancel()
    if let client { desk.connections.leave(client) }
    client = nil
    context.fireChannelInactive()
  }

  /// Looks again after a while whether the other end takes too long.
  private func lookLater(_ context: ChannelHandlerContext) {
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    check = context.eventLoop.scheduleTask(in: deadline.interval) {
      let (door, context) = bound.value
      door.lookAtDeadline(context)
    }
  }

  private func lookAtDeadline(_ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    let buffered = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    guard let overdue = deadline.overdue(buffered: buffered, at: .now()) else {
      return lookLater(context)
    }
    // What it has not taken is not kept for it; one that only waits is closed in good order.
    if overdue != .header { (context.channel as? any SocketOptionProvider)?.reset() }
    cut(overdue.rawValue, context)
  }

  /// When the server stops, requests that are here are answered; those that are still coming have a moment to be here.
  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent, deadline.isReading {
      let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
      context.eventLoop.scheduleTask(in: Self.lastCall) {
        let (door, context) = bound.value
        if door.deadline.isReading { door.cut("stopping", context) }
      }
    }
    context.fireUserInboundEventTriggered(event)
  }

  private func cut(_ reason: String, _ context: ChannelHandlerContext) {
    desk.requests.cut(because: reason)
    context.close(promise: nil)
  }

  // MARK: - What comes in

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): begin(head, context)
    case .body(let body): deadline.receive(body.readableBytes)
    case .end:
      deadline.end()
      if due.isEmpty { deadline.wait(at: .now()) }
    }
    context.fireChannelRead(data)
  }

  private func begin(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
    let now = NIODeadline.now()
    deadline.begin(at: now)
    due.append(Due(method: head.method, id: RequestIdentifier.given(head.headerFields), since: now))
    isAskedToGoOn = head.headerFields[.expect]?.lowercased() == "100-continue"
    goOnIfAsked(context)
  }

  private func goOnIfAsked(_ context: ChannelHandlerContext) {
    guard isAskedToGoOn, due.count == 1 else { return }
    isAskedToGoOn = false
    context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
  }

  /// The parser hands over what is no request as an error without any of its parts. Answers to requests before it on the
  /// same connection go first: while one is due, the error is left to the server, which answers without a body.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let error = error as? HTTPParserError, due.isEmpty else {
      context.fireErrorCaught(error)
      return
    }
    due.append(Due(method: .get, id: nil, since: .now()))
    var (head, body) = Problem.message(MalformedRequest.told(error), in: .english)
    head.headerFields[.contentLength] = String(body.readableBytes)
    head.headerFields[.connection] = "close"
    for part in [HTTPResponsePart.head(head), .body(body), .end(nil)] {
      write(context: context, data: wrapOutboundOut(part), promise: nil)
    }
    context.flush()
    context.close(promise: nil)
  }

  // MARK: - What goes out

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(let head) where head.status.kind != .informational:
      context.write(wrapOutboundOut(.head(mark(head))), promise: promise)
    case .head: context.write(data, promise: promise)
    case .body(let body):
      answer?.bytes += body.readableBytes
      deadline.send(body.readableBytes)
      context.write(data, promise: promise)
    case .end:
      context.write(data, promise: promise)
      finish()
      goOnIfAsked(context)
    }
  }

  private func mark(_ head: HTTPResponse) -> HTTPResponse {
    var (route, given) = (RequestMetrics.none, due.first?.id)
    var marked = HTTPResponse(status: head.status)
    for field in head.headerFields {
      switch field.name {
      case .route: route = field.value
      case .requestID: given = field.value
      default: marked.headerFields.append(field)
      }
    }
    let id = given ?? RequestIdentifier.new()
    answer = Answer(id: id, route: route, status: head.status.code)
    marked.headerFields.append(HTTPField(name: .requestID, value: id))
    let method = due.first?.method
    desk.headers.add(to: &marked.headerFields, isRead: method == .get || method == .head)
    return marked
  }

  private func finish() {
    let now = NIODeadline.now()
    guard let request = due.popFirst(), let answer else { return }
    if due.isEmpty { deadline.wait(at: now) }
    let duration = (now - request.since).nanoseconds
    desk.requests.observe(
      .init(method: request.method, route: answer.route, status: answer.status), nanoseconds: duration)
    desk.logger.info(
      "answered",
      metadata: [
        "request": "\(answer.id)", "method": "\(request.method.rawValue)", "route": "\(answer.route)",
        "status": "\(answer.status)", "bytes": "\(answer.bytes)", "duration_ms": "\(duration / 1_000_000)",
      ])
  }
}

extension SocketOptionProvider {
  /// Lets the connection's end be told at once, without what has not been taken.
  fileprivate func reset() {
    // The C structure, whose own name the library does not export.
    let linger: (isOn: CInt, seconds: CInt) = (1, 0)
    _ = unsafeSetSocketOption(
      level: .init(SOL_SOCKET), name: SO_LINGER, value: linger)
  }
}
