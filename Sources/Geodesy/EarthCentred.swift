#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A point in earth-centred, earth-fixed axes, in metres: x to 0° E on the equator, y to 90° E, z to the north pole.
///
/// Unlike latitude and longitude these have no seam at the antimeridian and no singular points at the poles,
/// which is why the spatial index prunes by them.
public struct EarthCentred: Hashable, Sendable {
  public let x, y, z: Double

  public init(x: Double, y: Double, z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// The point on the surface of the ellipsoid (height zero).
  public init(_ coordinate: Coordinate) {
    self = LocalFrame(coordinate).position
  }

  /// Distance from the Earth's axis, metres.
  public var axisDistance: Double {
    (x * x + y * y).squareRoot()
  }

  /// The straight line through the Earth to another point, squared: m².
  @inline(__always)
  public func chordSquared(to other: EarthCentred) -> Double {
    let dx = other.x - x
    let dy = other.y - y
    let dz = other.z - z
    return dx * dx + dy * dy + dz * dz
  }
}

/// A place on the ellipsoid with the axes and radii of curvature there; computed once, used for many distances.
struct LocalFrame {
  let position: EarthCentred
  let sinLatitude, cosLatitude, sinLongitude, cosLongitude: Double
  /// Radius of curvature across the meridian (the prime vertical), metres.
  let primeVerticalRadius: Double

  init(_ coordinate: Coordinate) {
    (sinLatitude, cosLatitude) = sineAndCosine(ofDegrees: coordinate.latitude)
    (sinLongitude, cosLongitude) = sineAndCosine(ofDegrees: coordinate.longitude)
    let e2 = Ellipsoid.eccentricitySquared
    primeVerticalRadius = Ellipsoid.equatorialRadius / (1 - e2 * sinLatitude * sinLatitude).squareRoot()
    position = EarthCentred(
      x: primeVerticalRadius * cosLatitude * cosLongitude,
      y: primeVerticalRadius * cosLatitude * sinLongitude,
      z: primeVerticalRadius * (1 - e2) * sinLatitude)
  }

  /// Radius of curvature along the meridian, metres: N (1−e²) / (1 − e² sin² φ).
  var meridianRadius: Double {
    let w = primeVerticalRadius / Ellipsoid.equatorialRadius
    return primeVerticalRadius * (1 - Ellipsoid.eccentricitySquared) * w * w
  }

  /// The line to a point as metres towards the local east and north.
  func eastNorth(to point: EarthCentred) -> (east: Double, north: Double) {
    let dx = point.x - position.x
    let dy = point.y - position.y
    let dz = point.z - position.z
    let outward = cosLongitude * dx + sinLongitude * dy
    return (cosLongitude * dy - sinLongitude * dx, cosLatitude * dz - sinLatitude * outward)
  }
}

/// Sine and cosine of an angle in degrees, exact at the right angles, so that both poles and ±180° are single points.
func sineAndCosine(ofDegrees degrees: Double) -> (sine: Double, cosine: Double) {
  switch degrees {
  case 90: return (1, 0)
  case -90: return (-1, 0)
  case 180, -180: return (0, -1)
  default:
    let radians = degrees * (.pi / 180)
    return (sin(radians), cos(radians))
  }
}
