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

  /// A part of other memory.
  @inline(__always)
  package mutating func append(_ range: Range<Int>, of memory: UnsafeBufferPointer<UInt8>) {
    append(UnsafeBufferPointer(rebasing: memory[range]))
  }

  /// A number with a fixed count of decimals, 1…9, as `FixedDecimal` writes it.
  package mutating func append(_ value: Double, decimals: Int) {
    let number = FixedDecimal.scaled(value, decimals: decimals)
    if number.isNegative { append("-") }
    let before = Self.digits(of: number.magnitude, above: number.scale)
    guard room(for: before + 1 + decimals) else { return }
    let whole = write(number.magnitude, digits: decimals, at: next + before + 1)
    next[before] = UInt8(ascii: ".")
    _ = write(whole, digits: before, at: next)
    next += before + 1 + decimals
  }

  /// A whole number below 10¹⁰.
  package mutating func append(_ number: UInt64) {
    let digits = Self.digits(of: number, above: 1)
    guard room(for: digits) else { return }
    _ = write(number, digits: digits, at: next)
    next += digits
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

  /// How many digits stand above those of a scale, a power of ten up to 10⁹; one at least.
  @inline(__always)
  private static func digits(of number: UInt64, above scale: UInt64) -> Int {
    var (digits, power) = (1, scale * 10)
    while number >= power, digits < 10 {
      digits += 1
      power *= 10
    }
    return digits
  }

  /// Writes the last digits of a number at a place, which has room for them: two at a time.
  ///
  /// - Returns: what stands before them.
  @inline(__always)
  private func write(_ number: UInt64, digits: Int, at place: UnsafeMutablePointer<UInt8>) -> UInt64 {
    var (rest, digits) = (number, digits)
    while digits >= 2 {
      digits -= 2
      let (more, pair) = rest.quotientAndRemainder(dividingBy: 100)
      let tens = (pair &* 205) &>> 11  // a tenth, exactly, of what is below 100
      place[digits] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: tens)
      place[digits &+ 1] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: pair &- tens &* 10)
      rest = more
    }
    guard digits == 1 else { return rest }
    let (more, digit) = rest.quotientAndRemainder(dividingBy: 10)
    place[0] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
    return more
  }
}
