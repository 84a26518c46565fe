import Foundation
import RestStations

/// A file of visits that other programs read: little-endian records of 24 bytes without a header.
///
/// Seconds since 1970 (i64), services (u64, bit n for the catalogue's number n), the number of the station (u32), of the
/// group (u8), people (u8), two bytes unused.
struct VisitFile {
  private static let piece = 1 << 20

  private let file: FileHandle
  private var bytes: [UInt8] = []

  /// Makes the file, or empties it.
  ///
  /// - Throws: when it cannot be made.
  init(path: String) throws {
    try Data().write(to: URL(filePath: path))
    file = try FileHandle(forWritingTo: URL(filePath: path))
    bytes.reserveCapacity(Self.piece + 24)
  }

  mutating func append(_ visit: SampleVisit) throws {
    append(visit.at)
    append(UInt64(truncatingIfNeeded: visit.services.bits))
    append(UInt32(truncatingIfNeeded: visit.station))
    append(UInt32(truncatingIfNeeded: visit.group.number | visit.people << 8))
    if bytes.count >= Self.piece { try flush() }
  }

  mutating func close() throws {
    try flush()
    try file.close()
  }

  private mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private mutating func flush() throws {
    try file.write(contentsOf: bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
