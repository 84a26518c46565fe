/// Decimal numbers as people and programs write them: an optional sign, digits, an optional fraction and exponent.
public enum DecimalNumber {
  /// The number, or nothing when the text is no such number or too great for a `Double`.
  ///
  /// Narrower than `Double.init`: no `nan`, no `inf`, no hexadecimal, no white space.
  public static func parse(_ text: String) -> Double? {
    var bytes = text.utf8[...]
    guard bytes.count <= 64 else { return nil }
    skipSign(&bytes)
    let whole = skipDigits(&bytes)
    var fraction = 0
    if bytes.first == UInt8(ascii: ".") {
      bytes.removeFirst()
      fraction = skipDigits(&bytes)
    }
    guard whole + fraction > 0 else { return nil }
    if bytes.first == UInt8(ascii: "e") || bytes.first == UInt8(ascii: "E") {
      bytes.removeFirst()
      skipSign(&bytes)
      guard skipDigits(&bytes) > 0 else { return nil }
    }
    guard bytes.isEmpty, let number = Double(text), number.isFinite else { return nil }
    return number
  }

  private static func skipSign(_ bytes: inout Substring.UTF8View) {
    if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
  }

  private static func skipDigits(_ bytes: inout Substring.UTF8View) -> Int {
    var count = 0
    while let byte = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
      bytes.removeFirst()
      count += 1
    }
    return count
  }
}
