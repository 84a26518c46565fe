import HTTPTypes
import NIOCore
import StationDirectory

/// An answer, without what the door says with every one.
struct FastAnswer: Sendable {
  let head: FastHead
  let body: [UInt8]

  /// Bytes that the lines of a header take at most which are not ready.
  private static let greatestHeader = 256
  private static let allocator = ByteBufferAllocator()

  /// The whole answer in HTTP/1.1, put together in one piece of memory.
  ///
  /// - Parameters:
  ///   - isLast: whether the connection ends with it.
  ///   - fields: of every answer, lines with their ends.
  func whole(_ id: RequestIdentifier, date: String, isLast: Bool, _ fields: [UInt8]) -> ByteBuffer {
    let room = head.bytes.count + Self.greatestHeader + fields.count + body.count
    var bytes = Self.allocator.buffer(capacity: room)
    bytes.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { memory in
      guard var writer = ByteWriter(memory.bindMemory(to: UInt8.self)) else { return 0 }
      writer.append(head.bytes)
      writer.append("Content-Length: ")
      writer.append(UInt64(body.count))
      writer.append("\r\nDate: ")
      writer.append(utf8Of: date)
      writer.append("\r\nX-Request-Id: ")
      id.write(to: &writer)
      writer.append("\r\n")
      if isLast { writer.append("Connection: close\r\n") }
      writer.append(fields)
      writer.append("\r\n")
      writer.append(body)
      assert(!writer.isFull, "there must be room for the longest header")
      return writer.count
    }
    return bytes
  }
}

/// A status, and header fields that are the same in all answers of a kind, in the bytes of HTTP/1.1.
struct FastHead: Sendable {
  let status: Int
  let bytes: [UInt8]

  init(_ status: HTTPResponse.Status, _ fields: HTTPFields) {
    self.status = status.code
    bytes = Array("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n".utf8) + fields.lines
  }
}
