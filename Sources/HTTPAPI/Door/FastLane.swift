import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// A call that can be answered right where its request has been read, without the router: for those that are made most.
protocol FastCall: Sendable {
  /// Its path as the router names it.
  var route: String { get }

  /// Whether a request may be one of this call's; the whole of it is read then.
  func takes(_ head: HTTPRequest) -> Bool

  /// Answers a request.
  ///
  /// - Parameter done: is called once, on any thread: with the answer, or with nothing when the router is to answer,
  ///   which knows of every fault. What was begun must not do harm when it is done again.
  func answer(_ head: HTTPRequest, _ body: [UInt8], _ done: @escaping @Sendable (FastAnswer?) -> Void)
}

/// An answer in JSON.
struct FastAnswer: Sendable {
  let status: HTTPResponse.Status
  let body: [UInt8]
}

/// Stands before the router in each connection, behind all that keeps count of requests: answers those that a fast call
/// can, and passes on all others. Answers keep the order of their requests: while the router owes one, it gets the next
/// request too; and while a fast call owes one, what arrives is held back.
final class FastLane: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// A fast request's body, bytes.
  private static let greatestBody = 16 << 10

  private enum State {
    case between
    case reading(any FastCall, HTTPRequest, ByteBuffer)
    case answering
    /// The rest of the request is the router's.
    case passing
    case closed
  }

  private let calls: [any FastCall]
  private var state = State.between
  /// Answers that the router owes.
  private var due = 0
  private var held = CircularBuffer<HTTPRequestPart>()
  private var heldEvents: [Any] = []
  private var heldErrors: [any Error] = []
  private var isReadHeld = false
  private var date = HTTPDate()

  init(_ calls: [any FastCall]) {
    self.calls = calls
  }

  // MARK: - What comes in

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let part = unwrapInboundIn(data)
    if case .answering = state { held.append(part) } else { take(part, context) }
  }

  private func take(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
    switch (state, part) {
    case (.between, .head(let head)):
      if due == 0, head.isPlain, let call = calls.first(where: { $0.takes(head) }) {
        state = .reading(call, head, ByteBuffer())
      } else {
        pass(part, context)
      }
    case (.reading(let call, let head, var body), .body(let more)):
      // The state would keep a second reference to the body's bytes, so that they would be copied.
      state = .between
      body.writeImmutableBuffer(more)
      if body.readableBytes <= Self.greatestBody {
        state = .reading(call, head, body)
      } else {
        pass(.head(head), context)
        pass(.body(body), context)
      }
    case (.reading(let call, let head, let body), .end): answer(call, head, body, context)
    case (.answering, _), (.closed, _): break
    default: pass(part, context)
    }
  }

  private func pass(_ part: HTTPRequestPart, _ context: ChannelHandlerContext) {
    if case .head = part {
      due += 1
      state = .passing
    }
    if case .end = part { state = .between }
    context.fireChannelRead(wrapInboundOut(part))
  }

  private func answer(
    _ call: any FastCall, _ head: HTTPRequest, _ body: ByteBuffer, _ context: ChannelHandlerContext
  ) {
    state = .answering
    let (bound, loop) = (NIOLoopBound((self, context), eventLoop: context.eventLoop), context.eventLoop)
    call.answer(head, Array(buffer: body)) { answer in
      loop.execute {
        let (lane, context) = bound.value
        lane.finish(answer, call, head, body, context)
      }
    }
  }

  private func finish(
    _ answer: FastAnswer?, _ call: any FastCall, _ head: HTTPRequest, _ body: ByteBuffer,
    _ context: ChannelHandlerContext
  ) {
    guard case .answering = state else { return }
    state = .between
    if let answer {
      send(answer, call, context)
    } else {
      pass(.head(head), context)
      pass(.body(body), context)
      pass(.end(nil), context)
    }
    resume(context)
  }

  /// Goes on with what was held back.
  private func resume(_ context: ChannelHandlerContext) {
    while let part = held.first {
      if case .answering = state { return }
      held.removeFirst()
      take(part, context)
    }
    if case .answering = state { return }
    context.fireChannelReadComplete()
    for error in heldErrors { context.fireErrorCaught(error) }
    heldErrors = []
    for event in heldEvents { context.fireUserInboundEventTriggered(event) }
    heldEvents = []
    if isReadHeld {
      isReadHeld = false
      context.read()
    }
  }

  /// Someone who has said all still wants their answer: that they have is held back, too.
  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .answering = state {
      heldEvents.append(event)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  /// What cannot be read comes after all that could, and is answered after it.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch state {
    case .answering: heldErrors.append(error)
    case .reading(_, let head, let body):
      // A request that breaks off is the router's to answer.
      pass(.head(head), context)
      pass(.body(body), context)
      context.fireErrorCaught(error)
    default: context.fireErrorCaught(error)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    state = .closed
    held.removeAll()
    context.fireChannelInactive()
  }

  // MARK: - What goes out

  /// No more is read than one request beyond the one that is being answered.
  func read(context: ChannelHandlerContext) {
    if case .answering = state, !held.isEmpty {
      isReadHeld = true
    } else {
      context.read()
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { due -= 1 }
    context.write(data, promise: promise)
  }

  private func send(_ answer: FastAnswer, _ call: any FastCall, _ context: ChannelHandlerContext) {
    var head = HTTPResponse(status: answer.status)
    head.headerFields[.contentType] = "application/json"
    head.headerFields[.contentLength] = String(answer.body.count)
    head.headerFields[.date] = date.text
    head.headerFields[.route] = call.route
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(ByteBuffer(bytes: answer.body))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }
}

extension HTTPRequest {
  /// Nothing is asked of the connection beyond an answer.
  fileprivate var isPlain: Bool {
    headerFields[.connection] == nil && headerFields[.expect] == nil && headerFields[.upgrade] == nil
  }
}
