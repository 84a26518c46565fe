import Geodesy

/// A square of the grid that is split in four: what is in each quarter, and a bound of the distance to it.
///
/// Two cache lines: the first leads on by the code of the question's place, the second measures.
struct GridCell {
  /// The four, and in the place of a fifth the cell around this one, and the end of the last run.
  /// (They come first: see the subscript.)
  private var quarters: (GridQuarter, GridQuarter, GridQuarter, GridQuarter, GridQuarter)
  let square: GridSquare
  /// The least distance of a point from the Earth's axis, metres.
  private var rho = SIMD4<Float>(repeating: emptyRho)
  /// The middles of the boxes of the points, in steps of ``GridPlace``: four northings, then four eastings.
  private var middle = SIMD8<UInt32>(repeating: 0)
  /// Half their heights, and half their widths, in steps.
  private var half = SIMD8<Float>(lowHalf: SIMD4(repeating: 0), highHalf: SIMD4(repeating: emptyHalfWidth))

  /// A quarter without points is so far from the axis, and so many steps less than nothing wide, that it is beyond any
  /// reach from everywhere. (The width is -0.1 radians: with more than -0.3, the bound below turns back to 0.)
  private static let emptyRho: Float = 1e30
  private static let emptyHalfWidth: Float = -0x1p26

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
    (middle[quarter], half[quarter]) = extent.north.middleAndHalf
    (middle[4 + quarter], half[4 + quarter]) = extent.east.middleAndHalf
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
  ///
  /// A call of its own: inlined, the optimiser takes the four lanes apart again and needs three times the instructions.
  @inline(never)
  static func distances(of cell: UnsafePointer<GridCell>, from vantage: UnsafePointer<Vantage>) -> Distances {
    let difference = unsafeBitCast(cell.pointee.middle &- vantage.pointee.middle, to: SIMD8<Int32>.self)
    let beyond = size(SIMD8<Float>(difference)) - cell.pointee.half
    // Twice how far it is to the box. (As the greater of `beyond` and 0 this has come out as branches.)
    let outside = beyond + size(beyond)
    let square = outside * outside
    let terms = square * (vantage.pointee.scale - square * vantage.pointee.bend)
    return Distances(terms.lowHalf + cell.pointee.rho * terms.highHalf)
  }

  /// Whether the box of a quarter meets another: middle and half extents in steps.
  func touches(_ quarter: Int, _ area: GridArea) -> Bool {
    guard half[4 + quarter] >= 0 else { return false }
    return abs(Float(Int32(bitPattern: middle[quarter] &- area.north))) <= half[quarter] + area.halfHeight
      && abs(Float(Int32(bitPattern: middle[4 + quarter] &- area.east))) <= half[4 + quarter] + area.halfWidth
  }

  @inline(__always)
  private static func size(_ number: SIMD8<Float>) -> SIMD8<Float> {
    unsafeBitCast(unsafeBitCast(number, to: SIMD8<UInt32>.self) & 0x7FFF_FFFF, to: SIMD8<Float>.self)
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
