#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The shortest line along the ellipsoid from an origin to a place.
public struct Geodesic: Hashable, Sendable {
  public let length: Meters
  /// How far it sets out to the east and to the north, in any unit: both 0 where the place is the origin itself.
  @usableFromInline let east, north: Double

  @inlinable
  init(length: Meters, east: Double, north: Double) {
    self.length = length
    self.east = east
    self.north = north
  }

  /// The direction in which it sets out: degrees clockwise from north, 0 ..< 360; 0 where the place is the origin itself.
  public var bearing: Double {
    guard east != 0 || north != 0 else { return 0 }
    let degrees = atan2(east, north) * (180 / .pi)
    let turned = degrees < 0 ? degrees + 360 : degrees
    return turned < 360 ? turned : 0
  }
}
