/// A place on the ellipsoid with the axes and the curvature there; computed once, used for many distances.
@usableFromInline
struct LocalFrame: Sendable {
  @usableFromInline let position: EarthCentred
  @usableFromInline let sinLatitude, cosLatitude, sinLongitude, cosLongitude: Double
  /// 1 / N, where N is the radius of curvature across the meridian (the prime vertical), 1/m.
  @usableFromInline let normalScale: Double
  /// e′² / (b² + e′²z²), 1/m²: what a change of z² makes of N².
  @usableFromInline let polarScale: Double

  init(_ coordinate: Coordinate) {
    let angles = SineCosine(ofDegrees: SIMD2(coordinate.latitude, coordinate.longitude))
    (sinLatitude, cosLatitude) = (angles.sine.x, angles.cosine.x)
    (sinLongitude, cosLongitude) = (angles.sine.y, angles.cosine.y)
    let w = (1 - Ellipsoid.eccentricitySquared * sinLatitude * sinLatitude).squareRoot()
    normalScale = w / Ellipsoid.equatorialRadius
    let n = Ellipsoid.equatorialRadius / w
    // b² + e′²z² is b²N²/a².
    polarScale = Self.polar * (w * w)
    position = EarthCentred(
      x: n * cosLatitude * cosLongitude,
      y: n * cosLatitude * sinLongitude,
      z: n * (1 - Ellipsoid.eccentricitySquared) * sinLatitude)
  }

  /// The line to a point beyond ``GeodesicOrigin/shortLimit``, which sets out a little beside the chord.
  ///
  /// The chord shows the azimuth A of the plane through the vertical here; the geodesic's is less by
  /// e′²/12 (s/N)² cos²φ sin 2A (A. R. Clarke, "Geodesy", 1880): it is 7e-6 degrees off at 600 km, and 3e-4 without this.
  @usableFromInline
  func longGeodesic(to point: EarthCentred, chordSquared: Double) -> Geodesic {
    let chord = ShortLines(from: self, to: point, point)
    let (east, north) = (chord.east.x, chord.north.x)
    let sineOfTwice = 2 * east * north / (east * east + north * north)
    let turn =
      Ellipsoid.secondEccentricitySquared / 12 * chordSquared * normalScale * normalScale * cosLatitude * cosLatitude
      * sineOfTwice
    return Geodesic(
      length: Meters(longArc(to: point, chordSquared: chordSquared)), east: east - north * turn,
      north: north + east * turn)
  }

  /// The length of that line: 4 µm off at 600 km, 50 µm at 1,000 km.
  ///
  /// What the arc of a circle, as ``ShortLines`` has it, lacks is that κ changes on the way: with κ = κ₀ + κ₂t², t from the
  /// middle, an arc of length L is longer than its chord as that of a circle of κ₀ + κ₂L²/20 is (points near the middle count
  /// for more), while the mean over the chord is κ₀ + κ₂L²/12. At its ends κ is κ₀ + κ₂L²/4 (of both the mean, where terms of
  /// first order cancel), so the one is the mean less a fifth of what the ends have above it.
  ///
  /// At an end κ = (1 + e′²u²)/N, where u is the part along the axis of the unit vector in which the chord sets out along
  /// the ground.
  private func longArc(to point: EarthCentred, chordSquared: Double) -> Double {
    let scale = 1 / (Ellipsoid.equatorialRadius * (1 + Self.polar * point.z * point.z).squareRoot())
    let upright = 1 / (1 - Ellipsoid.eccentricitySquared)
    let (dx, dy, dz) = (point.x - position.x, point.y - position.y, point.z - position.z)
    let mean =
      dx * (point.x * scale - position.x * normalScale) + dy * (point.y * scale - position.y * normalScale)
      + dz * (point.z * scale - position.z * normalScale) * upright
    func curvature(at end: EarthCentred, _ scale: Double) -> Double {
      let upward = end.z * scale * upright
      let outward = dx * (end.x * scale) + dy * (end.y * scale) + dz * upward
      let along = dz - outward * upward
      return scale * (1 + Ellipsoid.secondEccentricitySquared * along * along / (chordSquared - outward * outward))
    }
    let ends = (curvature(at: position, normalScale) + curvature(at: point, scale)) / 2 * chordSquared
    let turned = mean - (ends - mean) / 5
    let square = turned * turned / (4 * chordSquared)
    return chordSquared.squareRoot() * (1 + square * (1 / 6.0 + square * (3 / 40.0 + square * (15 / 336.0))))
  }

  /// e′²/b², 1/m².
  private static var polar: Double {
    Ellipsoid.secondEccentricitySquared / (Ellipsoid.polarRadius * Ellipsoid.polarRadius)
  }
}
