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
  package init(length: Meters, east: Double, north: Double) {
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

  /// The bearing in tenths of a degree, 0 ..< 3600, as far as it is told to anyone; halves go up.
  ///
  /// An estimate by a polynomial decides where it can, in a fifth of the time; within a thousandth of a half, eighty
  /// times its error, the bearing itself does. So it is always that of ``bearing``.
  public var tenthsOfBearing: Int {
    let estimate = estimatedTenths
    let isNearHalf = abs(estimate - Double(Int(estimate)) - 0.5) < 1e-3
    let tenths = Int((isNearHalf ? bearing * 10 : estimate) + 0.5)
    return tenths < 3600 ? tenths : 0
  }

  /// Within 1.2e-5.
  ///
  /// The arc tangent up to an eighth of a turn: M. Abramowitz and I. A. Stegun, "Handbook of Mathematical Functions",
  /// 4.4.49, whose error is at most 2e-8. All other directions are mirror images of that eighth.
  private var estimatedTenths: Double {
    let (aside, ahead) = (abs(east), abs(north))
    guard aside > 0 || ahead > 0 else { return 0 }
    let isAside = aside > ahead
    let tangent = isAside ? ahead / aside : aside / ahead
    let square = tangent * tangent
    let low = -0.333_331_452_8 + square * (0.199_935_508_5 + square * (-0.142_088_994_4 + square * 0.106_562_639_3))
    let high = -0.075_289_640_0 + square * (0.042_909_613_8 + square * (-0.016_165_736_7 + square * 0.002_866_225_7))
    let fourth = square * square
    let eighth = tangent * (1 + square * (low + fourth * fourth * high))
    let quarter = isAside ? .pi / 2 - eighth : eighth
    let half = north < 0 ? .pi - quarter : quarter
    return (east < 0 ? 2 * .pi - half : half) * (1800 / .pi)
  }
}
