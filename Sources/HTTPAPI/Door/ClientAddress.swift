/// Whose requests are counted together: an IPv4 address, or the first 64 bits of an IPv6 address, which are a
/// household's or a phone's.
struct ClientAddress: Hashable, Sendable {
  private let network: UInt64

  init(_ address: IPAddress) {
    // No IPv6 network of the internet begins with sixteen bits 0, so that the two kinds stay apart.
    network = address.bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  private init() { network = 0 }

  /// Of a connection without an address, which is the owner's.
  static let none = ClientAddress()
}
