/// The 32-bit checksum of ISO-HDLC, as Ethernet, gzip and PNG use it (RFC 1952, section 8).
///
/// Finds accidents, not forgeries.
package enum CRC32 {
  package static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in sum >> 8 ^ table[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] }
  }

  /// The remainder of each byte by the polynomial 0x04C11DB7, its bits reversed.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 0 ? rest >> 1 : rest >> 1 ^ 0xEDB8_8320 }
  }
}
