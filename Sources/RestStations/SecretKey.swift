import Crypto

/// A key of 256 bits. Descriptions, `dump` and string interpolation do not tell it.
public struct SecretKey: Sendable {
  /// 32 bytes.
  package let bytes: [UInt8]

  package static let byteCount = 32

  /// A new key from the system's generator.
  public static func random() -> SecretKey {
    var generator = SystemRandomNumberGenerator()
    return SecretKey(bytes: (0..<byteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// A key of 64 hexadecimal digits of either case, or nothing for any other text.
  public init?(hex: some Collection<UInt8>) {
    guard hex.count == 2 * Self.byteCount else { return nil }
    let digits = hex.compactMap(Self.value)
    guard digits.count == 2 * Self.byteCount else { return nil }
    bytes = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// The key as 64 small hexadecimal digits.
  var hex: [UInt8] { Self.hex(of: bytes) }

  /// Bytes as small hexadecimal digits, two each.
  static func hex(of bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// The HMAC-SHA-256 (RFC 2104) of bytes under the key: 32 bytes that tell nothing of either.
  package func code(of message: some Sequence<UInt8>) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: Array(message), using: SymmetricKey(data: bytes)))
  }

  /// Tells the key from others and nothing else of it: its code of a fixed text, 64 small hexadecimal digits.
  public var mark: String {
    String(decoding: Self.hex(of: code(of: "mark of a key".utf8)), as: UTF8.self)
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension SecretKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "a secret key" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
