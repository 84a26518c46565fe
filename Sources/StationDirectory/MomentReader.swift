package import RestStations
import Synchronization

/// The present moment of a directory for one of several that ask all the time, such as an event loop. Each has a moment of
/// its own: for that of all, and for the count of its references, each would wait for the others.
package struct MomentReader: Sendable {
  private let directory: StationDirectory
  private let slot: MomentSlot

  init(_ directory: StationDirectory, _ slot: MomentSlot) {
    (self.directory, self.slot) = (directory, slot)
  }

  /// As ``StationDirectory/moment(_:)``.
  package func moment() throws(YizhanError) -> Moment {
    let now = directory.clock()
    // Before the moment is taken, which is of this generation then or of a later one.
    let generation = directory.generation.load(ordering: .acquiring)
    return try slot.kept.withLock { kept throws(YizhanError) in
      if let kept, kept.generation == generation, kept.moment.instant == now { return kept.moment }
      let present = try directory.moment()
      let own = Moment(present.snapshot, present.board, instant: present.instant)
      kept = (own, generation)
      return own
    }
  }
}

/// Where a reader keeps its moment, and the directory takes it away when there is something newer, for it may be long until
/// the next question.
final class MomentSlot: Sendable {
  fileprivate let kept = Mutex<(moment: Moment, generation: Int)?>(nil)

  func clear() {
    // What is let go of goes when nobody waits for it any more.
    _ = kept.withLock { kept in
      let old = kept?.moment
      kept = nil
      return old
    }
  }
}
