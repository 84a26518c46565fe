/// The attributes of the points of a ``GridShape``: a column of bits for each attribute, a bit for each entry.
///
/// Sixty-four neighbouring entries are tested at once, by one word of each required column. Above runs of that length,
/// ``occurring`` tells of each quarter of each cell which attributes occur in it at all.
final class AttributeColumns: Sendable {
  /// By cell and quarter.
  let occurring: Slab<AttributeBits>
  /// Of the attributes that occur, by number of the attribute, the place of its column; -1 for others.
  private let places: [Int]
  private let words: Slab<UInt64>
  private let wordsInColumn: Int
  /// Where the columns of all attributes outside of ``mask`` are; here when there are none.
  private let kept: AttributeColumns?
  private let mask: AttributeBits

  init(_ attributes: [AttributeBits], of shape: borrowing GridShape) {
    let count = shape.entries.count
    let entries = shape.entries.base
    let byEntry = Slab<AttributeBits>(count: count) { byEntry in
      Halves.forEach(of: count) { run in
        for place in run {
          let number = Int(entries[place].number)
          if number < attributes.count { byEntry[place] = attributes[number] }
        }
      }
    }
    occurring = Self.occurring(in: shape) { run in run.reduce(0) { $0 | byEntry[$1] } }

    let all = (0..<count).reduce(0) { $0 | byEntry[$1] }
    var places = [Int](repeating: -1, count: AttributeBits.bitWidth)
    wordsInColumn = count / 64 + 2  // one more, so that a run may be read across the end
    var columns = 0
    for bit in 0..<AttributeBits.bitWidth where all >> AttributeBits(bit) & 1 == 1 {
      places[bit] = columns
      columns += 1
    }
    var words = ContiguousArray<UInt64>(repeating: 0, count: columns * wordsInColumn)
    for place in 0..<count {
      var rest = byEntry[place]
      while rest != 0 {
        words[places[rest.trailingZeroBitCount] * wordsInColumn + place / 64] |= 1 << UInt64(place % 64)
        rest &= rest - 1
      }
    }
    self.places = places
    self.words = Slab(words)
    (kept, mask) = (nil, .max)
  }

  /// The columns of others but for some attributes, which are read anew. The others stay where they are.
  ///
  /// - Parameters:
  ///   - mask: the attributes to read anew.
  ///   - classes: of each point by its number, its place among the bits.
  ///   - bits: what is outside of the mask does not matter.
  init(
    _ others: AttributeColumns, replacing mask: AttributeBits, of shape: borrowing GridShape, by classes: [Int32],
    with bits: [AttributeBits]
  ) {
    let fresh = EightColumns.all(mask, of: shape, by: classes, with: bits)
    var places = [Int](repeating: -1, count: AttributeBits.bitWidth)
    for (column, bit) in fresh.flatMap(\.attributes).enumerated() { places[bit] = column }
    occurring = Self.occurring(in: shape) { run in
      fresh.reduce(0) { $0 | $1.bits(in: run) }
    } and: {
      others.occurring[$0] & ~mask
    }
    wordsInColumn = others.wordsInColumn
    self.places = places
    words = Slab(fresh.flatMap { $0.words(others.wordsInColumn) })
    kept = mask == .max ? nil : others
    self.mask = mask
  }

