/// Some of the cells of an answer, told in their order: a bit for each where the cells are not too many.
struct CellSet {
  /// 32 MB of bits.
  private static let greatestBits = 1 << 28

  private var words: [UInt64]
  private var sparse: Set<Int> = []
  private let isSparse: Bool
  private(set) var count = 0

  init(size: Int) {
    isSparse = size > Self.greatestBits
    words = [UInt64](repeating: 0, count: isSparse ? 0 : size / 64 + 1)
  }

  mutating func insert(_ cell: Int) {
    if isSparse {
      count += sparse.insert(cell).inserted ? 1 : 0
    } else if words[cell >> 6] & 1 << UInt64(cell & 63) == 0 {
      words[cell >> 6] |= 1 << UInt64(cell & 63)
      count += 1
    }
  }

  func forEachCell<Failure: Error>(_ body: (Int) throws(Failure) -> Void) throws(Failure) {
    for cell in sparse.sorted() { try body(cell) }
    for (place, bits) in words.enumerated() where bits != 0 {
      var rest = bits
      while rest != 0 {
        try body(place << 6 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }
}
