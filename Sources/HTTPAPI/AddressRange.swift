/// A block of addresses in CIDR notation, such as `10.0.0.0/8` or `2001:db8::/32` (RFC 4632); an address by itself is a
/// block of one.
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
  /// The block's first address.
  public let first: IPAddress
  /// How many leading bits all addresses of the block have in common, 0…32 or 0…128.
  public let prefix: Int

  /// - Returns: nothing for what is not a block: also when bits are set behind the prefix (`10.0.0.1/8`), because then
  ///   it is not known which of the two was meant.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first.flatMap({ IPAddress(String($0)) }) else { return nil }
    let bits = address.bytes.count * 8
    guard let prefix = parts.count == 1 ? bits : Self.number(parts[1]), prefix <= bits else { return nil }
    guard address.bytes.indices.allSatisfy({ address.bytes[$0] & ~Self.mask($0, prefix) == 0 }) else { return nil }
    (first, self.prefix) = (address, prefix)
  }

  /// The notation that it can be read from.
  public var description: String {
    prefix == first.bytes.count * 8 ? "\(first)" : "\(first)/\(prefix)"
  }

  /// Whether an address lies in the block. One of the other version of the protocol never does.
  public func contains(_ address: IPAddress) -> Bool {
    let bytes = address.bytes
    return bytes.count == first.bytes.count
      && bytes.indices.allSatisfy { bytes[$0] & Self.mask($0, prefix) == first.bytes[$0] }
  }

  /// The bits of one of an address's bytes that are in its first bits.
  private static func mask(_ byte: Int, _ prefix: Int) -> UInt8 {
    let bits = max(0, min(8, prefix - byte * 8))
    return UInt8(truncatingIfNeeded: 0xFF00 >> bits)
  }

  /// At most three digits and nothing else.
  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.count <= 3, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text)
  }
}
