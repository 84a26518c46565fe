import OpeningHours
import SpatialIndex

/// A snapshot at a moment: what an answer is made from.
struct Moment: Sendable {
  let snapshot: DirectorySnapshot
  let board: OpeningBoard
  /// Seconds since 1970.
  let instant: Int64
  /// The same in the district's zone.
  let localText: String

  init(_ snapshot: DirectorySnapshot, _ board: OpeningBoard, instant: Int64, localText: String? = nil) {
    self.snapshot = snapshot
    self.board = board
    self.instant = instant
    self.localText = localText ?? snapshot.local(instant)
  }

  /// The filters of a station, but for whether it is open; a suspension that has ended is none.
  func bits(of number: Int) -> AttributeBits {
    snapshot.bits(of: number, at: instant)
  }

  /// When a station is open; nothing when that is not known. Not asked of one that is not active.
  func hours(of number: Int) -> OpeningHours.Status? {
    board.status(ofHours: snapshot.openingHours[number])
  }

  /// Whether a station may be used.
  func state(of number: Int) -> OpeningHours.State {
    bits(of: number) & FilterBits.active == 0 ? .closed : hours(of: number)?.state ?? .unknown
  }
}
