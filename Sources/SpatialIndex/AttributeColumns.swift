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

  init(_ attributes: [AttributeBits], of shape: borrowing GridShape) {
    let count = shape.entries.count
    var byEntry = ContiguousArray<AttributeBits>(repeating: 0, count: count)
    for place in 0..<count {
      let number = Int(shape.entries[place].number)
      if number < attributes.count { byEntry[place] = attributes[number] }
    }
    occurring = Slab(Self.occurring(in: shape, byEntry))

    let all = byEntry.reduce(0, |)
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
  }

  /// Lends a body the columns of the required attributes; nil when one of them occurs nowhere.
  func withSieve<Result>(for required: AttributeBits, _ body: (AttributeSieve) -> Result) -> Result? {
    withUnsafeTemporaryAllocation(of: UnsafePointer<UInt64>.self, capacity: required.nonzeroBitCount) { columns in
      var rest = required
      for place in columns.indices {
        let column = places[rest.trailingZeroBitCount]
        guard column >= 0 else { return nil }
        columns[place] = words.base + column * wordsInColumn
        rest &= rest - 1
      }
      return body(AttributeSieve(required: required, occurring: occurring.base, columns: UnsafeBufferPointer(columns)))
    }
  }

  /// Cells come before the cells that they are split into, so the last are complete when the first need them.
  private static func occurring(
    in shape: borrowing GridShape, _ attributes: ContiguousArray<AttributeBits>
  ) -> ContiguousArray<AttributeBits> {
    var occurring = ContiguousArray<AttributeBits>(repeating: 0, count: shape.cells.count * 4)
    for cell in (0..<shape.cells.count).reversed() {
      for quarter in 0..<4 {
        let (contents, run) = GridCell[quarter, of: shape.cells.base + cell]
        occurring[cell * 4 + quarter] =
          contents.isLeaf
          ? run.reduce(0) { $0 | attributes[$1] }
          : (0..<4).reduce(0) { $0 | occurring[Int(contents.cell) * 4 + $1] }
      }
    }
    return occurring
  }
}
