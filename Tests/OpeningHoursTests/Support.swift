import Foundation
import OpeningHours
import Testing

/// SplitMix64: small, seeded, the same everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  mutating func pick<Element>(_ elements: [Element]) throws -> Element {
    try #require(elements.randomElement(using: &self))
  }
}

/// The seed of all random tests: `YIZHAN_TEST_SEED`, or a fixed one.
let testSeed = ProcessInfo.processInfo.environment["YIZHAN_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_124

/// `2026-11-24 15:04` on the wall of a zone as an instant, by Foundation's calendar and not by the code under test.
func instant(_ text: String, _ zone: TimeZone) throws -> Int64 {
  let formatter = DateFormatter()
  formatter.locale = Locale(identifier: "en_US_POSIX")
  formatter.timeZone = zone
  formatter.dateFormat = "yyyy-MM-dd HH:mm"
  return Int64(try #require(formatter.date(from: text)).timeIntervalSince1970)
}

/// `2026-11-24T15:04:05Z` as an instant.
func utc(_ text: String) throws -> Int64 {
  Int64(try #require(ISO8601DateFormatter().date(from: text)).timeIntervalSince1970)
}

func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }

/// A table of the given holidays, `YYYY-MM-DD`, with the given years covered.
func holidays(_ dates: [String], covering years: ClosedRange<Int>) throws -> HolidayTable {
  let entries = try dates.map {
    HolidayTable.Entry(date: try #require(CivilDate($0)), kind: .holiday, nameZh: "", nameEn: "")
  }
  return HolidayTable(entries: entries, coveredYears: Set(years))
}

let weekdayNames = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
/// The last day that each month has in any year.
let lastDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/// A number from 0 to 99 in two digits.
func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
