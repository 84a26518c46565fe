/// A square of the grid that is split in four: the bits that its codes have in common, then a one, then zeros.
struct GridSquare {
  private let bits: UInt64

  /// The smallest square that holds two different codes.
  init(holding one: UInt64, and other: UInt64) {
    let level = (63 - (one ^ other).leadingZeroBitCount) / 2
    bits = (one & (.max << UInt64(2 * level + 2))) | 2 << UInt64(2 * level)
  }

  /// A square is at least a level below the one that it is a quarter of.
  static var mostLevels: Int { 32 }

  /// How often it can be split in four, itself included, until a code is left.
  var levels: Int { Int(shift / 2) + 1 }

  /// The least code in it.
  var firstCode: UInt64 { bits & (bits - 1) }

  /// Its height and width in steps of ``GridPlace``; 0 for the whole globe, 2³².
  @inline(__always)
  var side: UInt32 { UInt32(truncatingIfNeeded: 2 &<< (shift &>> 1) as UInt64) }

  /// The place of the pair of bits that tells the quarters apart.
  @inline(__always)
  private var shift: UInt64 { UInt64(truncatingIfNeeded: bits.trailingZeroBitCount) &- 1 }

  @inline(__always)
  func contains(_ code: UInt64) -> Bool {
    ((code ^ bits) &>> shift) &>> 2 == 0
  }

  /// The number of the quarter, 0…3, in which a code that the square contains lies.
  @inline(__always)
  func quarter(of code: UInt64) -> Int {
    Int(truncatingIfNeeded: (code &>> shift) & 3)
  }
}
