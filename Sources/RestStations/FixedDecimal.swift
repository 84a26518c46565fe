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
  /// - Parameter memory: must have room for ``longest`` bytes, all of which may be written over.
  /// - Returns: how many bytes the number takes.
  @inlinable
  @inline(__always)
  package static func write(_ value: Double, decimals: Int, to memory: UnsafeMutablePointer<UInt8>) -> Int {
    let decimals = max(0, min(9, decimals))
    let scaled = value.isNaN ? 0 : min(1e9, abs(value)) * Double(powerOfTen(decimals))
    let whole = Int64(scaled)
    // What is behind the point of a number that has one is known exactly.
    let magnitude = UInt64(truncatingIfNeeded: whole) &+ (scaled - Double(whole) >= 0.5 ? 1 : 0)
    guard value < 0, magnitude > 0 else { return write(magnitude, decimals: decimals, to: memory) }
    memory.pointee = UInt8(ascii: "-")
    return 1 + write(magnitude, decimals: decimals, to: memory + 1)
  }

  /// Writes a number that is given in units of its last decimal.
  ///
  /// - Parameters:
  ///   - number: up to 10¹⁸ and, without decimals, 10¹⁰.
  ///   - decimals: 0…9.
  @inlinable
  @inline(__always)
  package static func write(_ number: UInt64, decimals: Int, to memory: UnsafeMutablePointer<UInt8>) -> Int {
    let scale = powerOfTen(decimals)
    let whole = number / scale
    guard whole < 100_000_000, decimals < 8 else { return writeLong(number, decimals: decimals, to: memory) }
    // The digits behind the zeros in front, eight bytes at once.
    let digits = eightDigits(of: whole)
    let zeros = (digits | 1 &<< 56).trailingZeroBitCount & ~7
    let bytes = UnsafeMutableRawPointer(memory)
    bytes.storeBytes(of: ((digits | ascii) &>> UInt64(truncatingIfNeeded: zeros)).littleEndian, as: UInt64.self)
    let count = 8 &- zeros &>> 3
    if decimals == 0 { return count }
    // Seven digits behind a zero, in place of which the point stands.
    let decimal = eightDigits(of: (number &- whole &* scale) &* powerOfTen(7 - decimals))
    let point = UInt64(UInt8(ascii: ".")) ^ 0x30
    bytes.storeBytes(of: ((decimal | ascii) ^ point).littleEndian, toByteOffset: count, as: UInt64.self)
    return count &+ 1 &+ decimals
  }

  /// The same digit by digit.
  @inlinable
  @inline(never)
  static func writeLong(_ number: UInt64, decimals: Int, to memory: UnsafeMutablePointer<UInt8>) -> Int {
    var digits: [UInt8] = []
    var rest = number
    while rest > 0 || digits.count <= decimals {
      digits.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    }
    if decimals > 0 { digits.insert(UInt8(ascii: "."), at: decimals) }
    for (place, digit) in digits.reversed().enumerated() { memory[place] = digit }
    return digits.count
  }

  /// Eight zeros in ASCII.
  @inlinable static var ascii: UInt64 { 0x3030_3030_3030_3030 }

  /// The digits of a number below 10⁸, one in each byte, the first in the lowest: split into halves, pairs and digits, all
  /// of one size at once, by multiplications that are divisions by 100 and by 10 of what small numbers each part holds.
  @inlinable
  @inline(__always)
  static func eightDigits(of number: UInt64) -> UInt64 {
    let high = number / 10_000
    let halves = high | (number &- high &* 10_000) &<< 32
    let hundreds = ((halves &* 10_486) &>> 20) & 0x7F_0000_007F  // exact below 10,000
    let pairs = hundreds | (halves &- hundreds &* 100) &<< 16
    let tens = ((pairs &* 103) &>> 10) & 0xF_000F_000F_000F  // exact below 100
    return tens | (pairs &- tens &* 10) &<< 8
  }

  /// 10⁰…10⁹.
  @inlinable
  @inline(__always)
  static func powerOfTen(_ exponent: Int) -> UInt64 {
    var power: UInt64 = 1
    for _ in 0..<exponent { power &*= 10 }
    return power
  }
}
