import Geodesy

/// Where a question is asked from, as ``GridCell`` measures.
struct Vantage {
  let north, east: UInt32
  let code: UInt64
  /// By these a square of half steps becomes m² (over the distance from the axis, for the east).
  let northScale, northBend, eastScale, eastBend: Float
  /// Distance from the Earth's axis, metres.
  private let rho: Float

  init(_ origin: GeodesicOrigin) {
    let place = GridPlace(origin.coordinate)
    (north, east, code) = (place.north, place.east, place.code)
    let step2 = GridPlace.step * GridPlace.step
    let radius = Ellipsoid.smallestCurvatureRadius
    // Not quite 0 at the poles, so that infinite stays infinite.
    let rho = max(1e-9, origin.position.axisDistance)
    self.rho = Float(rho)
    // Cells measure in half steps.
    northScale = Float(radius * radius * step2 / 4)
    northBend = Float(radius * radius * step2 * step2 / (12 * 16))
    eastScale = Float(rho * step2 / 4)
    eastBend = Float(rho * step2 * step2 / (12 * 16))
  }
  /// Whether a square that holds this place holds all that is in reach, a squared chord in m².
  ///
  /// Every other place is beyond one of the square's sides. Beyond a parallel it is as far as in ``GridCell``; beyond
  /// a meridian it is no nearer than the plane of that meridian, if less than a quarter turn away: ρ sin Δλ, and
  /// sin² x ≥ x² − x⁴/3.
  @inline(__always)
  func isInside(_ square: GridSquare, by reach: Float) -> Bool {
    let mask = square.side &- 1
    let up = north & mask
    let along = east & mask
    let up2 = Self.squared(min(up, mask &- up))
    let along2 = Self.squared(min(along, mask &- along))
    return up2 * (northScale - up2 * northBend) > reach && rho * along2 * (eastScale - along2 * eastBend * 4) > reach
  }

  @inline(__always)
  private static func squared(_ steps: UInt32) -> Float {
    let halfSteps = 2 * Float(Int32(truncatingIfNeeded: steps))
    return halfSteps * halfSteps
  }
}
