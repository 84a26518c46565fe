import NIOCore
package import NIOHTTP1

/// A request without its body, handed on by reference: copies of a head with its dozen texts would each be counted.
package struct RequestHead: Sendable {
  /// What a header says behind the target.
  private final class Header: Sendable {
    let head: HTTPRequestHead
    let glance: HeaderGlance

    init(_ head: HTTPRequestHead, _ glance: HeaderGlance) {
      (self.head, self.glance) = (head, glance)
    }
  }

  private let header: Header
  /// Nothing when it is that of the head.
  private let target: ByteBuffer?

  package init(_ head: HTTPRequestHead) {
    (header, target) = (Header(head, HeaderGlance(head.headers)), nil)
  }

  /// The same head with another target, in ASCII.
  init(_ other: RequestHead, target: consuming ByteBuffer) {
    (header, self.target) = (other.header, target)
  }

  var glance: HeaderGlance { header.glance }
  var method: HTTPMethod { header.head.method }
  var version: HTTPVersion { header.head.version }
  var headers: HTTPHeaders { header.head.headers }
  var isKeepAlive: Bool { header.head.isKeepAlive }

  /// As the parser makes it.
  package var whole: HTTPRequestHead {
    guard let target else { return header.head }
    var head = header.head
    head.uri = String(buffer: target)
    return head
  }

  /// Lends a body the target's bytes.
  func withTarget<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    guard let target else {
      var text = header.head.uri
      return try text.withUTF8(body)
    }
    return try target.withUnsafeReadableBytes { try body($0.bindMemory(to: UInt8.self)) }
  }
}
