import Foundation
import Testing

@testable import OpeningHours

@Suite("Holiday table")
struct HolidayTableTests {
  @Test("A CSV of holidays and make-up workdays is read, and tells which years it covers")
  func reading() throws {
    let table = try HolidayTable(
      parsingCSV: "\u{FEFF}date,kind,name_zh,name_en\r\n2026-10-10,workday,,\r\n\r\n"
        + "2026-10-01 , holiday ,国庆节,\"National Day, \"\"big\"\"\"\r\n")
    #expect(table.entries.map(\.date.description) == ["2026-10-01", "2026-10-10"])
    #expect(table.entries.first?.nameZh == "国庆节")
    #expect(table.entries.first?.nameEn == "National Day, \"big\"")
    #expect(table.coveredYears == [2026])
    #expect(table.isHoliday(try #require(CivilDate("2026-10-01"))) == true)
    #expect(table.isHoliday(try #require(CivilDate("2026-10-10"))) == false)
    #expect(table.isHoliday(try #require(CivilDate("2027-10-01"))) == nil)
  }

  @Test("A holiday in December alone does not make its year known, yet is known itself")
  func coverage() throws {
    let table = try HolidayTable(
      parsingCSV: "date,kind,name_zh,name_en\n2022-12-31,holiday,,\n2023-01-01,holiday,,\n2024-05-01,workday,,\n")
    #expect(table.coveredYears == [2023])
    #expect(table.isHoliday(try #require(CivilDate("2022-12-31"))) == true)
    #expect(table.isHoliday(try #require(CivilDate("2022-12-30"))) == nil)
    #expect(HolidayTable.empty.coveredYears.isEmpty)
  }

  @Test("Every fault of a CSV is told with its line")
  func faults() {
    let text = """
      date,kind,name_zh,name_en
      2026-02-30,holiday,a,b
      2026-1-01,holiday,a,b
      2026-01-01,Holiday,a,b
      2026-01-01,holiday,a
      2026-05-01,holiday,"a
      b",c
      2026-05-01,workday,a,b
      2026-05-02,holiday,"a"x,b
      2026-05-03,holiday,"a,b
      """
    let error = #expect(throws: HolidayTableError.self) { try HolidayTable(parsingCSV: text) }
    let expected: [HolidayTableError.Fault] = [
      .init(line: 2, kind: .date), .init(line: 3, kind: .date), .init(line: 4, kind: .kind),
      .init(line: 5, kind: .fieldCount(3)), .init(line: 8, kind: .repeatedDate(firstLine: 6)),
      .init(line: 9, kind: .quotes), .init(line: 10, kind: .quotes),
    ]
    #expect(error?.faults == expected)
  }

  @Test("A CSV without its header is refused", arguments: ["", "\n\n", "2026-01-01,holiday,a,b\n", "date,kind\n"])
  func header(text: String) {
    let error = #expect(throws: HolidayTableError.self) { try HolidayTable(parsingCSV: text) }
    #expect(error?.faults == [.init(line: 1, kind: .header)])
  }

  @Test("China's table has the decreed number of days, and every make-up workday lies on a weekend")
  func china() throws {
    let file = try packageRoot().appending(path: "fixtures/holidays/china.csv")
    let table = try HolidayTable(parsingCSV: String(contentsOf: file, encoding: .utf8))
    #expect(table.coveredYears == [2022, 2023, 2024, 2025, 2026])
    func count(_ year: Int, _ kind: HolidayTable.Kind) -> Int {
      table.entries.count { $0.date.year == year && $0.kind == kind }
    }
    // 2022 has one day of 2023's New Year.
    #expect(table.coveredYears.map { count($0, .holiday) } == [32, 26, 28, 28, 33])
    #expect(table.coveredYears.map { count($0, .workday) } == [7, 7, 8, 5, 6])
    for entry in table.entries where entry.kind == .workday {
      #expect((entry.date.daysSinceEpoch + 3) % 7 >= 5, "\(entry.date)")
    }
  }

  @Test("Day numbers and dates turn into each other over 10,000 years")
  func civilDates() throws {
    var day = try #require(CivilDate("0001-01-01")).daysSinceEpoch
    #expect(day == -719_162)
    #expect(CivilDate("1970-01-01")?.daysSinceEpoch == 0)
    let last = try #require(CivilDate("9999-12-31")).daysSinceEpoch
    while day <= last {
      let parts = CivilDate.components(ofDaysSinceEpoch: day)
      let date = try #require(CivilDate(year: parts.year, month: parts.month, day: parts.day))
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
}
