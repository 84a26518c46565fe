import CZlib

/// Compression as HTTP names it `gzip` (RFC 1952).
public enum Gzip {
  /// What is compressed once and sent often, and what is compressed each time.
  public enum Effort: Int32, Sendable {
    case quick = 4
    case thorough = 9
  }

  /// The bytes, compressed.
  ///
  /// - Returns: nothing when that would save less than a twentieth, or there is no memory for it.
  public static func compressed(_ bytes: [UInt8], _ effort: Effort) -> [UInt8]? {
    var stream = z_stream()
    guard yizhan_gzip_begin(&stream, effort.rawValue) == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    // More than this is of no use.
    let most = bytes.count - bytes.count / 20
    guard most > 0, let given = UInt32(exactly: bytes.count) else { return nil }
    var input = bytes
    var isWhole = false
    let output = [UInt8](unsafeUninitializedCapacity: most) { output, count in
      input.withUnsafeMutableBufferPointer { input in
        stream.next_in = input.baseAddress
        stream.avail_in = given
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(clamping: most)
        isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
      }
      count = most - Int(stream.avail_out)
    }
    return isWhole ? output : nil
  }
}
