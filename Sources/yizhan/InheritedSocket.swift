import Foundation
import RestStations

/// A listening socket that the process was started with, by the protocol of `sd_listen_fds`(3): it is there before the
/// server and after it, so that no connection is refused while one takes the other's place.
struct InheritedSocket: Sendable {
  let descriptor: CInt
  /// The address that it listens at.
  let host: String

  /// The first descriptor that is handed over; more follow it.
  private static let first: CInt = 3

  /// Takes the socket over, if there is one; children do not get it.
  ///
  /// - Throws: ``YizhanError`` with `badData` when there are several, or it is not one to serve at.
  static func take() throws(YizhanError) -> InheritedSocket? {
    guard let count = ConnectionOptions.setting("LISTEN_FDS"),
      ConnectionOptions.setting("LISTEN_PID") == String(getpid())
    else { return nil }
    for name in ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] { unsetenv(name) }
    guard count == "1" else {
      throw YizhanError(
        .badData, Bilingual("one socket is to be handed over, not \(count)", "应传入一个套接字，而不是 \(count) 个"))
    }
    // A socket that is a file would make everyone who may open it the database's owner.
    guard fcntl(first, F_SETFD, FD_CLOEXEC) == 0, option(SO_ACCEPTCONN) == 1,
      option(SO_TYPE) == Int32(SOCK_STREAM.rawValue), let host = address()
    else {
      throw YizhanError(
        .badData, Bilingual("the socket that was handed over is not a listening TCP socket", "传入的套接字不是监听中的 TCP 套接字"))
    }
    return InheritedSocket(descriptor: first, host: host)
  }

  private static func option(_ name: Int32) -> Int32? {
    var (value, size): (Int32, socklen_t) = (0, 4)
    return getsockopt(first, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
  }

  /// Nothing for a socket that is not of the Internet.
  private static func address() -> String? {
    var storage = sockaddr_storage()
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let found = withUnsafeMutablePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        getsockname(first, address, &size) == 0 && [AF_INET, AF_INET6].contains(Int32(address.pointee.sa_family))
          && getnameinfo(address, size, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0
      }
    }
    guard found else { return nil }
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
