import RestStations
import Synchronization

/// A page of what changed in the directory, in the order of revisions: of each station its last change.
public struct ChangesAnswer: Sendable {
  /// Changes in a page.
  public static let limits = 1...1000

  let moment: Moment
  let numbers: [Int]
  /// What a client that has taken this page has seen.
  public let revision: Int
  /// There are more.
  public let hasMore: Bool

  init(since revision: Int, limit: Int, _ moment: Moment) {
    let snapshot = moment.snapshot
    let changes = snapshot.order.numbers(after: revision, in: snapshot.revisions)
    self.moment = moment
    numbers = changes.prefix(limit).map { Int($0) }
    hasMore = changes.count > limit
    self.revision =
      hasMore ? numbers.last.map { snapshot.revisions[$0] } ?? revision : max(revision, snapshot.summary.revision)
  }
}

/// The stations of a snapshot in the order of their revisions: sorted when that is first asked for.
final class RevisionOrder: Sendable {
  private let order: Mutex<[Int32]?>

  init() {
    order = Mutex(nil)
  }

  /// The order when some stations have changed after all others.
  ///
  /// - Parameter numbers: theirs, in the order of their revisions.
  init(_ before: RevisionOrder, changed numbers: [Int]) {
    let numbers = numbers.map { Int32(truncatingIfNeeded: $0) }
    let changed = Set(numbers)
    order = Mutex(before.order.withLock { $0 }.map { $0.filter { !changed.contains($0) } + numbers })
  }

  /// The numbers of stations that changed after a revision.
  func numbers(after revision: Int, in revisions: [Int]) -> ArraySlice<Int32> {
    let order = order.withLock { order in
      if let order { return order }
      let sorted = revisions.indices.map { Int32(truncatingIfNeeded: $0) }
        .sorted { revisions[Int($0)] < revisions[Int($1)] }
      order = sorted
      return sorted
    }
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if revisions[Int(order[middle])] <= revision { low = middle + 1 } else { high = middle }
    }
    return order[low...]
  }
}
