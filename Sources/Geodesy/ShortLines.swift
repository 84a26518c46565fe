/// The shortest lines from a place to two points at once, for points nearer than ``GeodesicOrigin/shortLimit``.
///
/// Farther away they are some millimetres off, but never shorter than the chord: what is told as below the limit is, and is right.
@usableFromInline
package struct ShortLines {
  /// How long they are, metres.
  @usableFromInline package let length: SIMD2<Double>
  /// How far they set out to the east and to the north, in any unit.
  @usableFromInline let east, north: SIMD2<Double>

  /// One line after the other.
  @inlinable
  @inline(__always)
  package var geodesics: (Geodesic, Geodesic) {
    (
      Geodesic(length: Meters(length.x), east: east.x, north: north.x),
      Geodesic(length: Meters(length.y), east: east.y, north: north.y)
    )
  }

  /// From the chord c: the geodesic is taken as an arc of the circle over the same chord whose curvature κ is the normal
  /// curvature of the ellipsoid along the chord, κ = Δn·Δp / c², with the unit normals n and the positions p of its two ends
  /// (as dn = κ dp along a line of the surface). This mean over the chord is that of its middle up to terms of third order.
  /// Then the arc is c (1 + h²/6 + 3h⁴/40 + …), where h = κc/2: the series of the arc sine.
  ///
  /// A normal is (x, y, (1 + e′²) z) / N, and N² = a² (1 + e′²z²/b²). So with 1/N here, and 1/N (1 + d) there,
  /// N Δn·Δp = c² + e′²Δz² + d (x Δx + y Δy + (1 + e′²) z Δz), where x, y, z are there. And 1 + d = (1 + t)^(−1/2) with
  /// t = e′² (z² − z₀²) / (b² + e′²z₀²), which is below 2.2e-4: of its series the third term would change κ by 4e-12 of itself.
  ///
  /// It is 6 µm off at 200 km, and 32 times as much at twice that (so the differences from GeographicLib).
  @inlinable
  @inline(__always)
  init(from frame: LocalFrame, to one: EarthCentred, _ other: EarthCentred) {
    let (x, y, z) = (SIMD2(one.x, other.x), SIMD2(one.y, other.y), SIMD2(one.z, other.z))
    let (dx, dy, dz) = (x - frame.position.x, y - frame.position.y, z - frame.position.z)
    let chordSquared = dx * dx + dy * dy + dz * dz
    let t = dz * (z + frame.position.z) * frame.polarScale
    let d = t * (0.375 * t - 0.5)
    let flattened = dz * Ellipsoid.secondEccentricitySquared
    let bent = chordSquared + flattened * dz + d * (x * dx + y * dy + z * (dz + flattened))
    let turned = bent * frame.normalScale
    // So small a number is lost in the square of any chord; where there is none, it keeps 0 / 0 away.
    let square = turned * turned / (4 * chordSquared + .leastNormalMagnitude)
    let chord = chordSquared.squareRoot()
    length = chord + chord * (square * (1 / 6.0) + square * square * (3 / 40.0))
    let outward = frame.cosLongitude * dx + frame.sinLongitude * dy
    east = frame.cosLongitude * dy - frame.sinLongitude * dx
    north = frame.cosLatitude * dz - frame.sinLatitude * outward
  }
}
