import Glibc

/// The national encoding of China (GB 18030), by the C library's tables.
package enum GB18030 {
  /// A text in UTF-8.
  package struct Text {
    package var utf8: [UInt8] = []
    /// How many bytes belong to no character; each stands as a byte 0xFF, which is never UTF-8.
    package var faults = 0
  }

  /// Decodes bytes; nothing when the C library has no tables for it.
  package static func decode(_ bytes: [UInt8]) -> Text? {
    guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    var text = Text()
    text.utf8.reserveCapacity(bytes.count + bytes.count / 2)
    bytes.withUnsafeBytes { bytes in
      withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { piece in
        var rest = bytes[...]
        while !rest.isEmpty { convert(&rest, by: converter, through: piece, into: &text) }
      }
    }
    return text
  }

  /// Converts as much as a piece of memory holds, or up to a byte that is wrong, and that.
  private static func convert(
    _ rest: inout Slice<UnsafeRawBufferPointer>, by converter: iconv_t, through piece: UnsafeMutableRawBufferPointer,
    into text: inout Text
  ) {
    var (left, room) = (rest.count, piece.count)
    // iconv's type lacks a `const`: it does not write to its input.
    var input = UnsafeMutablePointer(
      mutating: UnsafeRawBufferPointer(rebasing: rest).baseAddress?.assumingMemoryBound(to: CChar.self))
    var output = piece.baseAddress?.assumingMemoryBound(to: CChar.self)
    let isDone = iconv(converter, &input, &left, &output, &room) >= 0
    let isFull = !isDone && errno == E2BIG
    text.utf8 += piece[..<(piece.count - room)]
    rest = rest.suffix(left)
    if isDone || isFull || rest.isEmpty { return }
    text.utf8.append(0xFF)
    text.faults += 1
    rest = rest.dropFirst()
  }
}
