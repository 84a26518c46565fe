extension SIMD4<Float> {
  /// Lane by lane the lesser of two.
  @inline(__always)
  func lesser(_ other: SIMD4<Float>) -> SIMD4<Float> {
    replacing(with: other, where: other .< self)
  }

  /// Lane by lane the greater of two.
  @inline(__always)
  func greater(_ other: SIMD4<Float>) -> SIMD4<Float> {
    replacing(with: other, where: other .> self)
  }

  /// The two of each half in each other's place.
  @inline(__always)
  var swapped: SIMD4<Float> { SIMD4(y, x, w, z) }

  /// The halves in each other's place.
  @inline(__always)
  var turned: SIMD4<Float> { SIMD4(z, w, x, y) }
}
