#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The shift that maps of mainland China carry (国测局坐标), inside `MainlandOutline` only.
///
/// The formula was never published; this is the reconstruction that is in common use (eviltransform; PRCoords, CC0, whose
/// constants these are).
enum GCJ02 {
  static func fromWGS84(_ place: Coordinate) -> Coordinate {
    MainlandOutline.contains(place) ? place.moved(by: shift(place)) : place
  }

  /// The exact inverse; near the outline's edge as `Datum.toWGS84` says.
  static func toWGS84(_ given: Coordinate) -> Coordinate {
    guard latitudes.contains(given.latitude), longitudes.contains(given.longitude) else { return given }
    let place = given.undoing(shift)
    return MainlandOutline.contains(place) || MainlandOutline.contains(given) ? place : given
  }

  /// The outline's limits and more than the largest shift, degrees: no place inside is shifted out of these.
  private static let latitudes = widened(MainlandOutline.latitudes)
  private static let longitudes = widened(MainlandOutline.longitudes)

  private static func widened(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    range.lowerBound - 0.05...range.upperBound + 0.05
  }

  /// Krasovsky's ellipsoid of 1940, by which the formula turns metres into degrees: its semi-major axis, metres.
  private static let semiMajorAxis = 6_378_245.0
  /// Its squared eccentricity.
  private static let eccentricitySquared = 0.006_693_421_622_965_943_23

  private static func shift(_ place: Coordinate) -> DatumShift {
    let metres = metres(east: place.longitude - 105, north: place.latitude - 35)
    let sine = sin(place.latitude * .pi / 180)
    let w = 1 - eccentricitySquared * sine * sine
    let meridian = semiMajorAxis * (1 - eccentricitySquared) / (w * w.squareRoot())
    let parallel = semiMajorAxis * ((1 - sine * sine) / w).squareRoot()
    return DatumShift(
      latitude: metres.north / meridian * (180 / .pi), longitude: metres.east / parallel * (180 / .pi))
  }

  /// The shift, metres, at so many degrees east of 105° E and north of 35° N.
  private static func metres(east x: Double, north y: Double) -> (north: Double, east: Double) {
    let root = abs(x).squareRoot()
    let doubleX = sin(x * .pi * 2)
    let thirdOfX = sin(x * .pi / 3)
    let thirdOfY = sin(y * .pi / 3)
    let ripple = tripled(doubleX) + doubleX
    let north = ripple + tripled(thirdOfY) + 2 * thirdOfY + 8 * sin(y * .pi / 12) + 16 * sin(y * .pi / 30)
    let east = ripple + tripled(thirdOfX) + 2 * thirdOfX + 7.5 * sin(x * .pi / 12) + 15 * sin(x * .pi / 30)
    return (
      north: -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + north * 40 / 3,
      east: 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + east * 40 / 3
    )
  }

  /// The sine of three times the angle, from its sine.
  private static func tripled(_ sine: Double) -> Double {
    sine * (3 - 4 * sine * sine)
  }
}
