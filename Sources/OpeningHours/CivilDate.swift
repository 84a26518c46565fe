/// A day of the Gregorian calendar, without a time zone; years 1 to 9999.
public struct CivilDate: Sendable, Hashable, Comparable {
  /// 1 to 9999.
  public let year: Int
  /// 1 to 12.
  public let month: Int
  /// 1 to 31, as the month allows.
  public let day: Int

  /// Nil unless the day exists in the Gregorian calendar and the year is within 1 to 9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month) else { return nil }
    guard day >= 1, day <= Self.lastDay(ofMonth: month, year: year) else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// Reads exactly `YYYY-MM-DD` (RFC 3339 full-date, ASCII digits); nil for anything else.
  public init?(_ text: String) {
    var numbers = [0, 0, 0]
    var length = 0
    for byte in text.utf8 {
      switch (length, byte) {
      case (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")): break
      case (4, _), (7, _), (10..., _): return nil
      case (_, UInt8(ascii: "0")...UInt8(ascii: "9")):
        let part = length < 4 ? 0 : length < 7 ? 1 : 2
        numbers[part] = numbers[part] * 10 + Int(byte - UInt8(ascii: "0"))
      default: return nil
      }
      length += 1
    }
    guard length == 10 else { return nil }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  /// Days since 1970-01-01, which is 0.
  public var daysSinceEpoch: Int {
    // Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil: years begin in March, so that
    // the leap day comes last.
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted.floorDivided(by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The day of a day number (the inverse of ``daysSinceEpoch``); numbers outside of the years 1 to 9999 are clamped.
  public init(daysSinceEpoch days: Int) {
    (year, month, day) = Self.components(ofDaysSinceEpoch: max(-719_162, min(2_932_896, days)))
  }

  /// Earlier days come first.
  public static func < (lhs: Self, rhs: Self) -> Bool {
    (lhs.year, lhs.month, lhs.day) < (rhs.year, rhs.month, rhs.day)
  }

  /// The number of days of a month, 1 to 12, in a given year.
  static func lastDay(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Year, month and day of a day number, for any year (the inverse of `daysSinceEpoch`).
  static func components(ofDaysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted.floorDivided(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }
}

extension CivilDate: CustomStringConvertible {
  /// `YYYY-MM-DD`.
  public var description: String {
    String(unsafeUninitializedCapacity: 10) { bytes in
      var (year, month, day) = (year, month, day)
      for place in (0..<4).reversed() { bytes[place] = Self.digit(&year) }
      for place in (5..<7).reversed() { bytes[place] = Self.digit(&month) }
      for place in (8..<10).reversed() { bytes[place] = Self.digit(&day) }
      (bytes[4], bytes[7]) = (UInt8(ascii: "-"), UInt8(ascii: "-"))
      return 10
    }
  }

  /// The last digit of a number, which is taken off it.
  private static func digit(_ number: inout Int) -> UInt8 {
    defer { number /= 10 }
    return UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
  }
}

extension String {
  /// A number that is not negative, with leading zeros up to `width` digits.
  init(decimal number: Int, width: Int) {
    let digits = String(number)
    self = String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
  }
}

extension Int {
  /// The quotient rounded towards minus infinity; `divisor` is above 0.
  func floorDivided(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : (self + 1) / divisor - 1
  }
}
