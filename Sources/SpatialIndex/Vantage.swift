import Geodesy

/// Where a question is asked from, as ``GridCell`` measures.
struct Vantage {
  /// The place in steps of ``GridPlace``: four times its northing, then four times its easting.
  let middle: SIMD8<UInt32>
  /// By these a square of half steps becomes m² (over the distance from the axis, for the east): times scale less
  /// the square times bend.
  let scale, bend: SIMD8<Float>
  let code: UInt64
  /// Distance from the Earth's axis, metres.
  private let rho: Float

  init(_ origin: GeodesicOrigin) {
    let place = GridPlace(origin.coordinate)
    code = place.code
    middle = SIMD8(lowHalf: SIMD4(repeating: place.north), highHalf: SIMD4(repeating: place.east))
    // Not quite 0 at the poles: there too the quarters without points are beyond reach.
    rho = Float(max(1e-9, origin.position.axisDistance))
    let halfStep2 = GridPlace.step * GridPlace.step / 4
    let radius = Ellipsoid.smallestCurvatureRadius
    let north = Float(radius * radius * halfStep2)
    let east = Float(Double(rho) * halfStep2)
    scale = SIMD8(lowHalf: SIMD4(repeating: north), highHalf: SIMD4(repeating: east))
    bend = scale * Float(halfStep2 / 12)
  }

  /// Whether a square that holds this place holds all that is in reach, a squared chord in m².
  ///
  /// Every other place is beyond one of the square's sides. Beyond a parallel it is as far as in ``GridCell``; beyond
  /// a meridian it is no nearer than the plane of that meridian, if less than a quarter turn away: ρ sin Δλ, and
  /// sin² x ≥ x² − x⁴/3.
  @inline(__always)
  func isInside(_ square: GridSquare, by reach: Float) -> Bool {
    let mask = square.side &- 1
    let up = middle[0] & mask
    let along = middle[4] & mask
    let up2 = Self.squared(min(up, mask &- up))
    let along2 = Self.squared(min(along, mask &- along))
    return up2 * (scale[0] - up2 * bend[0]) > reach
      && rho * along2 * (scale[4] - along2 * bend[4] * 4) > reach
  }

  @inline(__always)
  private static func squared(_ steps: UInt32) -> Float {
    let halfSteps = 2 * Float(Int32(truncatingIfNeeded: steps))
    return halfSteps * halfSteps
  }
}
