import OpeningHours
import Testing

@Suite("Holiday table")
struct HolidayTableTests {
  @Test("Days are kept in order, a later entry of a date in place of an earlier one")
  func order() throws {
    let table = HolidayTable(entries: [
      try entry("2026-10-10", .workday), try entry("2026-10-01", .workday), try entry("2026-10-01", .holiday),
    ])
    #expect(table.entries == [try entry("2026-10-01", .holiday), try entry("2026-10-10", .workday)])
    #expect(table.coveredYears == [2026])
    #expect(table.isHoliday(try #require(CivilDate("2026-10-01"))) == true)
    #expect(table.isHoliday(try #require(CivilDate("2026-10-10"))) == false)
    #expect(table.isHoliday(try #require(CivilDate("2027-10-01"))) == nil)
  }

  @Test("A holiday in December alone does not make its year known, yet is known itself")
  func coverage() throws {
    let table = HolidayTable(entries: [
      try entry("2022-12-31", .holiday), try entry("2023-01-01", .holiday), try entry("2024-05-01", .workday),
    ])
    #expect(table.coveredYears == [2023])
    #expect(table.isHoliday(try #require(CivilDate("2022-12-31"))) == true)
    #expect(table.isHoliday(try #require(CivilDate("2022-12-30"))) == nil)
    #expect(HolidayTable.empty.coveredYears.isEmpty)
  }

  @Test("Day numbers and dates turn into each other over 10,000 years")
  func civilDates() throws {
    var day = try #require(CivilDate("0001-01-01")).daysSinceEpoch
    #expect(day == -719_162)
    #expect(CivilDate("1970-01-01")?.daysSinceEpoch == 0)
    let last = try #require(CivilDate("9999-12-31")).daysSinceEpoch
    while day <= last {
      let date = CivilDate(daysSinceEpoch: day)
      guard date.daysSinceEpoch == day, CivilDate(date.description) == date else {
        Issue.record("\(date)")
        return
      }
      day += 37
    }
  }

  @Test(
    "What is no date is no date",
    arguments: [
      "2026-13-01", "2026-00-01", "0000-01-01", "2025-02-29", "2026-01-1", "2026/01/01", "", "2026-01-011",
      "２026-01-01",
    ])
  func noDates(text: String) {
    #expect(CivilDate(text) == nil)
  }

  private func entry(_ date: String, _ kind: HolidayTable.Kind) throws -> HolidayTable.Entry {
    HolidayTable.Entry(date: try #require(CivilDate(date)), kind: kind, nameZh: "", nameEn: "")
  }
}
