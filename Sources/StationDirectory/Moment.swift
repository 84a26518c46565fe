/// A snapshot at a moment: what an answer is made from.
struct Moment: Sendable {
  let snapshot: DirectorySnapshot
  let board: OpeningBoard
  /// Seconds since 1970.
  let instant: Int64

  init(_ snapshot: DirectorySnapshot, _ board: OpeningBoard, instant: Int64) {
    self.snapshot = snapshot
    self.board = board
    self.instant = instant
  }
}
