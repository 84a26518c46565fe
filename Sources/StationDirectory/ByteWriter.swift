import Glibc
import RestStations

/// Writes bytes into memory of a fixed size. What does not fit is left out, and told by ``isFull``.
package struct ByteWriter {
  private let start: UnsafeMutablePointer<UInt8>
  private var next: UnsafeMutablePointer<UInt8>
  private let end: UnsafeMutablePointer<UInt8>
  package private(set) var isFull = false

  /// - Parameter memory: must not be empty, and stay where it is while this is used.
  package init?(_ memory: UnsafeMutableBufferPointer<UInt8>) {
    guard let base = memory.baseAddress else { return nil }
    (start, next, end) = (base, base, base + memory.count)
  }

  package var count: Int { next - start }

  @inline(__always)
  private mutating func room(for count: Int) -> Bool {
    if count <= end - next { return true }
    isFull = true
    return false
  }

  @inline(__always)
  package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress, room(for: bytes.count) else { return }
    memcpy(next, base, bytes.count)
    next += bytes.count
  }

  /// Appends a run that most often is no longer than a block: so much is copied whatever its length is, for a decision that
  /// cannot be foretold, as by the length of each run, takes longer than a hundred bytes.
  ///
  /// - Parameter block: at most ``PaddedRun/padding``. Of the memory behind the run, so much is written over as the run is
  ///   shorter.
  @inline(__always)
  package mutating func append(_ run: PaddedRun, block: Int) {
    assert(block <= PaddedRun.padding)
    guard run.count <= block, block <= end - next else {
      return append(UnsafeBufferPointer(start: run.start, count: run.count))
    }
    memcpy(next, run.start, block)
    next += run.count
  }

  /// Takes back the last byte; there must be one.
  @inline(__always)
  package mutating func removeLast() { next -= 1 }

  @inline(__always)
  package mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append($0) }
  }

  @inline(__always)
  package mutating func append(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { append($0) }
  }

  /// (Under a name of its own, for else every literal would be taken for a `String`.)
  package mutating func append(utf8Of text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// A number with a fixed count of decimals, as ``FixedDecimal/append(_:decimals:to:)`` writes it.
  package mutating func append(_ value: Double, decimals: Int) {
    // The counts that answers have are compiled by themselves.
    switch decimals {
    case 1: appendTenths(value)
    case 7: appendDegrees(value)
    default: number { FixedDecimal.write(value, decimals: decimals, to: $0) }
    }
  }

  /// A number of tenths, not negative, with one decimal.
  @inline(__always)
  package mutating func append(tenths: Int) {
    number { FixedDecimal.write(UInt64(truncatingIfNeeded: tenths), decimals: 1, to: $0) }
  }

  private mutating func appendTenths(_ value: Double) {
    number { FixedDecimal.write(value, decimals: 1, to: $0) }
  }

  private mutating func appendDegrees(_ value: Double) {
    number { FixedDecimal.write(value, decimals: 7, to: $0) }
  }

  /// A whole number below 10¹⁰.
  package mutating func append(_ number: UInt64) {
    self.number { FixedDecimal.write(number, decimals: 0, to: $0) }
  }

  /// What is written into room for the longest number, and is as many bytes as it tells: where there is less, that is
  /// elsewhere first.
  @inline(__always)
  private mutating func number(_ write: (UnsafeMutablePointer<UInt8>) -> Int) {
    if FixedDecimal.longest <= end - next {
      next += write(next)
    } else {
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: FixedDecimal.longest) { memory in
        guard let start = memory.baseAddress else { return }
        append(UnsafeBufferPointer(start: start, count: write(start)))
      }
    }
  }

  /// A number in lower-case hexadecimal digits, sixteen of them.
  package mutating func append(hexadecimal number: UInt64) {
    guard room(for: 16) else { return }
    for place in 0..<16 {
      let digit = UInt8(truncatingIfNeeded: number >> UInt64(60 - 4 * place)) & 15
      next[place] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
    }
    next += 16
  }
}
