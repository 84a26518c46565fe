import Glibc
import RestStations

/// Writes bytes into memory of a fixed size. What does not fit is left out, and told by ``isFull``.
struct ByteWriter {
  private let start: UnsafeMutablePointer<UInt8>
  private var next: UnsafeMutablePointer<UInt8>
  private let end: UnsafeMutablePointer<UInt8>
  private(set) var isFull = false

  /// - Parameter memory: must not be empty, and stay where it is while this is used.
  init?(_ memory: UnsafeMutableBufferPointer<UInt8>) {
    guard let base = memory.baseAddress else { return nil }
    (start, next, end) = (base, base, base + memory.count)
  }

  var count: Int { next - start }

  @inline(__always)
  private mutating func room(for count: Int) -> Bool {
    if count <= end - next { return true }
    isFull = true
    return false
  }

  @inline(__always)
  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let base = bytes.baseAddress, room(for: bytes.count) else { return }
    memcpy(next, base, bytes.count)
    next += bytes.count
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append($0) }
  }

  /// A part of other memory.
  @inline(__always)
  mutating func append(_ range: Range<Int>, of memory: UnsafeBufferPointer<UInt8>) {
    append(UnsafeBufferPointer(rebasing: memory[range]))
  }

  /// A number with a fixed count of decimals, at least 1, as `FixedDecimal` writes it.
  @inline(__always)
  mutating func append(_ value: Double, decimals: Int) {
    let parts = FixedDecimal.parts(of: value, decimals: decimals)
    if parts.isNegative { append("-") }
    append(parts.whole, digits: Self.digits(of: parts.whole))
    append(".")
    append(parts.fraction, digits: parts.places)
  }

  @inline(__always)
  private static func digits(of number: UInt64) -> Int {
    var (digits, power) = (1, 10 as UInt64)
    while number >= power, digits < 19 {
      digits += 1
      power *= 10
    }
    return digits
  }

  @inline(__always)
  private mutating func append(_ number: UInt64, digits: Int) {
    guard room(for: digits) else { return }
    var rest = number
    for place in stride(from: digits - 1, through: 0, by: -1) {
      next[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    next += digits
  }
}
