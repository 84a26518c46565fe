package import NIOCore

/// How a connection comes to its end: which answer is its last, from when on nothing that comes is listened to any more,
/// and how long it stays when the server stops.
package struct ConnectionEnd {
  /// How long it stays when the server stops: one whose request is not whole, which never will be by then; one that has not
  /// begun any; and one that has had its answers, whose other end may be about to send another.
  package static let readingStay = TimeAmount.seconds(3)
  private static let newStay = TimeAmount.seconds(1)
  private static let idleStay = TimeAmount.milliseconds(200)

  private var isNew = true
  /// The server stops: it closes this connection when it is told so, which is kept back until all is answered.
  private var isLeaving = false
  /// Said with the last answer: what comes behind is neither read nor done (RFC 9112, 9.6).
  package private(set) var hasSaidClose = false
  /// A request has come that is the last by its own account: what comes behind it is neither read nor done either.
  package private(set) var hasHeardLast = false
  /// A request was refused for its head; where the next begins is not known.
  private var isRefusing = false

  package init() {}

  /// A request has begun.
  package mutating func begin() { isNew = false }

  /// A request has said whether it is the last.
  package mutating func hear(isLast: Bool) { hasHeardLast = isLast }

  package mutating func refuse() { isRefusing = true }

  /// The server stops.
  ///
  /// - Returns: how long the connection stays when no answer is due.
  package mutating func hearOfStop() -> TimeAmount {
    isLeaving = true
    return isNew ? Self.newStay : Self.idleStay
  }

  /// Whether nothing that comes is listened to any more.
  ///
  /// - Parameter isReading: whether a request has begun and is not whole.
  package func isDeaf(isReading: Bool) -> Bool { isRefusing || (hasSaidClose || hasHeardLast) && !isReading }

  /// Whether the answer that begins is the last.
  ///
  /// - Parameters:
  ///   - isOnly: whether no other is due.
  ///   - isDraining: whether the server takes no more requests.
  package mutating func saysClose(isOnly: Bool, isDraining: @autoclosure () -> Bool) -> Bool {
    hasSaidClose = isOnly && (isLeaving || isDraining())
    return hasSaidClose
  }

  /// How long the connection stays after an answer; nothing when it stays open.
  ///
  /// - Parameter isIdle: whether no other is due.
  package func stay(isIdle: Bool) -> TimeAmount? {
    hasSaidClose ? .zero : isLeaving && isIdle ? Self.idleStay : nil
  }
}
