import RestStations

/// The counts of the cells of an answer: all of them in a row where they are few enough, else those that count
/// something.
struct UsageTally {
  /// More cells than these are not kept in a row, 16 bytes each.
  private static let greatestRow = 1 << 24
  /// Of cells that are not in a row, so many at most.
  private static let greatestSparse = 1 << 22

  private var row: [UsageCount]
  private var sparse: [Int: UsageCount] = [:]
  private let isSparse: Bool
  let size: Int
  private(set) var total = UsageCount()

  init(size: Int) {
    self.size = size
    isSparse = size > Self.greatestRow
    row = [UsageCount](repeating: UsageCount(), count: isSparse ? 0 : size)
  }

  /// Adds to a cell, 0…size-1.
  @inline(__always)
  mutating func add(_ count: UsageCount, to cell: Int) {
    if isSparse { sparse[cell, default: UsageCount()] += count } else { row[cell] += count }
  }

  mutating func addToTotal(_ count: UsageCount) {
    total += count
  }

  /// - Throws: ``YizhanError`` with `tooLarge` when there are too many cells to go on.
  func check() throws(YizhanError) {
    if sparse.count > Self.greatestSparse { throw UsageAnswer.tooLarge }
  }

  subscript(cell: Int) -> UsageCount {
    isSparse ? sparse[cell] ?? UsageCount() : row[cell]
  }

  /// Goes through the cells that count something, in no order.
  func forEachCounted(_ body: (Int) -> Void) {
    if isSparse {
      sparse.keys.forEach(body)
    } else {
      for cell in row.indices where row[cell].visits > 0 { body(cell) }
    }
  }
}
