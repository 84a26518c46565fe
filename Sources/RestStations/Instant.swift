public import Foundation
import OpeningHours

/// Moments as texts (RFC 3339).
public enum Instant {
  /// `2026-11-24T15:04:05+08:00`, or with `Z` for no offset.
  ///
  /// - Parameters:
  ///   - seconds: since 1970, within the years 1…9999; others are clamped.
  ///   - offset: of the zone from UTC, seconds; its odd seconds are left out.
  public static func text(_ seconds: Int64, offset: Int) -> String {
    let local = max(earliest, min(latest, max(earliest, min(latest, seconds)) + Int64(offset / 60 * 60)))
    let day = local >= 0 ? local / 86_400 : (local + 1) / 86_400 - 1
    let second = local - day * 86_400
    let date = CivilDate(daysSinceEpoch: Int(day))
    let clock = [second / 3600, second / 60 % 60, second % 60].map { pair(Int($0)) }.joined(separator: ":")
    guard offset / 60 != 0 else { return "\(date)T\(clock)Z" }
    let minutes = abs(offset / 60)
    return "\(date)T\(clock)\(offset < 0 ? "-" : "+")\(pair(minutes / 60)):\(pair(minutes % 60))"
  }

  /// The same in a zone.
  public static func text(_ seconds: Int64, in zone: TimeZone) -> String {
    text(seconds, offset: zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
  }

  /// The first second of the year 1 and the last of the year 9999.
  private static let (earliest, latest): (Int64, Int64) = (-62_135_596_800, 253_402_300_799)

  /// The seconds since 1970 of an RFC 3339 text with an offset, fractions cut off; nothing for any other text.
  public static func parse(_ text: String) -> Int64? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.count <= 40, [UInt8(ascii: "T"), UInt8(ascii: "t")].contains(bytes[10]),
      let date = CivilDate(String(decoding: bytes[..<10], as: UTF8.self)),
      bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let hour = digits(bytes, 11), hour < 24, let minute = digits(bytes, 14), minute < 60,
      let second = digits(bytes, 17), second <= 60
    else { return nil }
    var rest = bytes[19...]
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      let fraction = rest.prefix { isDigit($0) }
      guard !fraction.isEmpty else { return nil }
      rest = rest.dropFirst(fraction.count)
    }
    guard let offset = offset(Array(rest)) else { return nil }
    return Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3600 + minute * 60 + min(second, 59) - offset)
  }

  /// `Z`, or a sign and `hh:mm`: seconds.
  private static func offset(_ bytes: [UInt8]) -> Int? {
    if bytes == [UInt8(ascii: "Z")] || bytes == [UInt8(ascii: "z")] { return 0 }
    guard bytes.count == 6, bytes[3] == UInt8(ascii: ":"), let hours = digits(bytes, 1), hours < 24,
      let minutes = digits(bytes, 4), minutes < 60
    else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
    case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
    default: return nil
    }
  }

  private static func digits(_ bytes: [UInt8], _ start: Int) -> Int? {
    guard start + 1 < bytes.count, isDigit(bytes[start]), isDigit(bytes[start + 1]) else { return nil }
    return Int(bytes[start] - UInt8(ascii: "0")) * 10 + Int(bytes[start + 1] - UInt8(ascii: "0"))
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func pair(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
