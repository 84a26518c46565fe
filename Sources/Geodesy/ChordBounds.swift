#if canImport(Glibc)
  public import Glibc
#else
  public import Darwin
#endif

/// What a chord says about the geodesic over it.
///
/// A geodesic bends, at each of its points, with the curvature of a normal section there, which on the ellipsoid lies
/// between 1/`largestCurvatureRadius` and 1/`smallestCurvatureRadius`. So it is no longer than an arc of the smallest
/// such circle over the same chord, and no shorter than one of the largest (Schur's comparison of arcs; the second
/// half holds because geodesics of a nearly round ellipsoid are nearly plane). Both are given a thousandth of
/// the excess over the chord as slack, which also covers the rounding of coordinates to `Double`.
public enum ChordBounds {
  @inlinable static var smallest: Double { Ellipsoid.smallestCurvatureRadius }
  @inlinable static var largest: Double { Ellipsoid.largestCurvatureRadius }
  /// Chords longer than this may span nearly antipodal places: no upper bound is claimed beyond it.
  @inlinable static var longestBounded: Double { 12_600_000.0 }

  /// A length that the geodesic over the chord does not exceed; infinite for nearly antipodal places. Metres.
  @inlinable
  public static func longestGeodesic(chord: Double) -> Double {
    guard chord <= longestBounded else { return .infinity }
    return excess(chord, smallest, slack: 1.001)
  }

  /// A length that the geodesic over the chord is not below. Metres.
  @inlinable
  public static func shortestGeodesic(chord: Double) -> Double {
    excess(chord, largest, slack: 0.999)
  }

  /// The chord beyond which every place is farther away than the given length, rounding to a millimetre included.
  ///
  /// Infinite where nothing can be said. Metres.
  @inlinable
  public static func longestChord(ofGeodesicsUpTo length: Double) -> Double {
    let limit = length + rounding
    // A chord is never longer than its geodesic; up to here it is less than a metre shorter.
    guard limit > 100_000 else { return limit }
    guard limit < 20_000_000 else { return .infinity }
    // On the largest circle the chord is 2R sin(s/2R); the slack of `shortestGeodesic` moves it by 1/1000 of s − c.
    let chord = 2 * largest * sin(min(limit / (2 * largest), .pi / 2))
    return chord + (limit - chord) * 0.0011 + 1e-6
  }

  /// The chord beyond which every place is farther away than one at the given chord can be, rounding to a millimetre
  /// included: ``longestChord(ofGeodesicsUpTo:)`` of ``longestGeodesic(chord:)``, or that geodesic's length, which is no
  /// less. Metres.
  @inlinable
  public static func longestRival(ofChord chord: Double) -> Double {
    guard chord < nearRival else { return longestChord(ofGeodesicsUpTo: longestGeodesic(chord: chord)) }
    return excess(chord, smallest, slack: 1.001) + rounding
  }

  /// A square above that of ``longestRival(ofChord:)``, for chords below 600 km: by at least 4e-6 of it and 1e-4 m², so that
  /// squares that are computed in `Float` can be compared with it, and by no more than 2e-5 of it and 0.23 m².
  ///
  /// The chord c, of square s, is lengthened to c (1 + e), and then by ρ, the rounding. As 2ab ≤ a²η + b²/η, the square of
  /// the sum is at most s (1 + e)² (1 + η) + ρ² (1 + 1/η), where η is 1e-5 here. And as e grows as h = s/4R² does, to 3.8e-4 at
  /// 600 km, (1 + e)² is at most 1 + 0.33410 h: so there is no root and no division, which what follows would wait for. What is
  /// above η and ρ² (1 + 1/η) below are the margin and the rounding.
  ///
  /// - Parameter square: of the chord, m², below ``greatestRivalSquare``.
  @inlinable
  @inline(__always)
  package static func squaredRival(ofSquaredChord square: Float) -> Float {
    let lengthening = Float(0.33410 / (4 * smallest * smallest))
    return square * (1.000_016 + square * lengthening) + Float(rounding * rounding * 100_400)
  }

  /// See ``squaredRival(ofSquaredChord:)``; itself excluded. m².
  @inlinable package static var greatestRivalSquare: Float { Float(nearRival * nearRival) }

  /// Of chords below this many metres a rival is as far as the geodesic may be, which is at most 0.04 % too far.
  @inlinable static var nearRival: Double { 600_000 }

  /// Two distances that differ by less may be equal when rounded to a millimetre, and half as much for error.
  @inlinable static var rounding: Double { 0.0015 }

  @inlinable
  static func excess(_ chord: Double, _ radius: Double, slack: Double) -> Double {
    let half = min(1, chord / (2 * radius))
    // Below 100 km the arc sine would lose the excess in rounding: 2R asin(c/2R) − c = c³/24R² + …
    let over = chord < 100_000 ? chord * half * half / 6 * (1 + half * half * 0.45) : 2 * radius * asin(half) - chord
    return chord + over * slack
  }
}
