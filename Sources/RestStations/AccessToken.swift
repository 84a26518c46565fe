/// The secret by which someone is known to the server: `yz_`, 43 digits of base 62 for 256 random bits, and 6 for the
/// CRC-32 of all that stands before them.
///
/// Only ``text`` tells the secret; descriptions, `dump` and string interpolation do not. What is stored is ``digest``.
public struct AccessToken: Sendable {
  /// The whole token, 52 ASCII characters, to be shown to its owner and to no one else.
  public let text: String

  public static let prefix = "yz_"
  private static let secretBytes = 32
  /// The fewest digits that hold 256 bits, and 32.
  private static let (secretDigits, checksumDigits) = (43, 6)

  private init(text: String) {
    self.text = text
  }

  /// A new token of 256 bits from the system's generator.
  public static func random() -> AccessToken {
    var generator = SystemRandomNumberGenerator()
    return random(using: &generator)
  }

  package static func random(using generator: inout some RandomNumberGenerator) -> AccessToken {
    let secret = (0..<secretBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    let body = Array(prefix.utf8) + Base62.encode(secret, width: secretDigits)
    return AccessToken(text: String(decoding: body + checksum(of: body[...]), as: UTF8.self))
  }

  /// A token as it was given out, or nothing for a text that is none: cut, mistyped or not a token at all.
  ///
  /// Looks nothing up, and takes no white space around the token.
  public static func parse(_ text: String) -> AccessToken? {
    let bytes = Array(text.utf8)
    let bodyCount = prefix.utf8.count + secretDigits
    guard bytes.count == bodyCount + checksumDigits, text.hasPrefix(prefix) else { return nil }
    let body = bytes[..<bodyCount]
    guard Base62.decode(body.dropFirst(prefix.utf8.count), byteCount: secretBytes) != nil,
      bytes[bodyCount...].elementsEqual(checksum(of: body))
    else { return nil }
    return AccessToken(text: text)
  }

  /// What a server keeps to know the token by.
  public var digest: TokenDigest { TokenDigest(of: self) }

  private static func checksum(of body: ArraySlice<UInt8>) -> [UInt8] {
    let sum = CRC32.checksum(body)
    let bytes = stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: sum >> UInt32($0)) }
    return Base62.encode(bytes, width: checksumDigits)
  }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { Self.prefix + "…" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
