import Geodesy

/// A cell that is split in four: where the points of each quarter are.
///
/// The box of a quarter is in cylindrical earth-centred coordinates: height z over the plane of the equator, distance
/// ρ from the axis, longitude λ. The squared chord between two points is Δz² + Δρ² + 4 ρ₁ρ₂ sin²(Δλ/2); each term of
/// it has its least value over the box at the nearer limit, so the sum of the three is a lower bound. It is a close one:
/// a place beyond the box in latitude is beyond it in z and in ρ (a box in x, y and z is not: the ground
/// lies askew in it).
struct GridCell {
  private var lowZ = SIMD4<Float>(repeating: .infinity)
  private var highZ = SIMD4<Float>(repeating: .infinity)
  private var lowRho = SIMD4<Float>(repeating: .infinity)
  private var highRho = SIMD4<Float>(repeating: .infinity)
  private var west = SIMD4<Float>(repeating: 0)
  private var east = SIMD4<Float>(repeating: 0)
  /// Boxes are widened by what `Float` rounds off, for the question's own place too: a metre, and 5e-7 radians.
  private static let margin = (metres: 1.0, radians: 5e-7)

  mutating func set(_ quarter: Int, within extent: GridExtent) {
    let (metres, radians) = Self.margin
    lowZ[quarter] = Float(extent.z.lowerBound - metres)
    highZ[quarter] = Float(extent.z.upperBound + metres)
    lowRho[quarter] = Float(max(0, extent.rho.lowerBound - metres))
    highRho[quarter] = Float(extent.rho.upperBound + metres)
    west[quarter] = Float(extent.longitude.lowerBound * (.pi / 180) - radians)
    east[quarter] = Float(extent.longitude.upperBound * (.pi / 180) + radians)
  }

  /// Lower bounds of the squared chords from a place to the points of the four quarters, m²; infinite for empty ones.
  ///
  /// None is above the true one by more than the rounding of the arithmetic, which ``Candidates/reach`` covers.
  @inline(__always)
  func distancesSquared(to place: CylindricalPlace) -> SIMD4<Float> {
    let dz = Self.outside(place.z, lowZ, highZ)
    let dRho = Self.outside(place.rho, lowRho, highRho)
    // The way round the other side of the Earth is direct from the place's longitude a turn away.
    let dLambda = Self.lesser(
      Self.outside(place.longitude, west, east), Self.outside(place.longitudeAround, west, east))
    // 4 sin²(x/2) ≥ x² − x⁴/12
    let square = dLambda * dLambda
    let arc = square - square * square * (1 / 12.0)
    return dz * dz + dRho * dRho + arc * lowRho * place.rho
  }

  /// How far a number is outside of each interval, 0 inside.
  @inline(__always)
  private static func outside(_ value: Float, _ low: SIMD4<Float>, _ high: SIMD4<Float>) -> SIMD4<Float> {
    greater(SIMD4<Float>(repeating: 0), greater(low - value, value - high))
  }

  // Written so that they compile to one `maxps` and `minps`; other forms have come out as four branches.

  @inline(__always)
  private static func greater(_ one: SIMD4<Float>, _ other: SIMD4<Float>) -> SIMD4<Float> {
    one.replacing(with: other, where: other .> one)
  }

  @inline(__always)
  private static func lesser(_ one: SIMD4<Float>, _ other: SIMD4<Float>) -> SIMD4<Float> {
    one.replacing(with: other, where: other .< one)
  }
}

/// What is in a quarter of a cell: a run of entries, or another cell.
struct GridQuarter {
  /// The first entry of the run, or the number of the cell.
  let first: UInt32
  /// Entries in the run; 0 for a cell (and for an empty quarter, which is never in reach).
  let count: UInt32

  init(first: Int, count: Int) {
    self.first = UInt32(truncatingIfNeeded: first)
    self.count = UInt32(truncatingIfNeeded: count)
  }

  /// Cells are split into later cells: 0 is the first of all.
  var isCell: Bool { count == 0 && first != 0 }

  var run: Range<Int> { Int(first)..<Int(first) + Int(count) }
}

/// A place as ``GridCell`` measures from it.
struct CylindricalPlace {
  /// Metres above the plane of the equator, and from the axis.
  let z, rho: Float
  /// Radians, −π…π, and the same meridian a turn away, on the other side of zero.
  let longitude, longitudeAround: Float

  init(_ origin: GeodesicOrigin) {
    z = Float(origin.position.z)
    rho = Float(origin.position.axisDistance)
    let radians = origin.coordinate.longitude * (.pi / 180)
    longitude = Float(radians)
    longitudeAround = Float(radians > 0 ? radians - 2 * .pi : radians + 2 * .pi)
  }
}
