/// A place on the ellipsoid with the axes and the curvature there; computed once, used for many distances.
@usableFromInline
struct LocalFrame: Sendable {
  @usableFromInline let position: EarthCentred
  @usableFromInline let sinLatitude, cosLatitude, sinLongitude, cosLongitude: Double
  /// 1 / N, where N is the radius of curvature across the meridian (the prime vertical), 1/m.
  @usableFromInline let normalScale: Double

  init(_ coordinate: Coordinate) {
    let angles = SineCosine(ofDegrees: SIMD2(coordinate.latitude, coordinate.longitude))
    (sinLatitude, cosLatitude) = (angles.sine.x, angles.cosine.x)
    (sinLongitude, cosLongitude) = (angles.sine.y, angles.cosine.y)
    let w = (1 - Ellipsoid.eccentricitySquared * sinLatitude * sinLatitude).squareRoot()
    normalScale = w / Ellipsoid.equatorialRadius
    let n = Ellipsoid.equatorialRadius / w
    position = EarthCentred(
      x: n * cosLatitude * cosLongitude,
      y: n * cosLatitude * sinLongitude,
      z: n * (1 - Ellipsoid.eccentricitySquared) * sinLatitude)
  }

  /// The line to a point as metres towards the local east and north.
  @inlinable
  @inline(__always)
  func eastNorth(to point: EarthCentred) -> (east: Double, north: Double) {
    let dx = point.x - position.x
    let dy = point.y - position.y
    let dz = point.z - position.z
    let outward = cosLongitude * dx + sinLongitude * dy
    return (cosLongitude * dy - sinLongitude * dx, cosLatitude * dz - sinLatitude * outward)
  }

  /// The length of the geodesic to a place that is not far, from the chord c to it.
  ///
  /// The geodesic is taken as an arc of the circle over the same chord whose curvature κ is the normal curvature of
  /// the ellipsoid along the chord: κ = Δn·Δp / c², with the unit normals n and the positions p of its two ends (as
  /// dn = κ dp along a line of the surface). This mean over the chord is that of its middle up to terms of third
  /// order. Then s = c (1 + h²/6 + 3h⁴/40 + 15h⁶/336 + …), where h = κc/2: the series of the arc sine.
  ///
  /// A normal is (x/N, y/N, z/(N(1−e²))), and N² = a²(1 + e′²z²/b²).
  @inlinable
  @inline(__always)
  func arc(to point: EarthCentred, chordSquared: Double) -> Double {
    guard chordSquared > 0 else { return 0 }
    let polar = Ellipsoid.secondEccentricitySquared / (Ellipsoid.polarRadius * Ellipsoid.polarRadius)
    let scale = 1 / (Ellipsoid.equatorialRadius * (1 + polar * point.z * point.z).squareRoot())
    let turned =
      (point.x - position.x) * (point.x * scale - position.x * normalScale)
      + (point.y - position.y) * (point.y * scale - position.y * normalScale)
      + (point.z - position.z) * (point.z * scale - position.z * normalScale)
      * (1 / (1 - Ellipsoid.eccentricitySquared))
    let square = turned * turned / (4 * chordSquared)
    let excess = square * (1 / 6.0 + square * (3 / 40.0 + square * (15 / 336.0)))
    return chordSquared.squareRoot() * (1 + excess)
  }
}
