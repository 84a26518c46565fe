/// The attributes of the points of a ``GridShape``: a column of bits for each attribute, a bit for each entry.
///
/// Sixty-four neighbouring entries are tested at once, by one word of each required column. Above runs of that length,
/// what ``occurs`` tells of each quarter of each cell which attributes occur in it at all. Columns that differ in some
/// attributes or for some points share the memory of all others with those that they are made from.
final class AttributeColumns: @unchecked Sendable {
  /// Memory that several may share.
  private final class Shared<Element: BitwiseCopyable>: Sendable {
    let slab: Slab<Element>

    init(_ slab: consuming Slab<Element>) { self.slab = slab }
  }

  private static var bits: Range<Int> { 0..<AttributeBits.bitWidth }

  /// By cell and quarter.
  private let occurs: Shared<AttributeBits>
  /// By the number of the attribute, where its column is; nothing where it occurs nowhere.
  private let columns: [UnsafePointer<UInt64>?]
  /// What the columns lie in, by the number of the attribute.
  private let memory: [Shared<UInt64>?]
  /// One more than the bits need, so that a run may be read across the end.
  private let wordsInColumn: Int

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
    occurs = Shared(Self.occurring(in: shape) { run in run.reduce(0) { $0 | byEntry[$1] } })
    wordsInColumn = count / 64 + 2
    let all = (0..<count).reduce(0) { $0 | byEntry[$1] }
    let present = Self.bits.filter { all >> AttributeBits($0) & 1 == 1 }
    var places = [Int](repeating: 0, count: Self.bits.count)
    for (column, bit) in present.enumerated() { places[bit] = column * wordsInColumn }
    var words = ContiguousArray<UInt64>(repeating: 0, count: present.count * wordsInColumn)
    for place in 0..<count {
      var rest = byEntry[place]
      while rest != 0 {
        words[places[rest.trailingZeroBitCount] + place / 64] |= 1 << UInt64(place % 64)
        rest &= rest - 1
      }
    }
    var made = Making(wordsInColumn)
    made.put(present, in: words)
    (columns, memory) = (made.columns, made.memory)
  }

  /// The columns of others but for some attributes, which are read anew.
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
    let before = others.occurs
    occurs = Shared(
      Self.occurring(in: shape) { run in
        fresh.reduce(0) { $0 | $1.bits(in: run) }
      } and: {
        before.slab[$0] & ~mask
      })
    wordsInColumn = others.wordsInColumn
    var made = Making(others)
    for eight in fresh { made.put(eight.attributes, in: eight.words(wordsInColumn)) }
    (columns, memory) = (made.columns, made.memory)
  }

  /// The columns of others with other attributes for some points.
  ///
  /// Of a cell it may still be said that an attribute occurs in it that does no more: a search then looks there in vain.
  ///
  /// - Parameter changes: the numbers of the points, and their attributes.
  init(
    _ others: AttributeColumns, changing changes: [(number: Int, bits: AttributeBits)], of shape: borrowing GridShape
  ) {
    let changes = changes.map { (entry: shape.entry(of: $0.number), bits: $0.bits) }
    wordsInColumn = others.wordsInColumn
    var made = Making(others)
    for bit in Self.bits {
      let one = { (bits: AttributeBits) in bits >> AttributeBits(bit) & 1 == 1 }
      guard changes.contains(where: { one($0.bits) != others.has(bit, $0.entry) }) else { continue }
      var words = others.words(bit)
      for (entry, bits) in changes {
        let mask: UInt64 = 1 << UInt64(entry % 64)
        words[entry / 64] = one(bits) ? words[entry / 64] | mask : words[entry / 64] & ~mask
      }
      made.put([bit], in: words)
    }
    (columns, memory) = (made.columns, made.memory)

    var added: [Int: AttributeBits] = [:]
    for (entry, bits) in changes {
      Self.forEachQuarter(around: entry, of: shape) { quarter in
        if bits & ~others.occurring[quarter] != 0 { added[quarter, default: 0] |= bits }
      }
    }
    guard !added.isEmpty else {
      occurs = others.occurs
      return
    }
    let before = others.occurs
    occurs = Shared(
      Slab(count: before.slab.count) { occurring in
        _ = occurring.initialize(from: UnsafeBufferPointer(start: before.slab.base, count: before.slab.count))
        for (quarter, bits) in added { occurring[quarter] |= bits }
      })
  }

  /// Columns that are put together.
  private struct Making {
    private(set) var columns: [UnsafePointer<UInt64>?]
    private(set) var memory: [Shared<UInt64>?]
    private let wordsInColumn: Int

    /// None.
    init(_ wordsInColumn: Int) {
      columns = [UnsafePointer<UInt64>?](repeating: nil, count: AttributeColumns.bits.count)
      memory = [Shared<UInt64>?](repeating: nil, count: AttributeColumns.bits.count)
      self.wordsInColumn = wordsInColumn
    }

    /// Those of others.
    init(_ others: AttributeColumns) {
      (columns, memory, wordsInColumn) = (others.columns, others.memory, others.wordsInColumn)
    }

    /// Puts the columns of some attributes in, one behind the other.
    mutating func put(_ attributes: [Int], in words: ContiguousArray<UInt64>) {
      let shared = Shared(Slab(words))
      for (place, bit) in attributes.enumerated() {
        columns[bit] = shared.slab.base + place * wordsInColumn
        memory[bit] = shared
      }
    }
  }

  /// What occurs in each quarter of each cell, by cell and quarter.
  var occurring: UnsafePointer<AttributeBits> { occurs.slab.base }

  /// Whether an entry has an attribute.
  private func has(_ bit: Int, _ entry: Int) -> Bool {
    columns[bit].map { $0[entry / 64] >> UInt64(entry % 64) & 1 == 1 } ?? false
  }

  /// A copy of an attribute's column.
  private func words(_ bit: Int) -> ContiguousArray<UInt64> {
    columns[bit].map { ContiguousArray(UnsafeBufferPointer(start: $0, count: wordsInColumn)) }
      ?? ContiguousArray(repeating: 0, count: wordsInColumn)
  }

  /// Lends a body the columns of the required attributes; nil when one of them occurs nowhere.
  func withSieve<Result>(for required: AttributeBits, _ body: (AttributeSieve) -> Result) -> Result? {
    withUnsafeTemporaryAllocation(of: UnsafePointer<UInt64>.self, capacity: required.nonzeroBitCount) { columns in
      var rest = required
      for place in columns.indices {
        guard let column = self.columns[rest.trailingZeroBitCount] else { return nil }
        columns[place] = column
        rest &= rest - 1
      }
      return body(AttributeSieve(required: required, occurring: occurring, columns: UnsafeBufferPointer(columns)))
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
