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
}
