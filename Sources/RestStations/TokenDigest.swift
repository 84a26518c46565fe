import Crypto

/// The SHA-256 of an access token's text: enough to recognise the token, useless for making it.
///
/// Comparing two takes the same time wherever they differ.
public struct TokenDigest: Sendable {
  /// 32 bytes.
  public let bytes: [UInt8]

  public static let byteCount = 32

  init(of token: AccessToken) {
    self.init(of: token.text)
  }

  /// The digest of what may be a token.
  public init(of text: String) {
    bytes = Array(SHA256.hash(data: Array(text.utf8)))
  }

  /// A digest as it was stored, or nothing when it is not 32 bytes long.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }
}

extension TokenDigest: Hashable {
  public static func == (one: TokenDigest, other: TokenDigest) -> Bool {
    // Every byte is looked at, whatever the ones before it were.
    zip(one.bytes, other.bytes).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(bytes)
  }
}
