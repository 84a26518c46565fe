import HTTPTypes
import NIOCore

/// Which proxies are believed, and what they say of their clients.
struct Forwarding: Sendable {
  private let proxies: [AddressRange]

  /// - Parameter proxies: none believes no one.
  init(proxies: [AddressRange]) {
    self.proxies = proxies
  }

  /// Whether an address is a proxy's that is believed.
  func isTrusted(_ address: IPAddress) -> Bool {
    proxies.contains { $0.contains(address) }
  }

  /// The address that a request comes from. What proxies add is read from the right, where the nearest has written: the
  /// first address that is no proxy of ours is the client's; whatever stands to its left anyone may have made up.
  ///
  /// - Parameters:
  ///   - fields: the values of `X-Forwarded-For`, in the order of the header.
  ///   - peer: the other end of the connection.
  func client(forwardedFor fields: @autoclosure () -> [String], peer: IPAddress) -> IPAddress {
    guard isTrusted(peer) else { return peer }
    var nearest = peer
    for text in fields().flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }).reversed() {
      guard let address = IPAddress(text.trimming(while: { $0 == " " || $0 == "\t" })) else { return nearest }
      if !isTrusted(address) { return address }
      nearest = address
    }
    return nearest
  }

  /// Whether a proxy that is believed says that the client came by TLS.
  func isSecure(_ fields: HTTPFields, peer: IPAddress) -> Bool {
    isTrusted(peer) && fields[.forwardedProto]?.lowercased() == "https"
  }
}

extension Substring {
  fileprivate func trimming(while isBlank: (Character) -> Bool) -> String {
    let start = drop(while: isBlank)
    return String(start[..<(start.lastIndex { !isBlank($0) }.map(start.index(after:)) ?? start.startIndex)])
  }
}
