import Geodesy

/// A coordinate in steps of 2⁻³² of a turn (9 mm on the equator), rounded down.
///
/// A difference of two such numbers wraps as the globe does: between −180° and 180° it is the short way round, over
/// the antimeridian too, and −180 and 180 are one number.
struct GridPlace {
  let north, east: Int32

  static let stepsPerDegree = 0x1p32 / 360
  /// One step in radians.
  static let step = 2 * Double.pi / 0x1p32

  init(_ coordinate: Coordinate) {
    north = Self.steps(coordinate.latitude)
    east = Self.steps(coordinate.longitude)
  }

  private static func steps(_ degrees: Double) -> Int32 {
    Int32(truncatingIfNeeded: Int64(degrees * stepsPerDegree + 0x1p32))
  }

  /// The bits of both numbers interleaved, the northing's first in each pair (Morton order): sorting by the code lays
  /// out every square of the grid, of whatever size, as one run.
  var code: UInt64 {
    Self.spread(Self.unsigned(north)) << 1 | Self.spread(Self.unsigned(east))
  }

  /// Counted from −180°, so that unsigned order is that of the angles.
  @inline(__always)
  static func unsigned(_ steps: Int32) -> UInt32 {
    UInt32(bitPattern: steps) ^ 1 << 31
  }

  /// Puts a zero above each bit.
  private static func spread(_ number: UInt32) -> UInt64 {
    var n = UInt64(number)
    n = (n | n << 16) & 0x0000_FFFF_0000_FFFF
    n = (n | n << 8) & 0x00FF_00FF_00FF_00FF
    n = (n | n << 4) & 0x0F0F_0F0F_0F0F_0F0F
    n = (n | n << 2) & 0x3333_3333_3333_3333
    n = (n | n << 1) & 0x5555_5555_5555_5555
    return n
  }
}
