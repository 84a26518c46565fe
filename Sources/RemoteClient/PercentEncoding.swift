/// Percent-encoding of what goes into a URL (RFC 3986).
///
/// Letters and digits of ASCII and `-._~` stay; every other byte of the text's UTF-8 becomes `%XX`. So `+` is `%2B` (a
/// time's `+08:00` arrives as such), and a space is `%20`.
public enum PercentEncoding {
  /// A query of names and values in their order, without the `?`: `a=1&b=2`; empty when there are none.
  public static func query(_ items: [(String, String)]) -> String {
    items.map { "\(encoded($0.0))=\(encoded($0.1))" }.joined(separator: "&")
  }

  /// One segment of a path; a `/` in it becomes `%2F`.
  public static func pathSegment(_ text: String) -> String {
    encoded(text)
  }

  private static func encoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      if isUnreserved(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
      UInt8(ascii: "~"):
      true
    default: false
    }
  }
}
