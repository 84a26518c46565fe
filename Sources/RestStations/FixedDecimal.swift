/// Numbers with a fixed count of decimals, written without locale and without going through a format string.
public enum FixedDecimal {
  /// No number takes more bytes: a sign, ten digits, a point and nine digits.
  @inlinable package static var longest: Int { 21 }

  /// Appends a number, halves rounded away from zero: `35.5501234`.
  ///
  /// - Parameters:
  ///   - value: finite, of a magnitude below 10⁹; others are clamped.
  ///   - decimals: 0…9.
  public static func append(_ value: Double, decimals: Int, to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: longest) { memory in
      guard let start = memory.baseAddress else { return }
      let count = write(value, decimals: decimals, to: start)
      bytes.append(contentsOf: UnsafeBufferPointer(start: start, count: count))
    }
  }

  /// The number as text; see ``append(_:decimals:to:)``.
  public static func text(_ value: Double, decimals: Int) -> String {
    var bytes: [UInt8] = []
    append(value, decimals: decimals, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes a number as ``append(_:decimals:to:)`` does. Compiled into its caller: with a known count of decimals little
  /// is left of it.
  ///
  /// - Parameter memory: must have room for ``longest`` bytes.
  /// - Returns: how many were written.
  @inlinable
  @inline(__always)
  package static func write(_ value: Double, decimals: Int, to memory: UnsafeMutablePointer<UInt8>) -> Int {
    let decimals = max(0, min(9, decimals))
    var scale: UInt64 = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = value.isNaN ? 0 : min(1e9, abs(value)) * Double(scale)
    let whole = Int64(scaled)
    // What is behind the point of a number that has one is known exactly.
    let magnitude = UInt64(whole) + (scaled - Double(whole) >= 0.5 ? 1 : 0)
    var next = memory
    if value < 0, magnitude > 0 {
      next.pointee = UInt8(ascii: "-")
      next += 1
    }
    let digits = digits(of: magnitude, above: scale)
    if decimals == 0 {
      _ = write(magnitude, digits: digits, to: next)
      return next - memory + digits
    }
    let before = write(magnitude, digits: decimals, to: next + digits + 1)
    next[digits] = UInt8(ascii: ".")
    _ = write(before, digits: digits, to: next)
    return next - memory + digits + 1 + decimals
  }

  /// Writes a whole number below 10¹⁰.
  ///
  /// - Parameter memory: must have room for ``longest`` bytes.
  /// - Returns: how many were written.
  @inlinable
  package static func write(_ number: UInt64, to memory: UnsafeMutablePointer<UInt8>) -> Int {
    let digits = digits(of: number, above: 1)
    _ = write(number, digits: digits, to: memory)
    return digits
  }

  /// How many digits stand above those of a scale, a power of ten up to 10⁹; one at least, ten at most.
  @inlinable
  @inline(__always)
  static func digits(of number: UInt64, above scale: UInt64) -> Int {
    var (digits, power) = (1, scale * 10)
    while number >= power, digits < 10 {
      digits += 1
      power *= 10
    }
    return digits
  }

  /// Writes the last digits of a number at a place: two at a time.
  ///
  /// - Returns: what stands before them.
  @inlinable
  @inline(__always)
  static func write(_ number: UInt64, digits: Int, to place: UnsafeMutablePointer<UInt8>) -> UInt64 {
    var (rest, digits) = (number, digits)
    while digits >= 2 {
      digits &-= 2
      let more = rest / 100
      let pair = UInt32(truncatingIfNeeded: rest &- more &* 100)
      let tens = (pair &* 205) &>> 11  // a tenth, exactly, of what is below 100
      place[digits] = UInt8(truncatingIfNeeded: 0x30 &+ tens)
      place[digits &+ 1] = UInt8(truncatingIfNeeded: 0x30 &+ pair &- tens &* 10)
      rest = more
    }
    guard digits == 1 else { return rest }
    let more = rest / 10
    place[0] = UInt8(truncatingIfNeeded: 0x30 &+ rest &- more &* 10)
    return more
  }
}
