import Glibc
package import NIOCore
import NIOHTTP1

/// Stands in front of the HTTP parser of a connection and spares it what it has read there before: who asks again mostly
/// says the same header, word for word, behind another target. The door then gets what the parser would make of it.
///
/// That it would follows from three things, each of which is looked at. The parser is between two requests, and so has
/// nothing in hand and goes on reading: what it makes of bytes depends on these alone. The bytes are `GET`, a target that
/// begins with `/` and has only visible characters of ASCII and no `#`, and exactly what stood behind the target of a
/// request that it has read on this connection: behind each such target it is in the same state, and so makes the same of
/// the rest. And that request was alone in its bytes, had no body, and left the parser between two requests again.
///
/// It saves the parser's part of an answer, 2 µs (`Benchmarks/nearest_vs_limit.py`).
///
/// `HeaderMemoryTests` hold it against the parser alone.
package final class HeaderMemory: ChannelInboundHandler, RemovableChannelHandler {
  package typealias InboundIn = ByteBuffer
  package typealias InboundOut = ByteBuffer

  /// A request that the parser has read.
  private final class Known {
    let head: RequestHead
    /// All its bytes behind the target.
    let rest: [UInt8]

    init(_ head: RequestHead, rest: [UInt8]) {
      (self.head, self.rest) = (head, rest)
    }
  }

  /// What the parser has made of the bytes that it is reading.
  private enum Made {
    case nothing
    case head(RequestHead)
    /// One request without a body.
    case request(RequestHead)
    /// Something else that ends with the end of a request, or does not.
    case end, part
    /// More came before all was handed on: where the parser stands is not known.
    case unknown
  }

  private static let method = Array("GET ".utf8)
  private static let headerEnd = Array("\r\n\r\n".utf8)
  /// Bytes; the parser takes far more.
  private static let (greatestTarget, greatestRest) = (1 << 10, 2 << 10)
  /// So many requests are kept one after the other without any being repeated; then none is any more.
  private static let mostInVain = 8

  private let receive: (consuming RequestHead) -> Void
  private let readsOn: () -> Bool
  private var known: Known?
  private var inVain = 0
  /// Whether the parser is between two requests for certain.
  private var isBetween = true
  /// There was a fault, or a request behind which the parser reads no other.
  private var isOver = false
  /// Nothing when the parser is not reading.
  private var made: Made?

  /// Who gets the requests stands behind the parser, and says here what the parser makes of the others.
  ///
  /// - Parameters:
  ///   - receive: takes a request without a body that the parser need not read.
  ///   - readsOn: lets more be read, when nobody behind the parser waits to hear that there is no more for now; tells whether
  ///     it did.
  package init(_ receive: @escaping (consuming RequestHead) -> Void, readsOn: @escaping () -> Bool) {
    (self.receive, self.readsOn) = (receive, readsOn)
  }

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    if made != nil {
      made = .unknown
      context.fireChannelRead(data)
    } else if isBetween, let known, let target = Self.target(of: bytes, before: known.rest) {
      inVain = 0
      receive(RequestHead(known.head, target: target))
    } else {
      parse(bytes, data, context)
    }
  }

  /// (Neither the parser nor the door does anything when a read is complete.)
  package func channelReadComplete(context: ChannelHandlerContext) {
    if !readsOn() { context.fireChannelReadComplete() }
  }

  private func parse(_ bytes: ByteBuffer, _ data: NIOAny, _ context: ChannelHandlerContext) {
    let wasBetween = isBetween
    made = .nothing
    context.fireChannelRead(data)
    let (made, endsHeader) = (self.made, bytes.readableBytesView.suffix(4).elementsEqual(Self.headerEnd))
    self.made = nil
    switch made {
    case .request(let head):
      isBetween = endsHeader && !isOver
      if wasBetween, isBetween, inVain < Self.mostInVain { keep(bytes, head) }
    case .end:
      // A request that ends where its bytes end, or before no more than empty lines, which the parser passes by: of another
      // that had begun, the end of the header would have been the end of it.
      isBetween = endsHeader && !isOver
    default:
      isBetween = false
    }
  }

  /// Keeps a request that may be repeated; one with a token is not kept.
  private func keep(_ bytes: ByteBuffer, _ head: RequestHead) {
    // Chunks without any byte may have fields behind them, which the parser would hand on.
    guard !head.glance.hasAuthorization, head.glance.codings == 0, head.version == .http1_1 else { return }
    let target = head.whole.uri
    let rest = Array(bytes.readableBytesView.dropFirst(Self.method.count + target.utf8.count))
    guard rest.count <= Self.greatestRest, Self.target(of: bytes, before: rest).map(String.init(buffer:)) == target
    else { return }
    known = Known(head, rest: rest)
    inVain += 1
  }

  /// The target of a request that is a `GET` and has this rest behind it; nothing of any other bytes.
  private static func target(of bytes: ByteBuffer, before rest: [UInt8]) -> ByteBuffer? {
    let count = bytes.readableBytes - method.count - rest.count
    guard (1...greatestTarget).contains(count) else { return nil }
    let isTarget = bytes.withUnsafeReadableBytes { bytes in
      guard method.isAt(0, of: bytes), rest.isAt(method.count + count, of: bytes) else { return false }
      let target = UnsafeRawBufferPointer(rebasing: bytes[method.count..<method.count + count])
      return target[0] == UInt8(ascii: "/") && target.isVisible
    }
    return isTarget ? bytes.getSlice(at: bytes.readerIndex + method.count, length: count) : nil
  }

  // MARK: - What the parser makes of it

  package func hear(_ head: RequestHead) {
    // CONNECT and Upgrade leave the connection to another protocol.
    if !head.glance.isPlain || !head.isKeepAlive || head.method == .CONNECT { isOver = true }
    switch made {
    case .nothing: made = .head(head)
    case .unknown, nil: break
    default: made = .part
    }
  }

  package func hearBody() {
    switch made {
    case .unknown, nil: break
    default: made = .part
    }
  }

  package func hearEnd() {
    switch made {
    case .head(let head): made = .request(head)
    case .unknown, nil: break
    default: made = .end
    }
  }

  package func hearFault() { (isOver, isBetween) = (true, false) }
}

extension [UInt8] {
  /// Whether these stand at a place among others, of which there are enough.
  fileprivate func isAt(_ place: Int, of bytes: UnsafeRawBufferPointer) -> Bool {
    withUnsafeBytes { these in
      guard let these = these.baseAddress, let others = bytes.baseAddress else { return false }
      return memcmp(these, others + place, count) == 0
    }
  }
}

extension UnsafeRawBufferPointer {
  /// Whether all are visible characters of ASCII, and none is `#`.
  fileprivate var isVisible: Bool {
    guard let bytes = assumingMemoryBound(to: UInt8.self).baseAddress else { return true }
    // Without a way out and without a choice, so that many are looked at at once.
    var (least, greatest, numberSigns): (UInt8, UInt8, UInt8) = (.max, .min, 0)
    for place in 0..<count {
      least = Swift.min(least, bytes[place])
      greatest = Swift.max(greatest, bytes[place])
      numberSigns |= bytes[place] == UInt8(ascii: "#") ? 1 : 0
    }
    return least > 0x20 && greatest < 0x7F && numberSigns == 0
  }
}
