/// The id of a visit, chosen by whoever logs it: a UUID (RFC 9562).
public struct VisitID: Hashable, Sendable, CustomStringConvertible {
  /// Its 128 bits, the first byte the highest.
  public let value: UInt128

  public init(value: UInt128) {
    self.value = value
  }

  /// Reads 32 hexadecimal digits of either case in groups of 8, 4, 4, 4 and 12; nothing for any other text.
  public init?(_ text: String) {
    var (value, digits) = (UInt128(0), 0)
    for (place, byte) in text.utf8.enumerated() {
      if [8, 13, 18, 23].contains(place) {
        guard byte == UInt8(ascii: "-") else { return nil }
        continue
      }
      guard digits < 32, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt128(digit)
      digits += 1
    }
    guard digits == 32 else { return nil }
    self.value = value
  }

  /// A new id of version 7, which orders by time.
  ///
  /// - Parameter instant: milliseconds since 1970, within 48 bits; others are cut.
  public static func random(at instant: Int64) -> VisitID {
    let time = UInt128(UInt64(truncatingIfNeeded: instant) & 0xFFFF_FFFF_FFFF) << 80
    let random = UInt128.random(in: 0...UInt128.max)
    let (version, variant) = (UInt128(7) << 76, UInt128(0b10) << 62)
    let free = random & ~(UInt128.max << 80) & ~(UInt128(0xF) << 76) & ~(UInt128(0b11) << 62)
    return VisitID(value: time | version | variant | free)
  }

  /// In small digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for place in 0..<32 {
      if [8, 12, 16, 20].contains(place) { text.append(UInt8(ascii: "-")) }
      text.append(digits[Int(truncatingIfNeeded: value >> UInt128(124 - 4 * place)) & 15])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
