import Foundation
import RestStations
import Testing

@Suite("Instants are RFC 3339 texts with an offset")
struct InstantTests {
  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 0), ("2026-11-24T15:04:05+08:00", 1_795_503_845), ("2026-11-24T07:04:05Z", 1_795_503_845),
    ("2026-11-24t07:04:05z", 1_795_503_845), ("2026-11-24T07:04:05.999999Z", 1_795_503_845),
    ("2026-11-24T07:04:05-00:00", 1_795_503_845), ("2026-11-23T23:34:05-07:30", 1_795_503_845),
    ("2024-02-29T23:59:59+08:00", 1_709_222_399), ("2000-02-29T00:00:00Z", 951_782_400),
    ("2023-12-31T23:59:59Z", 1_704_067_199), ("2024-01-01T07:59:59+08:00", 1_704_067_199),
    ("1969-12-31T23:59:59Z", -1), ("1900-03-01T00:00:00Z", -2_203_891_200),
    ("0001-01-01T00:00:00Z", -62_135_596_800), ("9999-12-31T23:59:59Z", 253_402_300_799),
    ("2026-01-01T00:00:00+23:59", 1_767_139_260), ("2026-01-01T00:00:00-23:59", 1_767_311_940),
  ])
  func instantsAreRead(text: String, seconds: Int) {
    #expect(Instant.parse(text) == Int64(seconds))
  }

  @Test func aLeapSecondCountsAsTheSecondBeforeIt() {
    #expect(Instant.parse("2016-12-31T23:59:60Z") == Instant.parse("2016-12-31T23:59:59Z"))
  }

  @Test(arguments: [
    "", "now", "2026-11-24", "2026-11-24T15:04:05", "2026-11-24T15:04Z", "2026-11-24 15:04:05+08:00",
    "2026-11-24T15:04:05+0800", "2026-11-24T15:04:05+08", "2026-11-24T15:04:05+24:00", "2026-11-24T15:04:05+08:60",
    "2026-11-24T15:04:05 08:00", "2026-11-24T15:04:05.Z", "2026-11-24T15:04:05,5Z", "2026-11-24T15:04:05Z ",
    " 2026-11-24T15:04:05Z", "2026-11-24T15:04:05ZZ", "2026-11-24T24:00:00Z", "2026-11-24T15:60:00Z",
    "2026-11-24T15:04:61Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-04-31T00:00:00Z",
    "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-11-00T00:00:00Z", "0000-01-01T00:00:00Z",
    "12026-11-24T15:04:05Z", "-2026-11-24T15:04:05Z", "2026-11-24T1:04:05Z", "2026-11-24T+1:04:05Z",
    "2026-11-24T15-04-05Z", "２026-11-24T15:04:05Z", "2026-11-24T15:04:05\u{2212}08:00", "1795503845",
    "2026-11-24T15:04:05." + String(repeating: "0", count: 40) + "Z",
  ])
  func allElseIsRefused(text: String) {
    #expect(Instant.parse(text) == nil)
  }

  @Test(arguments: [
    (0, 0, "1970-01-01T00:00:00Z"), (1_795_503_845, 28_800, "2026-11-24T15:04:05+08:00"),
    (1_795_503_845, -27_000, "2026-11-23T23:34:05-07:30"), (-1, 0, "1969-12-31T23:59:59Z"),
    (-1, 28_800, "1970-01-01T07:59:59+08:00"), (1_704_067_199, 28_800, "2024-01-01T07:59:59+08:00"),
    (1_709_222_399, 28_800, "2024-02-29T23:59:59+08:00"), (0, -3600, "1969-12-31T23:00:00-01:00"),
    (0, 20_700, "1970-01-01T05:45:00+05:45"),
    // Shanghai before 1901: the odd 43 seconds are left out of the clock too.
    (0, 29_143, "1970-01-01T08:05:00+08:05"), (0, -29_143, "1969-12-31T15:55:00-08:05"),
    (0, 30, "1970-01-01T00:00:00Z"),
  ])
  func instantsAreWritten(seconds: Int, offset: Int, text: String) {
    #expect(Instant.text(Int64(seconds), offset: offset) == text)
  }

  @Test(arguments: [
    (-62_135_596_800, "0001-01-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
    (Int.min, "0001-01-01T00:00:00Z"), (Int.max, "9999-12-31T23:59:59Z"),
  ])
  func theYears1To9999AreWrittenAndAllElseIsClamped(seconds: Int, text: String) {
    #expect(Instant.text(Int64(seconds), offset: 0) == text)
  }

  @Test func textsAreFoundations() {
    let offsets = [0, 28_800, -18_000, 20_700, 50_400, -43_200, 3600]
    let formatters = offsets.map { offset in
      let formatter = ISO8601DateFormatter()
      formatter.timeZone = TimeZone(secondsFromGMT: offset)
      return formatter
    }
    for step in 0..<7000 {
      // 1600 to 9900, in strides that meet every month, hour and second.
      let seconds = -11_676_096_000 + Int64(step) * 37_411_217
      let (offset, formatter) = (offsets[step % 7], formatters[step % 7])
      let text = Instant.text(seconds, offset: offset)
      #expect(text == formatter.string(from: Date(timeIntervalSince1970: Double(seconds))))
      #expect(Instant.parse(text) == seconds)
    }
  }
}
