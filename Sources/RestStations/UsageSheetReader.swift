/// Reads a sheet from the bytes that it is kept as, cell by cell.
///
/// The bytes are those of each cell in the order of the keys: the key less the one before, the visits, and the people
/// less the visits (which they are never fewer than), each as a little-endian base-128 number (LEB128).
public struct UsageSheetReader {
  @usableFromInline let bytes: UnsafeRawBufferPointer
  @usableFromInline var place = 0
  @usableFromInline var key: UInt128 = 0
  /// The bytes are no sheet; known once ``next()`` has given nothing.
  public internal(set) var isDamaged = false

  /// - Parameter bytes: must stay where they are while this reads.
  public init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// The next cell; nothing at the end, and where the bytes are damaged.
  @inlinable
  @inline(__always)
  public mutating func next() -> UsageSheet.Cell? {
    guard place < bytes.count, !isDamaged else { return nil }
    let isFirst = place == 0
    guard let step = step(), let visits = count(), let others = count() else { return damaged() }
    let (key, isTooGreat) = key.addingReportingOverflow(step)
    let (people, areTooMany) = visits.addingReportingOverflow(others)
    guard visits > 0, !isTooGreat, !areTooMany, step > 0 || isFirst else { return damaged() }
    self.key = key
    return UsageSheet.Cell(key: key, count: UsageCount(visits: visits, people: people))
  }

  @usableFromInline
  mutating func damaged() -> UsageSheet.Cell? {
    isDamaged = true
    return nil
  }

  @inlinable
  @inline(__always)
  mutating func step() -> UInt128? {
    if let number = shortNumber() { return UInt128(number) }
    return number()
  }

  @inlinable
  @inline(__always)
  mutating func count() -> Int64? {
    if let number = shortNumber() { return Int64(number) }
    return number().flatMap { Int64(exactly: $0) }
  }

  /// A number of at most nine bytes, 63 bits, as nearly all are; where there is none, nothing is passed over.
  @inlinable
  @inline(__always)
  mutating func shortNumber() -> UInt64? {
    var (number, shift, end): (UInt64, UInt64, Int) = (0, 0, place)
    while end < bytes.count, shift < 63 {
      let byte = bytes[end]
      number |= UInt64(byte & 0x7F) &<< shift
      end += 1
      if byte < 0x80 {
        place = end
        return number
      }
      shift += 7
    }
    return nil
  }

  /// Any number that 128 bits hold.
  @usableFromInline
  mutating func number() -> UInt128? {
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
