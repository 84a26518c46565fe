/// What is stored of a visitor: the HMAC-SHA-256 (RFC 2104) of their reference under a key that is kept apart.
///
/// The same reference gives the same pseudonym under the same key, so visitors can be counted; without the key it tells
/// nothing, not even to someone who tries every telephone number.
public struct VisitorPseudonym: Hashable, Sendable {
  /// 32 bytes.
  public let bytes: [UInt8]

  public static let byteCount = 32

  /// The pseudonym of a reference: of its UTF-8, as it stands.
  public init(_ reference: VisitorReference, under key: SecretKey) {
    bytes = key.code(of: reference.text.utf8)
  }

  /// A pseudonym as it was stored, or nothing when it is not 32 bytes long.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }
}
