/// Sines and cosines of two angles in degrees at once, as a latitude and a longitude need them.
///
/// Degrees are brought to −45…45 before they become radians: that loses nothing, is exact at the right angles (so both
/// poles and ±180° are single points), and leaves polynomials of sixth order in x². Those are fdlibm's (`k_sin.c`,
/// `k_cos.c`, Sun Microsystems 1993): below 1 ulp of error. Four calls of the C library take four times as long.
struct SineCosine {
  let sine, cosine: SIMD2<Double>

  /// - Parameter degrees: of magnitude at most 360.
  init(ofDegrees degrees: SIMD2<Double>) {
    // Adding 3 × 2⁵¹ rounds to a whole number, which then stands in the low bits.
    let rounding = SIMD2(repeating: 0x1.8p52)
    let turned = degrees * (1 / 90.0) + rounding
    let quarterTurns = SIMD2<UInt64>(turned.x.bitPattern, turned.y.bitPattern)
    let x = (degrees - (turned - rounding) * 90) * (.pi / 180)

    let square = x * x
    let sine = Self.kernelSine(x, square)
    let cosine = Self.kernelCosine(square)
    // An odd number of quarter turns swaps the two; the second bit of it, and of its successor, is the sign.
    let swapped = 0 &- (quarterTurns & 1)
    self.sine = Self.select(sine, cosine, swapped, negative: quarterTurns)
    self.cosine = Self.select(cosine, sine, swapped, negative: quarterTurns &+ 1)
  }

  private static func select(
    _ one: SIMD2<Double>, _ other: SIMD2<Double>, _ swapped: SIMD2<UInt64>, negative: SIMD2<UInt64>
  ) -> SIMD2<Double> {
    let bits =
      (unsafeBitCast(one, to: SIMD2<UInt64>.self) & ~swapped)
      | (unsafeBitCast(other, to: SIMD2<UInt64>.self) & swapped)
    // Zero is added so that no zero is negative.
    return unsafeBitCast(bits ^ ((negative & 2) &<< 62), to: SIMD2<Double>.self) + 0.0
  }

  private static func kernelSine(_ x: SIMD2<Double>, _ square: SIMD2<Double>) -> SIMD2<Double> {
    var sum = 1.58969099521155010221e-10 * square - 2.50507602534068634195e-08
    sum = sum * square + 2.75573137070700676789e-06
    sum = sum * square - 1.98412698298579493134e-04
    sum = sum * square + 8.33333333332248946124e-03
    sum = sum * square - 1.66666666666666324348e-01
    return x + x * square * sum
  }

  private static func kernelCosine(_ square: SIMD2<Double>) -> SIMD2<Double> {
    var sum = -1.13596475577881948265e-11 * square + 2.08757232129817482790e-09
    sum = sum * square - 2.75573143513906633035e-07
    sum = sum * square + 2.48015872894767294178e-05
    sum = sum * square - 1.38888888888741095749e-03
    sum = sum * square + 4.16666666666666019037e-02
    // 1 − x²/2 is rounded; what that loses is put back with the small terms.
    let half = square * 0.5
    let most = 1 - half
    return most + ((1 - most - half) + square * square * sum)
  }
}
