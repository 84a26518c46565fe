/// Reads a sheet from the bytes that it is kept as, cell by cell.
///
/// The bytes are those of each cell in the order of the keys: the key less the one before, the visits, and the people
/// less the visits (which they are never fewer than), each as a little-endian base-128 number (LEB128).
public struct UsageSheetReader {
  private let bytes: UnsafeRawBufferPointer
  private var place = 0
  private var key: UInt128 = 0
  /// The bytes are no sheet; known once ``next()`` has given nothing.
  public private(set) var isDamaged = false

  /// - Parameter bytes: must stay where they are while this reads.
  public init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// The next cell; nothing at the end, and where the bytes are damaged.
  @inline(__always)
  public mutating func next() -> UsageSheet.Cell? {
    guard place < bytes.count, !isDamaged else { return nil }
    let isFirst = place == 0
    guard let step = number(), let visits = count(), let others = count() else { return damaged() }
    let (key, isTooGreat) = key.addingReportingOverflow(step)
    let (people, areTooMany) = visits.addingReportingOverflow(others)
    guard visits > 0, !isTooGreat, !areTooMany, step > 0 || isFirst else { return damaged() }
    self.key = key
    return UsageSheet.Cell(key: key, count: UsageCount(visits: visits, people: people))
  }

  private mutating func damaged() -> UsageSheet.Cell? {
    isDamaged = true
    return nil
  }

  @inline(__always)
  private mutating func count() -> Int64? {
    guard place < bytes.count else { return nil }
    let first = bytes[place]
    if first < 0x80 {
      place += 1
      return Int64(first)
    }
    return number().flatMap { Int64(exactly: $0) }
  }

  private mutating func number() -> UInt128? {
    var (number, shift): (UInt128, UInt128) = (0, 0)
    while place < bytes.count, shift < 128 {
      let byte = bytes[place]
      let part = UInt128(byte & 0x7F)
      guard (part << shift) >> shift == part else { return nil }
      number |= part << shift
      place += 1
      if byte < 0x80 { return number }
      shift += 7
    }
    return nil
  }
}

/// Writes what ``UsageSheetReader`` reads.
struct UsageSheetWriter {
  private var last: UInt128 = 0

  /// Appends a cell, whose key is greater than the one before.
  ///
  /// - Returns: false for a cell without visits, or with fewer people than visits.
  mutating func append(_ cell: UsageSheet.Cell, to bytes: inout [UInt8]) -> Bool {
    let count = cell.count
    guard count.visits > 0, count.people >= count.visits else { return false }
    Self.append(cell.key - last, to: &bytes)
    Self.append(UInt128(count.visits), to: &bytes)
    Self.append(UInt128(count.people - count.visits), to: &bytes)
    last = cell.key
    return true
  }

  private static func append(_ number: UInt128, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }
}
