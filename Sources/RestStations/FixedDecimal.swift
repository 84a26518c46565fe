/// Numbers with a fixed count of decimals, written without locale and without going through a format string.
public enum FixedDecimal {
  /// Appends a number, halves rounded away from zero: `35.5501234`.
  ///
  /// - Parameters:
  ///   - value: finite, of a magnitude below 10⁹; others are clamped.
  ///   - decimals: 0…9.
  public static func append(_ value: Double, decimals: Int, to bytes: inout [UInt8]) {
    let parts = parts(of: value, decimals: decimals)
    if parts.isNegative { bytes.append(UInt8(ascii: "-")) }
    append(parts.whole, minimumDigits: 1, to: &bytes)
    guard parts.places > 0 else { return }
    bytes.append(UInt8(ascii: "."))
    append(parts.fraction, minimumDigits: parts.places, to: &bytes)
  }

  /// What such a number is written as: a sign, a whole number, and so many places of a fraction.
  @inlinable
  package static func parts(
    of value: Double, decimals: Int
  ) -> (isNegative: Bool, whole: UInt64, fraction: UInt64, places: Int) {
    let places = max(0, min(9, decimals))
    let scale = powers[places]
    let limited = value.isNaN ? 0 : max(-1e9, min(1e9, value))
    let scaled = Int64((limited * Double(scale)).rounded())
    let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
    return (scaled < 0, whole, fraction, places)
  }

  /// The number as text; see ``append(_:decimals:to:)``.
  public static func text(_ value: Double, decimals: Int) -> String {
    var bytes: [UInt8] = []
    append(value, decimals: decimals, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func append(_ number: UInt64, minimumDigits: Int, to bytes: inout [UInt8]) {
    let start = bytes.count
    var rest = number
    while rest > 0 || bytes.count - start < minimumDigits {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    bytes[start...].reverse()
  }

  @usableFromInline
  package static let powers: [Int64] = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
  ]
}
