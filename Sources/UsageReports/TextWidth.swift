/// How wide texts are in a spreadsheet.
enum TextWidth {
  /// The width in characters of a Latin face; Chinese ones count twice.
  static func columns(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + (isWide($1) ? 2 : 1) }
  }

  /// A column's width that fits texts, within limits.
  static func fitting(_ texts: some Sequence<String>, within limits: ClosedRange<Double>) -> Double {
    let widest = texts.reduce(0) { max($0, columns($1)) }
    return min(max(Double(widest) + 2, limits.lowerBound), limits.upperBound)
  }

  /// The blocks that UAX #11 has as wide or full-width.
  private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
