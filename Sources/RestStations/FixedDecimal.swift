/// Numbers with a fixed count of decimals, written without locale and without going through a format string.
public enum FixedDecimal {
  /// Appends a number, halves rounded away from zero: `35.5501234`.
  ///
  /// - Parameters:
  ///   - value: finite, of a magnitude below 10⁹; others are clamped.
  ///   - decimals: 0…9.
  public static func append(_ value: Double, decimals: Int, to bytes: inout [UInt8]) {
    let number = scaled(value, decimals: decimals)
    let (whole, fraction) = number.magnitude.quotientAndRemainder(dividingBy: number.scale)
    if number.isNegative { bytes.append(UInt8(ascii: "-")) }
    append(whole, minimumDigits: 1, to: &bytes)
    guard number.scale > 1 else { return }
    bytes.append(UInt8(ascii: "."))
    append(fraction, minimumDigits: min(9, decimals), to: &bytes)
  }

  /// What such a number is written from: its sign; as a whole number in units of its last place; and how many of those
  /// make one.
  @inlinable
  package static func scaled(
    _ value: Double, decimals: Int
  ) -> (isNegative: Bool, magnitude: UInt64, scale: UInt64) {
    var scale: UInt64 = 1
    for _ in 0..<max(0, min(9, decimals)) { scale *= 10 }
    let limited = value.isNaN ? 0 : max(-1e9, min(1e9, value))
    let scaled = Int64((limited * Double(scale)).rounded())
    return (scaled < 0, scaled.magnitude, scale)
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
}
