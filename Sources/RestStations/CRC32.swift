/// The 32-bit checksum of ISO-HDLC, as Ethernet, gzip and PNG use it (RFC 1952, section 8).
///
/// Finds accidents, not forgeries.
package enum CRC32 {
  package static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    // Not generic: callers in other modules would get it unspecialised, and ten times slower.
    var sum: UInt32 = ~0
    for byte in bytes { sum = sum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] }
    return ~sum
  }

  /// The remainder of each byte by the polynomial 0x04C11DB7, its bits reversed.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 0 ? rest >> 1 : rest >> 1 ^ 0xEDB8_8320 }
  }
}
