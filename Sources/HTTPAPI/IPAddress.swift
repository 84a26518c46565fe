import Foundation
import NIOCore

/// An address of the Internet, version 4 or 6. One of version 4 that is written as version 6 (`::ffff:192.0.2.1`, as
/// sockets for both versions do) is the address of version 4.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
  // Without a reference, for it is handed on with every request.
  private let number: UInt128
  private let isVersion4: Bool

  private init(_ bytes: some Collection<UInt8>) {
    let isMapped = bytes.starts(with: Self.mappedPrefix)
    number = bytes.dropFirst(isMapped ? Self.mappedPrefix.count : 0).reduce(0) { $0 << 8 | UInt128($1) }
    isVersion4 = isMapped || bytes.count == 4
  }

  /// 4 or 16, the most significant first.
  public var bytes: [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0.suffix(isVersion4 ? 4 : 16)) }
  }

  /// - Returns: nothing for what is not an address in its usual notation; a zone (`%eth0`), brackets and ports are not.
  public init?(_ text: String) {
    guard !text.utf8.contains(0) else { return nil }
    var four = in_addr()
    var six = in6_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      self = withUnsafeBytes(of: four) { Self($0) }
    } else if inet_pton(AF_INET6, text, &six) == 1 {
      self = withUnsafeBytes(of: six) { Self($0) }
    } else {
      return nil
    }
  }

  /// Of a connection's end; nothing for sockets that are files.
  init?(_ address: SocketAddress?) {
    switch address {
    case .v4(let four): self = withUnsafeBytes(of: four.address.sin_addr) { Self($0) }
    case .v6(let six): self = withUnsafeBytes(of: six.address.sin6_addr) { Self($0) }
    case .unixDomainSocket, nil: return nil
    }
  }

  /// The usual notation.
  public var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = isVersion4 ? AF_INET : AF_INET6
    guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "" }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static let mappedPrefix: [UInt8] = Array(repeating: 0, count: 10) + [0xFF, 0xFF]
}
