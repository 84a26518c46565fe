import Geodesy

/// A coordinate in steps of 2⁻³² of a turn (9 mm on the equator), counted from −180°, rounded down.
///
/// A difference of two such numbers wraps as the globe does: taken as signed it is the short way round, over the
/// antimeridian too, and −180 and 180 are one number.
struct GridPlace {
  let north, east: UInt32

  static let stepsPerDegree = 0x1p32 / 360
  /// One step in radians.
  static let step = 2 * Double.pi / 0x1p32

  init(_ coordinate: Coordinate) {
    north = Self.steps(coordinate.latitude)
    east = Self.steps(coordinate.longitude)
  }

  private static func steps(_ degrees: Double) -> UInt32 {
    UInt32(truncatingIfNeeded: Int64((degrees + 180) * stepsPerDegree))
  }

  /// The bits of both numbers interleaved, the northing's first in each pair (Morton order): sorting by the code lays
  /// out every square of the grid, of whatever size, as one run.
  var code: UInt64 {
    Self.spread(north) << 1 | Self.spread(east)
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
