import NIOCore
package import NIOHTTP1

/// A request without its body. What has been parsed is shared by all requests that say the same behind their targets: for
/// another target the parser's own head would be copied, and a text made of the target.
package struct RequestHead: Sendable {
  private final class Parsed: Sendable {
    /// Its target is the one that it was parsed with.
    let head: HTTPRequestHead
    let glance: HeaderGlance

    init(_ head: HTTPRequestHead, _ glance: HeaderGlance) {
      (self.head, self.glance) = (head, glance)
    }
  }

  private let parsed: Parsed
  /// Nothing when it is the parsed one's. (It keeps the memory that was received: whoever keeps a request keeps ``whole``.)
  private let target: ByteBuffer?

  package init(_ head: HTTPRequestHead) {
    (parsed, target) = (Parsed(head, HeaderGlance(head.headers)), nil)
  }

  /// The same head with another target, in ASCII.
  init(_ other: RequestHead, target: consuming ByteBuffer) {
    (parsed, self.target) = (other.parsed, target)
  }

  var glance: HeaderGlance { parsed.glance }
  var method: HTTPMethod { parsed.head.method }
  var version: HTTPVersion { parsed.head.version }
  var headers: HTTPHeaders { parsed.head.headers }
  var isKeepAlive: Bool { parsed.head.isKeepAlive }

  /// As the parser makes it.
  package var whole: HTTPRequestHead {
    guard let target else { return parsed.head }
    var head = parsed.head
    head.uri = String(buffer: target)
    return head
  }

  /// Lends a body the target's bytes.
  func withTarget<Result>(_ body: (UnsafeBufferPointer<UInt8>) throws -> Result) rethrows -> Result {
    guard let target else {
      var text = parsed.head.uri
      return try text.withUTF8(body)
    }
    return try target.withUnsafeReadableBytes { try body($0.bindMemory(to: UInt8.self)) }
  }
}
