import NIOCore

/// A call that can be answered right where its request has been read, without the router: for those that are made most.
protocol FastCall: AnyObject, Sendable {
  /// Whether a request may be one of this call's; the whole of it is read then.
  func takes(_ head: RequestHead) -> Bool

  /// Answers a request, or leaves it to the router, which knows of every fault; what was begun must then do no harm when
  /// it is done again.
  ///
  /// - Parameters:
  ///   - memory: where the body goes that is there at once.
  ///   - later: makes what is to be called once, on any thread, when the outcome is ``FastOutcome/later``: with the
  ///     answer, or with nothing for the router.
  func answer(_ request: FastRequest, into memory: AnswerMemory, _ later: () -> FastAnswering) -> FastOutcome
}

typealias FastAnswering = @Sendable (FastAnswer?) -> Void

enum FastOutcome {
  /// Its body is in the memory.
  case answer(FastHead)
  case router
  case later
}

/// A request, whole.
struct FastRequest: Sendable {
  let head: RequestHead
  /// Nothing when none has come.
  var body: ByteBuffer?
  /// Who is at the other end of the connection; nothing when it is the owner.
  let client: FrontDoor.Client?
}
