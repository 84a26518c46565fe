import NIOCore
import NIOHTTP1

/// Stands behind the front door and before the router in each connection: answers requests that a fast call can, and
/// passes on all others. Answers keep the order of their requests: while the router owes one, it gets the next request
/// too; and while a fast call owes one, or the other end does not take what it was sent, what arrives is held back.
///
/// What comes in the door gives it; all else comes through the pipeline.
final class FastLane: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// A fast request's body, bytes.
  private static let greatestBody = 16 << 10

  private enum State {
    /// Nothing is due, or a request is being read, for a fast call.
    case between
    case answering
    /// The rest of the request is the router's.
    case passing
    case closed
  }

  /// What has come of a request for a fast call.
  private struct Reading {
    let call: any FastCall
    var request: FastRequest
  }

  /// The door in front, as long as both stand in the connection.
  var door: FrontDoor?
  private let loop: LoopDesk
  private var context: ChannelHandlerContext?
  private var state = State.between
  private var reading: Reading?
  /// Answers that the router owes.
  private var due = 0
  /// Whether the router has got anything since it was last told that there was no more for now.
  private var hasPassed = false
  private var held = CircularBuffer<HTTPServerRequestPart>()
  private var heldEvents: [Any] = []
  private var heldErrors: [any Error] = []
  private var isReadHeld = false
  /// The other end has so much to take that no more is answered for now.
  private var isFull = false

  init(_ loop: LoopDesk) {
    self.loop = loop
  }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
  }

  // MARK: - What comes in

  private var isAnswering: Bool { if case .answering = state { true } else { false } }

  /// Whether what comes is held back.
  private var isHolding: Bool { isAnswering || isFull || !held.isEmpty }

  /// Whether there is nothing that anyone but the door waits for.
  var isIdle: Bool {
    if case .between = state { !hasPassed && due == 0 && !isHolding && heldEvents.isEmpty } else { false }
  }

  /// Takes a request that has no body, whole, from such a client.
  ///
  /// - Returns: the head of the answer when it is in the memory at once, which the door, who asks, sends without being looked
  ///   for; else the answer comes by itself.
  func answer(_ head: consuming RequestHead, _ client: FrontDoor.Client?) -> FastHead? {
    guard !isHolding, case .between = state, let call = call(for: head) else {
      receive(head)
      receive(.end(nil))
      return nil
    }
    return ask(call, FastRequest(head: head, client: client))
  }

  /// Takes what begins a request.
  func receive(_ head: RequestHead) {
    guard let context else { return }
    if isHolding { held.append(.head(head.whole)) } else { take(head, context) }
  }

  /// - Parameter part: no head.
  func receive(_ part: HTTPServerRequestPart) {
    guard let context else { return }
    if isHolding { held.append(part) } else { take(part, context) }
  }

  private func take(_ head: RequestHead, _ context: ChannelHandlerContext) {
    if case .closed = state { return }
    // The parser gives none before the end of the one before.
    reading = nil
    if let call = call(for: head) {
      reading = Reading(call: call, request: FastRequest(head: head, client: door?.client))
    } else {
      pass(.head(head.whole), context)
    }
  }

  /// The fast call that a request is for, when the router owes no answer before it.
  private func call(for head: RequestHead) -> (any FastCall)? {
    guard due == 0, head.glance.isPlain, head.version == .http1_1 else { return nil }
    return loop.calls.first { $0.takes(head) }
  }

  private func take(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
    switch (state, part) {
    case (.between, .head(let head)): take(RequestHead(head), context)
    case (.between, _) where reading != nil: read(part, context)
    case (.between, _), (.passing, _): pass(part, context)
    case (.answering, _), (.closed, _): break
    }
  }

  private func read(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
    switch part {
    case .head: break
    case .body(let more):
      reading?.request.body.setOrWriteImmutableBuffer(more)
      if let count = reading?.request.body?.readableBytes, count > Self.greatestBody { passBegun(context) }
    case .end:
      guard let read = reading.take() else { return }
      if let head = ask(read.call, read.request) { door?.send(head) }
    }
  }

  /// Leaves to the router what has come of a request.
  private func passBegun(_ context: ChannelHandlerContext) {
    guard let read = reading.take() else { return }
    pass(read.request, context)
  }

  private func pass(_ request: FastRequest, _ context: ChannelHandlerContext) {
    pass(.head(request.head.whole), context)
    if let body = request.body { pass(.body(body), context) }
  }

  private func pass(_ part: HTTPServerRequestPart, _ context: ChannelHandlerContext) {
    if case .head = part {
      due += 1
      state = .passing
    }
    if case .end = part { state = .between }
    hasPassed = true
    context.fireChannelRead(wrapInboundOut(part))
  }

  /// - Returns: the head of the answer when it is in the memory at once.
  private func ask(_ call: any FastCall, _ request: FastRequest) -> FastHead? {
    state = .answering
    switch call.answer(request, into: loop.memory, { later(request) }) {
    case .answer(let head):
      state = .between
      return head
    case .router: leave(request)
    case .later: break
    }
    return nil
  }

  /// What is called, on any thread, with an answer that did not come at once.
  private func later(_ request: FastRequest) -> FastAnswering {
    guard let context else { return { _ in } }
    let (bound, loop) = (NIOLoopBound((self, context), eventLoop: context.eventLoop), context.eventLoop)
    return { answer in
      loop.execute {
        let (lane, context) = bound.value
        lane.finish(answer, request)
        lane.resume(context)
      }
    }
  }

  /// - Parameter answer: nothing leaves the request to the router.
  private func finish(_ answer: FastAnswer?, _ request: FastRequest) {
    guard isAnswering else { return }
    guard let answer else { return leave(request) }
    state = .between
    loop.memory.put(answer.body)
    door?.send(answer.head)
  }

  /// Leaves a whole request to the router.
  private func leave(_ request: FastRequest) {
    state = .between
    guard let context else { return }
    pass(request, context)
    pass(.end(nil), context)
  }

  /// Goes on with what was held back.
  private func resume(_ context: ChannelHandlerContext) {
    if case .closed = state { return }
    while !isAnswering, !isFull, let part = held.popFirst() { take(part, context) }
    if isAnswering || isFull { return }
    tellReadComplete(context)
    let errors = heldErrors
    heldErrors = []
    for error in errors { errorCaught(context: context, error: error) }
    releaseEvents(context)
    if isReadHeld {
      isReadHeld = false
      read(context: context)
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    isFull = !context.channel.isWritable
    if !isFull { resume(context) }
    context.fireChannelWritabilityChanged()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    tellReadComplete(context)
    if isHolding { return }
    if reading == nil { releaseEvents(context) }
  }

  private func tellReadComplete(_ context: ChannelHandlerContext) {
    guard hasPassed else { return }
    hasPassed = false
    context.fireChannelReadComplete()
  }

  private func releaseEvents(_ context: ChannelHandlerContext) {
    guard !heldEvents.isEmpty else { return }
    let events = heldEvents
    heldEvents = []
    for event in events { userInboundEventTriggered(context: context, event: event) }
  }

  /// Someone who has said all still wants their answer: that they have is held back, too; and so is that the server is
  /// to stop, for those behind see no request on the connection, and would close it.
  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if isHolding || reading != nil && event is ChannelShouldQuiesceEvent {
      heldEvents.append(event)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  /// What cannot be read comes after all that could, and is answered after it.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if isHolding { return heldErrors.append(error) }
    // A request that breaks off is the router's to answer.
    passBegun(context)
    context.fireErrorCaught(error)
  }

  func channelInactive(context: ChannelHandlerContext) {
    (state, isFull) = (.closed, false)
    reading = nil
    held.removeAll()
    context.fireChannelInactive()
  }

  // MARK: - What goes out

  /// No more is read than one request beyond the one that is being answered.
  func read(context: ChannelHandlerContext) {
    if isFull || !held.isEmpty {
      isReadHeld = true
    } else {
      context.read()
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { due -= 1 }
    context.write(data, promise: promise)
  }
}
