extension GridCell {
  /// Lower bounds of the squared chords to the four quarters, m², each with its quarter's number in its lowest bits.
  ///
  /// That rounds them, by up to 1e-6 of them and 1e-6 m², which ``Candidates/reach`` covers.
  struct Distances {
    private var marked: SIMD4<Float>

    /// - Parameter squares: neither negative nor infinite.
    @inline(__always)
    init(_ squares: SIMD4<Float>) {
      // The order of such numbers is that of their bits. (Above 0 because the least numbers are slow to compare.)
      let bits = unsafeBitCast(squares + 1e-6, to: SIMD4<UInt32>.self)
      // 4 and not 0, 3 and not 7: where one lane needs less than the others, the optimiser takes all four apart.
      marked = unsafeBitCast(bits & ~7 | SIMD4<UInt32>(4, 1, 2, 3), to: SIMD4<Float>.self)
    }

    /// A squared distance beyond any reach.
    @inline(__always)
    private static var nowhere: Float { .greatestFiniteMagnitude }

    /// The nearest quarter.
    @inline(__always)
    var least: Least {
      Least(distance: min(min(marked.x, marked.y), min(marked.z, marked.w)))
    }

    struct Least {
      let distance: Float
      @inline(__always)
      var quarter: Int { Int(truncatingIfNeeded: distance.bitPattern & 3) }
    }

    /// Leaves the nearest quarter out of what follows.
    @inline(__always)
    mutating func close(_ least: Least) {
      marked.replace(with: Self.nowhere, where: marked .== SIMD4(repeating: least.distance))
    }

    /// Leaves a quarter out of what follows.
    @inline(__always)
    mutating func close(_ quarter: Int) {
      let number = SIMD4(repeating: UInt32(truncatingIfNeeded: quarter))
      marked.replace(with: Self.nowhere, where: SIMD4<UInt32>(0, 1, 2, 3) .== number)
    }
  }
}
