import NIOCore

/// How long a connection's other end may take. It is told what happens on the connection, and tells whether it is overdue.
///
/// Three things have an end: the wait for a request's header; a request's body, from its header; and an answer that is
/// ready and is not taken. The latter two get more time for each byte that moves, so that a large upload over a good line
/// goes on while one that drips does not.
struct ConnectionDeadline {
  enum Overdue: String {
    case header, body, answer
  }

  /// No body and no answer has longer than this.
  private static let longest = TimeAmount.minutes(10)

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

  init(_ limits: Limits, at now: NIODeadline) {
    header = .seconds(Int64(limits.headerSeconds))
    transfer = .seconds(Int64(limits.transferSeconds))
    slowestBytesPerSecond = Int64(max(1, limits.slowestBytesPerSecond))
    waitingSince = now
  }

  /// A request's header is there.
  mutating func begin(at now: NIODeadline) {
    waitingSince = nil
    readingSince = now
    received = 0
  }

  mutating func receive(_ bytes: Int) { received += Int64(bytes) }

  /// All of a request is there.
  mutating func end() { readingSince = nil }

  mutating func send(_ bytes: Int) { sent += Int64(bytes) }

  /// All answers that were due have been given.
  mutating func wait(at now: NIODeadline) {
    if readingSince == nil { waitingSince = now }
  }

  /// What has taken too long, if anything.
  ///
  /// - Parameter buffered: bytes of answers that the other end has not taken.
  mutating func overdue(buffered: Int, at now: NIODeadline) -> Overdue? {
    let taken = sent - Int64(buffered)
    if buffered == 0 { stuck = nil } else if stuck == nil { stuck = (now, taken) }
    if let stuck, now >= stuck.since + time(for: taken - stuck.taken) { return .answer }
    if let readingSince, now >= readingSince + time(for: received) { return .body }
    if let waitingSince, buffered == 0, now >= waitingSince + header { return .header }
    return nil
  }

  private func time(for bytes: Int64) -> TimeAmount {
    min(transfer + .seconds(max(0, bytes) / slowestBytesPerSecond), Self.longest)
  }
}
