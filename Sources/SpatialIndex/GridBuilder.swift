import Geodesy

/// Splits the sorted points of a ``GridShape`` into cells.
struct GridBuilder {
  let order: ContiguousArray<GridShape.CodedNumber>
  let entries: ContiguousArray<GridShape.Entry>
  let coordinates: [Coordinate]
  private(set) var cells = ContiguousArray<GridCell>()
  private(set) var quarters = ContiguousArray<GridQuarter>()
  private(set) var areas = ContiguousArray<GridArea>()

  init(
    order: ContiguousArray<GridShape.CodedNumber>, entries: ContiguousArray<GridShape.Entry>,
    coordinates: [Coordinate]
  ) {
    self.order = order
    self.entries = entries
    self.coordinates = coordinates
  }

  /// Fills ``cells``, ``quarters`` and ``areas``.
  mutating func build() {
    guard !order.isEmpty else { return }
    _ = split(0..<order.count)
  }

  /// Makes a cell of the smallest square that holds the run, and the cells below it.
  private mutating func split(_ run: Range<Int>) -> (cell: Int, extent: GridExtent?) {
    let number = cells.count
    cells.append(GridCell())
    quarters.append(contentsOf: repeatElement(GridQuarter(first: 0, count: 0), count: 4))
    areas.append(contentsOf: repeatElement(.empty, count: 4))
    let level = self.level(of: run)
    var whole: GridExtent?
    var start = run.lowerBound
    for quarter in 0..<4 {
      let end = self.end(ofQuarter: quarter, level: level, in: start..<run.upperBound)
      defer { start = end }
      guard start < end else { continue }
      let (contents, extent) = fill(start..<end, divisible: level > 0)
      guard let extent else { continue }
      cells[number].set(quarter, within: extent)
      quarters[number * 4 + quarter] = contents
      areas[number * 4 + quarter] = GridArea(latitude: extent.latitude, longitude: extent.longitude)
      whole = extent.union(whole)
    }
    return (number, whole)
  }

  private mutating func fill(_ run: Range<Int>, divisible: Bool) -> (GridQuarter, GridExtent?) {
    guard run.count > GridIndex.leafCapacity, divisible, order[run.lowerBound].code != order[run.upperBound - 1].code
    else {
      return (GridQuarter(first: run.lowerBound, count: run.count), extent(of: run))
    }
    let (cell, extent) = split(run)
    return (GridQuarter(first: cell, count: 0), extent)
  }

  private func extent(of run: Range<Int>) -> GridExtent? {
    run.reduce(nil) { extent, position in
      GridExtent(coordinates[Int(order[position].number)], at: entries[position].position).union(extent)
    }
  }

  /// The place, in pairs of bits from the right, of the first pair in which codes of the run differ.
  private func level(of run: Range<Int>) -> Int {
    let differing = order[run.lowerBound].code ^ order[run.upperBound - 1].code
    return differing == 0 ? 0 : (63 - differing.leadingZeroBitCount) / 2
  }

  /// The end of the points whose pair of bits at a level is at most the quarter's number: a binary search.
  private func end(ofQuarter quarter: Int, level: Int, in run: Range<Int>) -> Int {
    var (low, high) = (run.lowerBound, run.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if Int(order[middle].code >> UInt64(2 * level)) & 3 <= quarter { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
