import Geodesy

/// A square of the grid that is split in four: what is in each quarter, and a bound of the distance to it.
///
/// Two cache lines: the first leads on by the code of the question's place, the second measures.
struct GridCell {
  /// The four, and in the place of a fifth the cell around this one, and the end of the last run.
  /// (They come first: see the subscript.)
  private var quarters: (GridQuarter, GridQuarter, GridQuarter, GridQuarter, GridQuarter)
  let square: GridSquare
  /// The least distance of a point from the Earth's axis, metres; not a number where there are no points.
  private var rho = SIMD4<Float>(repeating: .nan)
  /// The middle of the box of the points, and its half height and width, all in steps of ``GridPlace``.
  private var north = SIMD4<Int32>(repeating: 0)
  private var east = SIMD4<Int32>(repeating: 0)
  private var halfHeight = SIMD4<Float>(repeating: 0)
  private var halfWidth = SIMD4<Float>(repeating: 0)

  /// A cell of no points.
  ///
  /// - Parameters:
  ///   - parent: the cell that it is a quarter of.
  ///   - first: where its run starts among the entries.
  init(_ square: GridSquare, parent: Int, first: Int) {
    self.square = square
    let none = GridQuarter(cell: 0, first: first)
    quarters = (none, none, none, none, GridQuarter(cell: parent, first: first))
  }

  /// The number of the cell that this one is a quarter of.
  @inline(__always)
  var parent: Int { Int(quarters.4.cell) }

  /// Quarters are set from the first on, each but the first to start where the one before ended.
  mutating func set(_ quarter: Int, _ contents: GridQuarter, end: Int, within extent: GridExtent) {
    withUnsafeMutableBytes(of: &quarters) { bytes in
      let quarters = bytes.bindMemory(to: GridQuarter.self)
      quarters[quarter] = contents
      for later in quarter + 1...4 { quarters[later] = GridQuarter(cell: Int(quarters[later].cell), first: end) }
    }
    (north[quarter], halfHeight[quarter]) = extent.north.middleAndHalf
    (east[quarter], halfWidth[quarter]) = extent.east.middleAndHalf
    rho[quarter] = Float(extent.rho) * 0.999_999_8
  }

  /// A quarter of a cell in memory.
  @inline(__always)
  static subscript(quarter: Int, of cell: UnsafePointer<GridCell>) -> (contents: GridQuarter, run: Range<Int>) {
    let quarters = UnsafeRawPointer(cell).assumingMemoryBound(to: GridQuarter.self)
    let contents = quarters[quarter]
    return (contents, Range(uncheckedBounds: (Int(contents.first), Int(quarters[quarter + 1].first))))
  }

  /// Lower bounds of the squared chords from a place to the points of the quarters, m².
  ///
  /// With latitude φ, longitude λ and distance ρ from the axis, the squared chord is Δz² + Δρ² + 4 ρ₁ρ₂ sin²(Δλ/2).
  /// - Δz² + Δρ² is the chord of an arc of the meridian. Seen along the tangent in the arc's middle, a meridian of radii
  ///   of curvature M ≥ m advances by ∫ M cos ≥ 2m sin(Δφ/2).
  /// - 4 sin²(x/2) ≥ x² − x⁴/12, and it grows with x up to π: its least value is at the nearer side of the box.
  ///
  /// None is above the true one by more than the rounding of the arithmetic, which ``Candidates/reach`` covers.
  @inline(__always)
  func distances(from vantage: Vantage) -> Distances {
    let up = Self.twiceOutside(north &- vantage.north, halfHeight)
    let along = Self.twiceOutside(east &- vantage.east, halfWidth)
    let up2 = up * up
    let along2 = along * along
    let sum =
      up2 * (vantage.northScale - up2 * vantage.northBend)
      + rho * (along2 * (vantage.eastScale - along2 * vantage.eastBend))
    return Distances(sum)
  }

  /// Whether the box of a quarter meets another: middle and half extents in steps.
  func touches(_ quarter: Int, _ area: GridArea) -> Bool {
    guard !rho[quarter].isNaN else { return false }
    return abs(Float(north[quarter] &- area.north)) <= halfHeight[quarter] + area.halfHeight
      && abs(Float(east[quarter] &- area.east)) <= halfWidth[quarter] + area.halfWidth
  }

  /// Twice how far a middle is away less the half extent; 0 inside the box.
  @inline(__always)
  private static func twiceOutside(_ difference: SIMD4<Int32>, _ half: SIMD4<Float>) -> SIMD4<Float> {
    let beyond = size(SIMD4<Float>(difference)) - half
    // As the greater of it and 0 this has come out as four branches.
    return beyond + size(beyond)
  }

  @inline(__always)
  private static func size(_ number: SIMD4<Float>) -> SIMD4<Float> {
    unsafeBitCast(unsafeBitCast(number, to: SIMD4<UInt32>.self) & 0x7FFF_FFFF, to: SIMD4<Float>.self)
  }
}

/// What is in a quarter of a cell.
struct GridQuarter {
  /// The number of the cell that it is split into; 0 (the whole grid's number) when it is not split.
  let cell: UInt32
  /// The first of its run of entries.
  let first: UInt32

  init(cell: Int, first: Int) {
    self.cell = UInt32(truncatingIfNeeded: cell)
    self.first = UInt32(truncatingIfNeeded: first)
  }

  @inline(__always)
  var isLeaf: Bool { cell == 0 }
}
