import Geodesy

/// The cell of a coordinate in the finest grid: 2²⁶ columns over 360° and rows of the same size, their bits
/// interleaved (Morton order), so that sorting by the code lays out every coarser cell as one run.
///
/// A finest cell is 5.4e-6°, about 0.6 m. Cells are square in degrees.
struct GridCode: Comparable {
  let bits: UInt64

  /// Interleaved bits in a code.
  static let width = 52
  private static let cells = Double(1 << 26)
  private static let greatest = cells - 1

  init(_ coordinate: Coordinate) {
    let column = UInt64(min(Self.greatest, (coordinate.longitude + 180) * (Self.cells / 360)))
    let row = UInt64(min(Self.greatest, (coordinate.latitude + 180) * (Self.cells / 360)))
    bits = Self.spread(column) | Self.spread(row) << 1
  }

  /// Puts a zero above each of the low 32 bits.
  private static func spread(_ number: UInt64) -> UInt64 {
    var n = number
    n = (n | n << 16) & 0x0000_FFFF_0000_FFFF
    n = (n | n << 8) & 0x00FF_00FF_00FF_00FF
    n = (n | n << 4) & 0x0F0F_0F0F_0F0F_0F0F
    n = (n | n << 2) & 0x3333_3333_3333_3333
    n = (n | n << 1) & 0x5555_5555_5555_5555
    return n
  }

  static func < (one: GridCode, other: GridCode) -> Bool {
    one.bits < other.bits
  }
}
