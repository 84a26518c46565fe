import Geodesy

/// Splits points in grid order into cells.
struct GridBuilder {
  private let order: ContiguousArray<CodedNumber>
  private let coordinates: UnsafePointer<Coordinate>
  private let entries: UnsafePointer<GridShape.Entry>
  private var cells = ContiguousArray<GridCell>()

  /// The cells, the one that holds all points first; none for no points.
  ///
  /// - Parameters:
  ///   - coordinates: in the same order; they and the entries stay where they are meanwhile.
  static func cells(
    of order: ContiguousArray<CodedNumber>, _ coordinates: UnsafePointer<Coordinate>,
    _ entries: UnsafePointer<GridShape.Entry>
  ) -> ContiguousArray<GridCell> {
    guard !order.isEmpty else { return [] }
    var builder = GridBuilder(order: order, coordinates: coordinates, entries: entries)
    _ = builder.split(0..<order.count, parent: 0)
    return builder.cells
  }

  private init(
    order: ContiguousArray<CodedNumber>, coordinates: UnsafePointer<Coordinate>,
    entries: UnsafePointer<GridShape.Entry>
  ) {
    self.order = order
    self.coordinates = coordinates
    self.entries = entries
  }

  /// Makes a cell of the smallest square that holds the run, and the cells below it.
  private mutating func split(_ run: Range<Int>, parent: Int) -> (cell: Int, extent: GridExtent?) {
    let (first, last) = (order[run.lowerBound].code, order[run.upperBound - 1].code)
    // A run of one code only (of one point, or of all alike) still needs a square: one of the finest.
    let square = GridSquare(holding: first, and: first == last ? first ^ 1 : last)
    let number = cells.count
    cells.append(GridCell(square, parent: parent, first: run.lowerBound))
    var whole: GridExtent?
    var start = run.lowerBound
    for quarter in 0..<4 {
      let end = self.end(ofQuarter: quarter, of: square, in: start..<run.upperBound)
      defer { start = end }
      guard start < end else { continue }
      let (cell, extent) = fill(start..<end, parent: number)
      guard let extent else { continue }
      let contents = GridQuarter(cell: cell, first: start)
      cells[number].set(quarter, contents, end: end, within: extent)
      whole = extent.union(whole)
    }
    return (number, whole)
  }

  /// Splits a run again, unless it is short or all alike.
  private mutating func fill(_ run: Range<Int>, parent: Int) -> (cell: Int, extent: GridExtent?) {
    if run.count > GridIndex.leafCapacity, order[run.lowerBound].code != order[run.upperBound - 1].code {
      return split(run, parent: parent)
    }
    return (0, extent(of: run))
  }

  private func extent(of run: Range<Int>) -> GridExtent? {
    run.reduce(nil) { extent, position in
      GridExtent(GridPlace(coordinates[position]), entries[position].position).union(extent)
    }
  }

  /// The end of the points in quarters up to one: a binary search.
  private func end(ofQuarter quarter: Int, of square: GridSquare, in run: Range<Int>) -> Int {
    var (low, high) = (run.lowerBound, run.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if square.quarter(of: order[middle].code) <= quarter { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
