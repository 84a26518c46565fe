/// Columns of bits for points of which many are alike, written a word at a time.
enum FreshColumns {
  /// A column for each of some attributes, one behind the other.
  ///
  /// - Parameters:
  ///   - attributes: their numbers, 0..<128.
  ///   - wordsInColumn: a bit for each entry of the shape fits in.
  ///   - classes: of each point by its number, its place among the bits.
  static func words(
    of attributes: [Int], _ wordsInColumn: Int, _ shape: borrowing GridShape, _ classes: [Int32],
    _ bits: [AttributeBits]
  ) -> ContiguousArray<UInt64> {
    let halves = bits.map { SIMD2(UInt64(truncatingIfNeeded: $0), UInt64(truncatingIfNeeded: $0 >> 64)) }
    var words = ContiguousArray<UInt64>(repeating: 0, count: attributes.count * wordsInColumn)
    var run = ContiguousArray(repeating: SIMD2<UInt64>(), count: 64)
    for start in stride(from: 0, to: shape.entries.count, by: 64) {
      let end = min(start + 64, shape.entries.count)
      for entry in start..<end { run[entry - start] = halves[Int(classes[Int(shape.entries[entry].number)])] }
      for (column, attribute) in attributes.enumerated() {
        words[column * wordsInColumn + start / 64] = word(of: attribute, run[..<(end - start)])
      }
    }
    return words
  }

  /// The bits of one attribute in a run of at most 64, the first lowest.
  private static func word(of attribute: Int, _ run: some Collection<SIMD2<UInt64>>) -> UInt64 {
    let (half, bit) = (attribute / 64, UInt64(attribute % 64))
    var word: UInt64 = 0
    for (place, bits) in run.enumerated() { word |= (bits[half] &>> bit & 1) &<< UInt64(place) }
    return word
  }
}
