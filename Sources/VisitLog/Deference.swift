import CScheduling

/// Work during which nobody waits who needs a processor only for an instant.
///
/// The thread has no smaller a share of the processors than others. But one that wakes up need not wait until it is
/// through with what it is doing, as it would otherwise, for most of a millisecond; and it does not interrupt one that
/// works when it wakes up itself.
package enum Deference {
  /// Long beside what a system gives a thread at once (0.7 to 3 ms): the shorter goes first.
  private static let slice = Duration.milliseconds(10)

  /// Does work on this thread, after others. Where the system forbids that, the work is done all the same.
  ///
  /// A thread that is started meanwhile stays like that for good: what may start one for others' sake is not done here.
  package static func toOthers<Result>(_ work: () throws -> Result) rethrows -> Result {
    let isDeferring = let_others_go_first(UInt64(slice / .nanoseconds(1)))
    defer { if isDeferring { go_as_others_do() } }
    return try work()
  }
}
