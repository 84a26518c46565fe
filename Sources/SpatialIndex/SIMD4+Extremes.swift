// Written lane by lane because that compiles to one instruction: `pointwiseMin` is a call, and `replacing(with:where:)`
// has come out as four branches.

extension SIMD4<Float> {
  /// Lane by lane the lesser of two; the other one's where either is not a number.
  @inline(__always)
  func lesser(_ other: SIMD4<Float>) -> SIMD4<Float> {
    SIMD4(
      x < other.x ? x : other.x, y < other.y ? y : other.y, z < other.z ? z : other.z, w < other.w ? w : other.w)
  }

  /// Lane by lane the greater of two; the other one's where either is not a number.
  @inline(__always)
  func greater(_ other: SIMD4<Float>) -> SIMD4<Float> {
    SIMD4(
      x > other.x ? x : other.x, y > other.y ? y : other.y, z > other.z ? z : other.z, w > other.w ? w : other.w)
  }
}
