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
    let changes = snapshot.order.numbers(after: revision, in: snapshot.facts)
    self.moment = moment
    numbers = changes.prefix(limit).map { Int($0) }
    hasMore = changes.count > limit
    self.revision =
      hasMore ? numbers.last.map { snapshot.facts[$0].revision } ?? revision : max(revision, snapshot.summary.revision)
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
  /// - Parameters:
  ///   - facts: as they were before.
  ///   - numbers: of those that have changed, in the order of their revisions.
  init(_ before: RevisionOrder, in facts: Pages<StationFacts>, changed numbers: [Int]) {
    guard var order = before.order.withLock({ $0 }) else {
      order = Mutex(nil)
      return
    }
    for number in numbers { order.remove(at: Self.place(after: facts[number].revision - 1, in: order, facts)) }
    self.order = Mutex(order + numbers.map { Int32(truncatingIfNeeded: $0) })
  }

  /// The numbers of stations that changed after a revision.
  func numbers(after revision: Int, in facts: Pages<StationFacts>) -> ArraySlice<Int32> {
    let order = order.withLock { order in
      if let order { return order }
      let sorted = facts.indices.map { Int32(truncatingIfNeeded: $0) }
        .sorted { facts[Int($0)].revision < facts[Int($1)].revision }
      order = sorted
      return sorted
    }
    return order[Self.place(after: revision, in: order, facts)...]
  }

  /// Where those begin that changed after a revision.
  private static func place(after revision: Int, in order: [Int32], _ facts: Pages<StationFacts>) -> Int {
    var (low, high) = (0, order.count)
    while low < high {
      let middle = (low + high) / 2
      if facts[Int(order[middle])].revision <= revision { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
