import Glibc
import NIOCore
import StationDirectory

/// Where answers are put together, one after the other on one event loop: a body first, then the header in front of it.
///
/// The memory is used again as soon as the answer before has been taken by the system, as it mostly has at once.
final class AnswerMemory {
  /// The header ends here, and the body begins. Of those that are ready the longest has some 800 bytes, and what is put
  /// between them is at most a request's id of 64, a number and a date; one that is longer all the same moves the body.
  private static let border = 2 << 10
  /// Memory for answers longer than this is not kept.
  private static let greatestKept = 256 << 10

  private let fields: SecurityHeaders
  /// Nothing while it is being written to.
  private var bytes: ByteBuffer? = ByteBuffer()
  /// Of each kind of answer that there has been in the last second.
  private var common: [Common] = []

  /// What the answers of one kind all say in one second.
  private final class Common {
    let head: FastHead
    let isRead: Bool
    let second: Int
    let bytes: [UInt8]

    init(_ head: FastHead, isRead: Bool, second: Int, _ fields: [UInt8]) {
      (self.head, self.isRead, self.second) = (head, isRead, second)
      bytes = head.bytes + fields + Array("Date: \(HTTPDate.text(second))\r\nX-Request-Id: ".utf8)
    }
  }

  /// - Parameter fields: of every answer.
  init(_ fields: SecurityHeaders) {
    self.fields = fields
  }

  /// Bytes of the body that was put here last.
  private(set) var bodyCount = 0

  /// Puts a body here.
  ///
  /// - Parameters:
  ///   - room: it has no more bytes.
  ///   - fill: writes it, and tells how many bytes it has.
  func put(atMost room: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
    var bytes = self.bytes.take() ?? ByteBuffer()
    bytes.clear(minimumCapacity: Self.border + room)
    bytes.moveWriterIndex(to: Self.border)
    bytes.moveReaderIndex(to: Self.border)
    bodyCount = bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: room) {
      fill($0.bindMemory(to: UInt8.self))
    }
    self.bytes = bytes
  }

  func put(_ body: [UInt8]) {
    put(atMost: body.count) { memory in memory.update(fromContentsOf: body) }
  }

  /// The whole answer in HTTP/1.1 whose body was put here last.
  ///
  /// - Parameters:
  ///   - isRead: whether it answers a GET or HEAD.
  ///   - isLast: whether the connection ends with it.
  func whole(_ head: FastHead, _ id: RequestIdentifier, isRead: Bool, isLast: Bool) -> ByteBuffer {
    let start = common(head, isRead: isRead).bytes
    let end: StaticString = isLast ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n"
    let ready = start.count + Self.length.utf8CodeUnitCount + end.utf8CodeUnitCount
    let length = ready + id.count + Self.digits(of: bodyCount)
    var bytes = self.bytes.take() ?? ByteBuffer()
    if length <= Self.border {
      bytes.moveReaderIndex(to: Self.border - length)
    } else {
      let body = bytes
      bytes = ByteBuffer(repeating: 0, count: length)
      bytes.writeImmutableBuffer(body)
    }
    bytes.withUnsafeMutableReadableBytes { memory in
      let header = UnsafeMutableBufferPointer(rebasing: memory.bindMemory(to: UInt8.self)[..<length])
      guard var writer = ByteWriter(header) else { return }
      writer.append(start)
      id.write(to: &writer)
      writer.append(Self.length)
      writer.append(UInt64(bodyCount))
      writer.append(end)
    }
    self.bytes = bytes.storageCapacity > Self.greatestKept ? ByteBuffer() : bytes
    return bytes
  }

  private func common(_ head: FastHead, isRead: Bool) -> Common {
    let second = time(nil)
    for one in common where one.head === head && one.isRead == isRead && one.second == second { return one }
    if let last = common.first, last.second != second { common = [] }
    let made = Common(head, isRead: isRead, second: second, isRead ? fields.bytesForReads : fields.bytes)
    common.append(made)
    return made
  }

  private static let length: StaticString = "\r\nContent-Length: "

  private static func digits(of number: Int) -> Int {
    var (digits, power) = (1, 10)
    while number >= power {
      digits += 1
      power *= 10
    }
    return digits
  }
}
