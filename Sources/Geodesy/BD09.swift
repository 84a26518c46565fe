#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Baidu's shift on top of GCJ-02 (百度坐标), all over the world.
///
/// In common use (eviltransform; PRCoords, CC0): take longitude and latitude as x and y of a plane, r and θ as their
/// polar coordinates; r grows by 2e-5 sin(3000 y°) degrees, θ by 3e-6 cos(3000 x°) radians; then x grows by 0.0065 and
/// y by 0.006 degrees.
enum BD09 {
  static func fromGCJ02(_ place: Coordinate) -> Coordinate {
    place.moved(by: shift(place))
  }

  /// The exact inverse; the formula in common use stops after one pass and is off by 4e-7 degrees.
  static func toGCJ02(_ given: Coordinate) -> Coordinate {
    given.undoing(shift)
  }

  private static func shift(_ place: Coordinate) -> DatumShift {
    let x = place.longitude
    let y = place.latitude
    let radius = (x * x + y * y).squareRoot()
    let growth = radius > 0 ? 2e-5 * sin(y * turn) / radius : 0
    // So small a rotation needs no trigonometry: sin ε = ε and cos ε = 1 − ε²/2 to 1e-17.
    let angle = 3e-6 * cos(x * turn)
    let along = growth - (1 + growth) * angle * angle / 2
    let across = (1 + growth) * angle
    return DatumShift(latitude: y * along + x * across + 0.006, longitude: x * along - y * across + 0.0065)
  }

  /// 3000° for each degree, in radians.
  private static let turn = 3000 * Double.pi / 180
}