  /// The columns of others, which must be whole, with other attributes for some points.
  ///
  /// Of a cell it may still be said that an attribute occurs in it that does no more: a search then looks there in vain.
  ///
  /// - Parameter changes: the attributes by the numbers of the points.
  init(_ others: AttributeColumns, changing changes: [Int: AttributeBits], of shape: borrowing GridShape) {
    precondition(others.kept == nil, "these columns are not whole")
    let count = shape.entries.count
    var isChanged = [Bool](repeating: false, count: count)
    for number in changes.keys where number < count { isChanged[number] = true }
    let entries = (0..<count).filter { isChanged[Int(shape.entries[$0].number)] }
    let bits = entries.map { changes[Int(shape.entries[$0].number)] ?? 0 }

    let all = bits.reduce(0, |)
    var places = others.places
    var columns = (places.max() ?? -1) + 1
    for bit in 0..<AttributeBits.bitWidth where all >> AttributeBits(bit) & 1 == 1 && places[bit] < 0 {
      places[bit] = columns
      columns += 1
    }
    words = Slab(count: columns * others.wordsInColumn) { words in
      _ = words.initialize(from: UnsafeBufferPointer(start: others.words.base, count: others.words.count))
      for (entry, bits) in zip(entries, bits) {
        for bit in 0..<AttributeBits.bitWidth where places[bit] >= 0 {
          let place = places[bit] * others.wordsInColumn + entry / 64
          let one: UInt64 = 1 << UInt64(entry % 64)
          words[place] = bits >> AttributeBits(bit) & 1 == 1 ? words[place] | one : words[place] & ~one
        }
      }
    }
    occurring = Slab(count: others.occurring.count) { occurring in
      _ = occurring.initialize(from: UnsafeBufferPointer(start: others.occurring.base, count: others.occurring.count))
      for (entry, bits) in zip(entries, bits) {
        Self.forEachQuarter(around: entry, of: shape) { occurring[$0] |= bits }
      }
    }
    wordsInColumn = others.wordsInColumn
    self.places = places
    (kept, mask) = (nil, .max)
  }

  /// The column of an attribute, or nothing where it occurs nowhere.
  private func column(_ bit: Int) -> UnsafePointer<UInt64>? {
    if let kept, mask >> AttributeBits(bit) & 1 == 0 { return kept.column(bit) }
    return places[bit] < 0 ? nil : words.base + places[bit] * wordsInColumn
  }

  /// Lends a body the columns of the required attributes; nil when one of them occurs nowhere.
  func withSieve<Result>(for required: AttributeBits, _ body: (AttributeSieve) -> Result) -> Result? {
    withUnsafeTemporaryAllocation(of: UnsafePointer<UInt64>.self, capacity: required.nonzeroBitCount) { columns in
      var rest = required
      for place in columns.indices {
        guard let column = column(rest.trailingZeroBitCount) else { return nil }
        columns[place] = column
        rest &= rest - 1
      }
      return body(AttributeSieve(required: required, occurring: occurring.base, columns: UnsafeBufferPointer(columns)))
    }
  }

  /// Calls a body with the places in ``occurring`` of all quarters that an entry lies in, the largest first.
  private static func forEachQuarter(around entry: Int, of shape: borrowing GridShape, _ body: (Int) -> Void) {
    var cell = 0
    while cell < shape.cells.count {
      let quarters = (0..<4).map { GridCell[$0, of: shape.cells.base + cell] }
      guard let quarter = quarters.firstIndex(where: { $0.run.contains(entry) }) else { return }
      body(cell * 4 + quarter)
      if quarters[quarter].contents.isLeaf { return }
      cell = Int(quarters[quarter].contents.cell)
    }
  }

  /// What occurs in each quarter of each cell: of leaves as a function tells it, of others what occurs below them, and
  /// of all what another function adds.
  ///
  /// Cells come before the cells that they are split into, so the last are complete when the first need them.
  private static func occurring(
    in shape: borrowing GridShape, _ leaf: (Range<Int>) -> AttributeBits, and kept: (Int) -> AttributeBits = { _ in 0 }
  ) -> Slab<AttributeBits> {
    Slab(count: shape.cells.count * 4) { occurring in
      for cell in (0..<shape.cells.count).reversed() {
        for quarter in 0..<4 {
          let (contents, run) = GridCell[quarter, of: shape.cells.base + cell]
          let found =
            contents.isLeaf ? leaf(run) : (0..<4).reduce(0) { $0 | occurring[Int(contents.cell) * 4 + $1] }
          occurring[cell * 4 + quarter] = found | kept(cell * 4 + quarter)
        }
      }
    }
  }
}
