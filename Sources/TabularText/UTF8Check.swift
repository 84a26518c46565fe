/// Whether bytes are UTF-8 (RFC 3629), without making a text of them.
package enum UTF8Check {
  /// How many runs of bytes are no characters.
  package static func faults(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var (position, faults) = (0, 0)
    while position < bytes.count {
      if position + 8 <= bytes.count {
        let eight = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt64.self)
        if eight & 0x8080_8080_8080_8080 == 0 {
          position += 8
          continue
        }
      }
      let length = length(at: position, of: bytes)
      position += length
      if length == 0 {
        faults += 1
        position += 1
        while position < bytes.count, isContinuation(bytes[position]) { position += 1 }
      }
    }
    return faults
  }

  /// The length of the character that begins at a position; 0 when none does.
  @inline(__always)
  private static func length(at position: Int, of bytes: UnsafeBufferPointer<UInt8>) -> Int {
    let first = bytes[position]
    if first < 0x80 { return 1 }
    let left = bytes.count - position
    guard left > 1 else { return 0 }
    let second = bytes[position + 1]
    switch first {
    case 0xC2...0xDF: return isContinuation(second) ? 2 : 0
    case 0xE0...0xEF:
      guard left > 2, isContinuation(second), isContinuation(bytes[position + 2]) else { return 0 }
      // Neither a shorter form's value nor half of a surrogate pair.
      return first == 0xE0 && second < 0xA0 || first == 0xED && second > 0x9F ? 0 : 3
    case 0xF0...0xF4:
      guard left > 3, isContinuation(second), isContinuation(bytes[position + 2]), isContinuation(bytes[position + 3])
      else { return 0 }
      // Neither a shorter form's value nor one beyond U+10FFFF.
      return first == 0xF0 && second < 0x90 || first == 0xF4 && second > 0x8F ? 0 : 4
    default: return 0
    }
  }

  @inline(__always)
  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
