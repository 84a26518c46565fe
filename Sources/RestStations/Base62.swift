/// Numbers of any size in the digits 0–9, A–Z, a–z.
enum Base62 {
  private static let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)

  /// A number in so many digits, zeros in front; what does not fit is cut off at the front.
  ///
  /// - Parameter number: its bytes, the most significant first.
  static func encode(_ number: [UInt8], width: Int) -> [UInt8] {
    var rest = number
    var text = [UInt8](repeating: digits[0], count: width)
    for place in text.indices.reversed() {
      // Long division: one digit is the remainder by 62.
      var remainder = 0
      for index in rest.indices {
        let dividend = remainder << 8 | Int(rest[index])
        rest[index] = UInt8(dividend / 62)
        remainder = dividend % 62
      }
      text[place] = digits[remainder]
    }
    return text
  }

  /// A number of so many bytes, or nothing when a byte is no digit or the number is greater than that.
  static func decode(_ text: some Sequence<UInt8>, byteCount: Int) -> [UInt8]? {
    var number = [UInt8](repeating: 0, count: byteCount)
    for byte in text {
      guard var carry = value(of: byte) else { return nil }
      for index in number.indices.reversed() {
        let product = Int(number[index]) * 62 + carry
        number[index] = UInt8(truncatingIfNeeded: product)
        carry = product >> 8
      }
      guard carry == 0 else { return nil }
    }
    return number
  }

  private static func value(of digit: UInt8) -> Int? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(digit - UInt8(ascii: "0"))
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): Int(digit - UInt8(ascii: "A")) + 10
    case UInt8(ascii: "a")...UInt8(ascii: "z"): Int(digit - UInt8(ascii: "a")) + 36
    default: nil
    }
  }
}
