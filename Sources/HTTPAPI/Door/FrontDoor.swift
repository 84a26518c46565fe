import Foundation
import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1
import RestStations

/// Stands first behind the HTTP parser in each connection, before the fast lane and the router, so that what holds for
/// every answer is done once: it gives it its id and the headers of security, counts and logs it; it ends connections
/// that take too long or are too many; answers what is no request; and tells those who ask before they send a body
/// (`Expect: 100-continue`, RFC 9110, 10.1.1) to go on, once all answers before are out.
///
/// What comes in it hands to the lane itself: unwrapping the parts of a request once more takes longer than reading a
/// courier's question.
final class FrontDoor: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// A request whose answer is due.
  private struct Due {
    let method: HTTPMethod
    let id: RequestIdentifier?
    let since: NIODeadline

    var isRead: Bool { method == .GET || method == .HEAD }
  }

  struct Client: Sendable {
    let address: IPAddress
    let counted: ClientAddress
    /// Whether it is believed of whom it speaks for.
    let isProxy: Bool
  }

  /// The answer that is being sent.
  private struct Answer {
    let id: RequestIdentifier
    let route: String
    let status: Int
    var bytes = 0
  }

  private let desk: FrontDesk
  private let loop: LoopDesk
  private let lane: FastLane
  /// In front of the parser, as long as this stands in the connection.
  var headers: HeaderMemory?
  private var deadline: ConnectionDeadline
  private var check: Scheduled<Void>?
  /// Who is at the other end, counted in at the desk; the owner's socket has no address, and no limits.
  private(set) var client: Client?
  /// In the order of their requests.
  private var due = WaitingLine<Due>()
  private var answer: Answer?
  private var end = ConnectionEnd()
  private var isAskedToGoOn = false
  private var context: ChannelHandlerContext?
  /// Makes bytes of answers.
  private var encoder: ChannelHandlerContext?

  init(_ desk: FrontDesk, _ loop: LoopDesk, _ lane: FastLane) {
    (self.desk, self.loop, self.lane) = (desk, loop, lane)
    deadline = ConnectionDeadline(desk.limits, at: .now())
  }

  // MARK: - The connection

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    encoder = try? context.pipeline.syncOperations.context(handlerType: HTTPResponseEncoder.self)
    lane.door = self
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    headers = nil
    encoder = nil
    lane.door = nil
  }

  func channelActive(context: ChannelHandlerContext) {
    if let address = IPAddress(context.channel.remoteAddress) { enter(address, context) }
    context.fireChannelActive()
  }

  private func enter(_ address: IPAddress, _ context: ChannelHandlerContext) {
    let client = Client(
      address: address, counted: ClientAddress(address), isProxy: desk.forwarding.isTrusted(address))
    guard desk.connections.enter(client.counted, isLimited: !client.isProxy) else {
      return cut("too many", context)
    }
    self.client = client
    lookLater(context)
  }

  func channelInactive(context: ChannelHandlerContext) {
    check?.cancel()
    if let client { desk.connections.leave(client.counted) }
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

  /// When the server stops, requests that are here are answered, the last of them with `Connection: close`; those that are
  /// still coming have a moment to be here.
  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    // A connection that is no more, or not yet, taken in has no one to wait for.
    guard event is ChannelShouldQuiesceEvent, context.channel.isActive, !end.hasSaidClose else {
      return context.fireUserInboundEventTriggered(event)
    }
    let stay = end.hearOfStop()
    if deadline.isReading {
      later(ConnectionEnd.readingStay) { if $0.deadline.isReading { $0.cut("stopping", $1) } }
    } else if due.isEmpty {
      leave(after: stay)
    }
  }

  /// Closes the connection, unless a request is there by then.
  private func leave(after time: TimeAmount) {
    later(time) { door, context in
      if door.due.isEmpty { context.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
    }
  }

  private func later(_ time: TimeAmount, _ body: @escaping (FrontDoor, ChannelHandlerContext) -> Void) {
    guard let context else { return }
    let bound = NIOLoopBound((self, context, body), eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: time) {
      let (door, context, body) = bound.value
      if context.channel.isActive { body(door, context) }
    }
  }

  /// Whether the answer that begins is the last on this connection.
  private func saysClose() -> Bool {
    end.saysClose(isOnly: due.count == 1, isDraining: desk.state.isDraining)
  }

  private func cut(_ reason: String, _ context: ChannelHandlerContext) {
    loop.requests.cut(because: reason)
    context.close(promise: nil)
  }

  // MARK: - What comes in

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      let head = RequestHead(head)
      headers?.hear(head)
      receive(head, context)
    case .body(let body):
      headers?.hearBody()
      if isDeaf { return }
      deadline.receive(body.readableBytes)
      lane.receive(.body(body))
    case .end(let trailers):
      headers?.hearEnd()
      if isDeaf { return }
      deadline.end()
      if due.isEmpty { deadline.wait(at: .now()) }
      lane.receive(.end(trailers))
    }
  }

  /// Takes a request that the parser need not read, for it has read all of it but the target before, and found it plain and
  /// without a body.
  func receive(whole head: consuming RequestHead) {
    if isDeaf { return }
    begin(head)
    deadline.end()
    if let head = lane.answer(head, client) { send(head) }
  }

  /// Whether nothing that comes is listened to any more.
  private var isDeaf: Bool { end.isDeaf(isReading: deadline.isReading) }

  private func receive(_ head: RequestHead, _ context: ChannelHandlerContext) {
    if isDeaf { return }
    if let fault = MalformedRequest.fault(head.version, head.glance) {
      end.refuse()
      return due.isEmpty ? refuse(fault, context) : context.fireErrorCaught(HTTPParserError.unknown)
    }
    begin(head)
    end.hear(isLast: !(head.glance.isPlain && head.version == .http1_1) && !head.isKeepAlive)
    lane.receive(head.version == .http1_0 ? RequestHead(head.whole.sayingWhetherToStay()) : head)
  }

  /// Lets more be read when nobody behind waits to hear that there is no more for now. The channel, which reads by itself,
  /// would ask for that by way of every handler behind; where none of them has to do with a request, that is the longer way.
  ///
  /// - Returns: whether it did.
  func readsOn() -> Bool {
    guard lane.isIdle, !end.hasHeardLast, let encoder else { return false }
    encoder.read()
    return true
  }

  private func begin(_ head: RequestHead) {
    let now = NIODeadline.now()
    end.begin()
    deadline.begin(at: now)
    due.append(Due(method: head.method, id: head.glance.id, since: now))
    isAskedToGoOn = head.glance.isAskedToGoOn
    goOnIfAsked()
  }

  private func goOnIfAsked() {
    guard isAskedToGoOn, due.count == 1, let context else { return }
    isAskedToGoOn = false
    context.writeAndFlush(wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
  }

  /// The parser hands over what is no request as an error without any of its parts. Answers to requests before it on the
  /// same connection go first: while one is due, the error is left to the server, which answers without a body.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    headers?.hearFault()
    guard let error = error as? HTTPParserError, due.isEmpty else {
      context.fireErrorCaught(error)
      return
    }
    refuse(MalformedRequest.told(error), context)
  }

  private func refuse(_ fault: YizhanError, _ context: ChannelHandlerContext) {
    due.append(Due(method: .GET, id: nil, since: .now()))
    var (head, body) = Problem.message(fault, in: .english)
    head.headerFields[.contentLength] = String(body.readableBytes)
    head.headerFields[.connection] = "close"
    for part in [OutboundIn.head(HTTPResponseHead(head)), .body(.byteBuffer(body)), .end(nil)] {
      write(context: context, data: wrapOutboundOut(part), promise: nil)
    }
    context.flush()
    context.close(promise: nil)
  }

  // MARK: - What goes out

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    switch unwrapOutboundIn(data) {
    case .head(let head) where head.status.code >= 200:
      context.write(wrapOutboundOut(.head(mark(head))), promise: promise)
    case .head: context.write(data, promise: promise)
    case .body(let body):
      answer?.bytes += body.readableBytes
      deadline.send(body.readableBytes)
      context.write(data, promise: promise)
    case .end:
      context.write(data, promise: promise)
      if let answer { finish(answer) }
      goOnIfAsked()
    }
  }

  private func mark(_ head: HTTPResponseHead) -> HTTPResponseHead {
    var (route, given) = (RequestMetrics.none, due.first?.id)
    var marked = head
    marked.headers = HTTPHeaders()
    for (name, value) in head.headers {
      switch name {
      case HTTPField.Name.route.rawName: route = value
      case HTTPField.Name.requestID.rawName: given = .given(value)
      default: marked.headers.add(name: name, value: value)
      }
    }
    let id = given ?? .new()
    answer = Answer(id: id, route: route, status: Int(head.status.code))
    marked.headers.add(name: HTTPField.Name.requestID.rawName, value: id.text)
    if saysClose() { marked.headers.replaceOrAdd(name: "Connection", value: "close") }
    loop.headers.add(to: &marked.headers, isRead: due.first?.isRead ?? false)
    return marked
  }

  /// Sends the answer of a fast call whose body is in the memory: making a header field by field, and the encoder's looking
  /// at each, take longer than the answer itself.
  func send(_ head: FastHead) {
    guard let request = due.first, let encoder else { return }
    let id = request.id ?? loop.identifiers.new()
    let answer = Answer(id: id, route: head.route, status: head.status, bytes: loop.memory.bodyCount)
    let bytes = loop.memory.whole(head, id, isRead: request.isRead, isLast: saysClose())
    deadline.send(bytes.readableBytes)
    // Before anything is sent: what is sent may lead to the next answer at once, when there is room again or none was.
    finish(answer)
    encoder.writeAndFlush(NIOAny(IOData.byteBuffer(bytes)), promise: nil)
    goOnIfAsked()
  }

  private func finish(_ answer: Answer) {
    let now = NIODeadline.now()
    guard let request = due.popFirst() else { return }
    if due.isEmpty { deadline.wait(at: now) }
    if let stay = end.stay(isIdle: due.isEmpty) { leave(after: stay) }
    let duration = (now - request.since).nanoseconds
    loop.requests.observe(request.method, answer.route, answer.status, nanoseconds: duration)
    guard desk.logsAnswers else { return }
    desk.logger.info(
      "answered",
      metadata: [
        "request": "\(answer.id.text)", "method": "\(request.method.rawValue)", "route": "\(answer.route)",
        "status": "\(answer.status)", "bytes": "\(answer.bytes)", "duration_ms": "\(duration / 1_000_000)",
      ])
  }
}

extension HTTPRequestHead {
  /// Lets a connection end after the answer to a request of HTTP/1.0 that does not ask to keep it open (RFC 9112, 9.3): says
  /// what one of HTTP/1.1 would have to say, for behind the lane the version is not known any more.
  fileprivate func sayingWhetherToStay() -> HTTPRequestHead {
    if headers[canonicalForm: "connection"].contains(where: { $0.lowercased() == "keep-alive" }) { return self }
    var head = self
    head.headers.replaceOrAdd(name: "Connection", value: "close")
    return head
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
