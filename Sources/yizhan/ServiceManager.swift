import Foundation

/// What started this process and wants to know how it fares: systemd, by the protocol of `sd_notify`(3).
enum ServiceManager {
  /// Sends a state such as `READY=1`; does nothing when nobody asked for it. What cannot be sent is lost.
  static func notify(_ state: String) {
    guard let name = ConnectionOptions.setting("NOTIFY_SOCKET"), var address = address(of: name) else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let bytes = Array(state.utf8)
    let length = socklen_t(MemoryLayout<sa_family_t>.size + name.utf8.count)
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), address, length)
      }
    }
  }

  /// A path, or a name in the abstract namespace, which is written with `@` for its first byte, a zero.
  private static func address(of name: String) -> sockaddr_un? {
    var bytes = Array(name.utf8)
    guard let first = bytes.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@") else { return nil }
    if first == UInt8(ascii: "@") { bytes[0] = 0 }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    guard bytes.count < MemoryLayout.size(ofValue: address.sun_path) else { return nil }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    return address
  }
}
