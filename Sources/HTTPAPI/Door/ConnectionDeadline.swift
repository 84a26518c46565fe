package import NIOCore

/// How long a connection's other end may take. It is told what happens on the connection, and tells whether it is overdue.
///
/// Three things have an end: the wait for a request's header; a request's body, from its header; and an answer that is
/// ready and is not taken. The latter two get more time for each byte that moves, so that a large upload over a good line
/// goes on while one that drips does not.
package struct ConnectionDeadline {
  package enum Overdue: String {
    case header, body, answer
  }

  /// No body and no answer has longer than this.
  private static let longestSeconds: Int64 = 600

  private let header, transfer: TimeAmount
  private let slowestBytesPerSecond: Int64

  private var waitingSince: NIODeadline?
  private var readingSince: NIODeadline?
  /// Of the body that is being read, bytes.
  private var received: Int64 = 0
  /// Of all answers, bytes.
  private var sent: Int64 = 0
  /// Since when there has been something to take, and how much of all had been taken by then.
  private var stuck: (since: NIODeadline, taken: Int64)?

  /// Whether a request has begun and is not whole.
  package var isReading: Bool { readingSince != nil }

  /// How often to look whether it is overdue.
  var interval: TimeAmount { min(.seconds(5), .milliseconds(min(header, transfer).nanoseconds / 4_000_000)) }

  package init(_ limits: Limits, at now: NIODeadline) {
    header = .seconds(Int64(limits.headerSeconds))
    transfer = .seconds(Int64(limits.transferSeconds))
    slowestBytesPerSecond = Int64(max(1, limits.slowestBytesPerSecond))
    waitingSince = now
  }

  /// A request's header is there.
  package mutating func begin(at now: NIODeadline) {
    waitingSince = nil
    readingSince = now
    received = 0
  }

  package mutating func receive(_ bytes: Int) { received += Int64(bytes) }

  /// All of a request is there.
  package mutating func end() { readingSince = nil }

  package mutating func send(_ bytes: Int) { sent += Int64(bytes) }

  /// All answers that were due have been given.
  package mutating func wait(at now: NIODeadline) {
    if readingSince == nil { waitingSince = now }
  }

  /// What has taken too long, if anything.
  ///
  /// - Parameter buffered: bytes of answers that the other end has not taken.
  package mutating func overdue(buffered: Int, at now: NIODeadline) -> Overdue? {
    let taken = sent - Int64(buffered)
    if buffered == 0 { stuck = nil } else if stuck == nil { stuck = (now, taken) }
    if let stuck, now >= stuck.since + time(for: taken - stuck.taken) { return .answer }
    if let readingSince, now >= readingSince + time(for: received) { return .body }
    if let waitingSince, buffered == 0, now >= waitingSince + header { return .header }
    return nil
  }

  private func time(for bytes: Int64) -> TimeAmount {
    let earned = min(max(0, bytes) / slowestBytesPerSecond, Self.longestSeconds)
    return min(transfer + .seconds(earned), .seconds(Self.longestSeconds))
  }
}
