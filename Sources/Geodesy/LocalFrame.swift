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
  ///
  /// It is 6 µm off at 200 km, and 32 times as much at twice that (so the differences from GeographicLib).
  @inlinable
  @inline(__always)
  func arc(to point: EarthCentred, chordSquared: Double) -> Double {
    guard chordSquared > 0 else { return 0 }
    return Self.arc(chordSquared, turned: turned(to: point, scale: Self.scale(at: point)))
  }

  /// The same for places farther away: 4 µm off at 600 km, 50 µm at 1,000 km.
  ///
  /// What the arc of a circle lacks is that κ changes on the way: with κ = κ₀ + κ₂t², t from the middle, an arc of length L
  /// is longer than its chord as that of a circle of κ₀ + κ₂L²/20 is (points near the middle count for more), while the mean
  /// over the chord is κ₀ + κ₂L²/12. At its ends κ is κ₀ + κ₂L²/4 (of both the mean, where terms of first order cancel), so
  /// the one is the mean less a fifth of what the ends have above it.
  ///
  /// At an end κ = (1 + e′²u²)/N, where u is the part along the axis of the unit vector in which the chord sets out along
  /// the ground.
  private func longArc(to point: EarthCentred, chordSquared: Double) -> Double {
    let scale = Self.scale(at: point)
    let turned = turned(to: point, scale: scale)
    func curvature(at end: EarthCentred, _ scale: Double) -> Double {
      let (dx, dy, dz) = (point.x - position.x, point.y - position.y, point.z - position.z)
      let upward = end.z * scale / (1 - Ellipsoid.eccentricitySquared)
      let outward = dx * (end.x * scale) + dy * (end.y * scale) + dz * upward
      let along = dz - outward * upward
      return scale * (1 + Ellipsoid.secondEccentricitySquared * along * along / (chordSquared - outward * outward))
    }
    let ends = (curvature(at: position, normalScale) + curvature(at: point, scale)) / 2 * chordSquared
    return Self.arc(chordSquared, turned: turned - (ends - turned) / 5)
  }

  /// The line to a place so far away, which sets out a little beside the chord.
  ///
  /// The chord shows the azimuth A of the plane through the vertical here; the geodesic's is less by
  /// e′²/12 (s/N)² cos²φ sin 2A (A. R. Clarke, "Geodesy", 1880): it is 7e-6 degrees off at 600 km, and 3e-4 without this.
  @usableFromInline
  func longGeodesic(to point: EarthCentred, chordSquared: Double) -> Geodesic {
    let (east, north) = eastNorth(to: point)
    let sineOfTwice = 2 * east * north / (east * east + north * north)
    let turn =
      Ellipsoid.secondEccentricitySquared / 12 * chordSquared * normalScale * normalScale * cosLatitude * cosLatitude
      * sineOfTwice
    return Geodesic(
      length: Meters(longArc(to: point, chordSquared: chordSquared)), east: east - north * turn,
      north: north + east * turn)
  }

  /// 1 / N at a point, 1/m.
  @inlinable
  @inline(__always)
  static func scale(at point: EarthCentred) -> Double {
    let polar = Ellipsoid.secondEccentricitySquared / (Ellipsoid.polarRadius * Ellipsoid.polarRadius)
    return 1 / (Ellipsoid.equatorialRadius * (1 + polar * point.z * point.z).squareRoot())
  }

  /// κc², metres.
  @inlinable
  @inline(__always)
  func turned(to point: EarthCentred, scale: Double) -> Double {
    (point.x - position.x) * (point.x * scale - position.x * normalScale)
      + (point.y - position.y) * (point.y * scale - position.y * normalScale)
      + (point.z - position.z) * (point.z * scale - position.z * normalScale)
      * (1 / (1 - Ellipsoid.eccentricitySquared))
  }

  @inlinable
  @inline(__always)
  static func arc(_ chordSquared: Double, turned: Double) -> Double {
    let square = turned * turned / (4 * chordSquared)
    let excess = square * (1 / 6.0 + square * (3 / 40.0 + square * (15 / 336.0)))
    return chordSquared.squareRoot() * (1 + excess)
  }
}
