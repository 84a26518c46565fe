import Glibc

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

  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { append($0) }
  }

  /// A whole number, not below zero.
  @inline(__always)
  mutating func append(_ number: UInt64) {
    var (digits, power) = (1, 10 as UInt64)
    while number >= power, digits < 19 {
      digits += 1
      power *= 10
    }
    append(number, digits: digits)
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

  /// A number with a fixed count of decimals, as `FixedDecimal` writes it.
  ///
  /// - Parameters:
  ///   - value: of a magnitude below 10⁹.
  ///   - places: at least 1.
  ///   - scale: 10 to the power of the places.
  @inline(__always)
  mutating func append(_ value: Double, places: Int, scale: UInt64) {
    let scaled = Int64((value * Double(scale)).rounded())
    if scaled < 0, room(for: 1) {
      next.pointee = UInt8(ascii: "-")
      next += 1
    }
    let (whole, fraction) = scaled.magnitude.quotientAndRemainder(dividingBy: scale)
    append(whole)
    guard room(for: 1) else { return }
    next.pointee = UInt8(ascii: ".")
    next += 1
    append(fraction, digits: places)
  }
}
