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
    return try slot.kept.withLock { kept throws(YizhanError) in
      if let kept, kept.instant == now { return kept }
      let present = try directory.moment()
      let own = Moment(present.snapshot, present.board, instant: present.instant)
      kept = own
      return own
    }
  }
}

/// Where a reader keeps its moment, and the directory takes it away when there is something newer.
final class MomentSlot: Sendable {
  fileprivate let kept = Mutex<Moment?>(nil)

  /// Whoever is reading meanwhile has either read what is newer, or keeps what is older before this is done.
  func clear() { kept.withLock { $0 = nil } }
}
