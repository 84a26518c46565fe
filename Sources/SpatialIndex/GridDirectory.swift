/// A table of the squares of one size below the whole grid: for each the smallest cell around it.
///
/// It spares a search the upper levels on its way down, each of which would wait for the one above.
struct GridDirectory: ~Copyable, @unchecked Sendable {
  let cells: Slab<UInt32>
  let view: View

  /// - Parameters:
  ///   - cells: those of a grid, in their order.
  ///   - count: of its points; there are no more squares than points, and at most 65,536.
  init(_ cells: ContiguousArray<GridCell>, count: Int) {
    guard let whole = cells.first?.square else {
      self.cells = Slab(CollectionOfOne(0))
      view = View(whole: GridSquare(holding: 0, and: 1), levels: 0, cells: self.cells.base)
      return
    }
    var levels = 0
    while levels < min(8, whole.levels), count >> (2 * levels + 1) > 1 { levels += 1 }
    let place = View(whole: whole, levels: levels, cells: UnsafePointer(bitPattern: 8).unsafelyUnwrapped)
    var table = ContiguousArray<UInt32>(repeating: 0, count: 1 << (2 * levels))
    // A cell comes after those around it.
    for (number, cell) in cells.enumerated() where number > 0 && whole.levels - cell.square.levels <= levels {
      let squares = 1 << (2 * (levels - whole.levels + cell.square.levels))
      let first = place.index(of: cell.square.firstCode) & ~(squares - 1)
      for index in first..<first + squares { table[index] = UInt32(truncatingIfNeeded: number) }
    }
    self.cells = Slab(table)
    view = View(whole: whole, levels: levels, cells: self.cells.base)
  }

  /// Where the memory is.
  struct View {
    private let whole: GridSquare
    private let shift, mask: UInt64
    private let cells: UnsafePointer<UInt32>

    init(whole: GridSquare, levels: Int, cells: UnsafePointer<UInt32>) {
      self.whole = whole
      self.cells = cells
      shift = UInt64(2 * (whole.levels - levels))
      mask = 1 << UInt64(2 * levels) - 1
    }

    /// A cell whose square contains a code; the whole grid when none does.
    @inline(__always)
    func cell(around code: UInt64) -> Int {
      whole.contains(code) ? Int(cells[index(of: code)]) : 0
    }

    @inline(__always)
    fileprivate func index(of code: UInt64) -> Int {
      // Twice by half: with no levels the shift may be 64.
      Int(truncatingIfNeeded: ((code &>> (shift &>> 1)) &>> (shift &- shift &>> 1)) & mask)
    }
  }
}
