/// At most eight attributes of all points, a byte for each point, of which many are alike.
struct EightColumns {
  /// The attributes' numbers, 0..<128: the first has the lowest bit of each byte.
  let attributes: [Int]
  /// By entry of the shape.
  private let points: ContiguousArray<UInt8>
  /// What each byte stands for.
  private let meanings: [AttributeBits]

  /// All attributes of a mask, each in one of the eights.
  ///
  /// - Parameter classes: of each point by its number, its place among the bits.
  static func all(
    _ mask: AttributeBits, of shape: borrowing GridShape, by classes: [Int32], with bits: [AttributeBits]
  ) -> [EightColumns] {
    let attributes = (0..<AttributeBits.bitWidth).filter { mask >> AttributeBits($0) & 1 == 1 }
    var eights: [EightColumns] = []
    for first in stride(from: 0, to: attributes.count, by: 8) {
      let eight = Array(attributes[first..<min(first + 8, attributes.count)])
      eights.append(EightColumns(eight, of: shape, by: classes, with: bits))
    }
    return eights
  }

  private init(_ attributes: [Int], of shape: borrowing GridShape, by classes: [Int32], with bits: [AttributeBits]) {
    let codes = bits.map { bits in
      attributes.reversed().reduce(0) { $0 << 1 | UInt8(truncatingIfNeeded: bits >> AttributeBits($1) & 1) }
    }
    let count = shape.entries.count
    // Without room the count would be written into the empty array that all threads share.
    points = ContiguousArray(unsafeUninitializedCapacity: max(1, count)) { points, initialized in
      for entry in 0..<count { points[entry] = codes[Int(classes[Int(shape.entries[entry].number)])] }
      initialized = count
    }
    meanings = (0...UInt8.max).map { code in
      attributes.indices.reduce(0) { code >> UInt8($1) & 1 == 1 ? $0 | 1 << AttributeBits(attributes[$1]) : $0 }
    }
    self.attributes = attributes
  }

  /// A column of bits for each attribute, one behind the other.
  ///
  /// - Parameter wordsInColumn: a bit for each entry fits in.
  func words(_ wordsInColumn: Int) -> ContiguousArray<UInt64> {
    var words = ContiguousArray<UInt64>(repeating: 0, count: attributes.count * wordsInColumn)
    points.withUnsafeBytes { points in
      for start in stride(from: 0, to: points.count, by: 8) {
        var eight: UInt64 = 0
        if points.count - start >= 8 {
          eight = UInt64(littleEndian: points.loadUnaligned(fromByteOffset: start, as: UInt64.self))
        } else {
          for place in start..<points.count { eight |= UInt64(points[place]) << UInt64(8 * (place - start)) }
        }
        for column in attributes.indices {
          words[column * wordsInColumn + start / 64] |=
            Self.lowestBits(eight &>> UInt64(column)) &<< UInt64(start % 64)
        }
      }
    }
    return words
  }

  /// Which of the attributes some point of a run of entries has.
  func bits(in run: Range<Int>) -> AttributeBits {
    meanings[Int(points[run].reduce(0, |))]
  }

  /// The lowest bit of each of eight bytes, the lowest byte's lowest.
  ///
  /// The bit of byte i is at 8i, and one bit of the factor, at 56 − 7i, brings it to 56 + i. The 64 products of a bit
  /// and a bit of the factor, at 8i + 56 − 7j, all fall on different places, so that nothing is carried.
  private static func lowestBits(_ bytes: UInt64) -> UInt64 {
    ((bytes & 0x0101_0101_0101_0101) &* 0x0102_0408_1020_4080) >> 56
  }
}
