import Foundation
import OpeningHours
import RestStations
import StationDirectory
import TestSupport
import Testing

@Suite("Holiday file")
struct HolidayFileTests {
  static let header = "date,kind,name_zh,name_en\n"

  @Test("Holidays and make-up workdays are read, and tell which years they cover")
  func reading() throws {
    let table = try read(
      "\u{FEFF}Date, kind,name_zh,name_en\r\n2026-10-10,workday,,\r\n\r\n"
        + "2026-10-01 , Holiday , 国庆节,\"National Day, \"\"big\"\"\",,\r\n")
    #expect(table.entries.map(\.date.description) == ["2026-10-01", "2026-10-10"])
    #expect(table.entries.map(\.kind) == [.holiday, .workday])
    #expect(table.entries.map(\.nameZh) == ["国庆节", ""])
    #expect(table.entries.map(\.nameEn) == ["National Day, \"big\"", ""])
    #expect(table.coveredYears == [2026])
  }

  @Test("A file of no days is a table that covers nothing")
  func noDays() throws {
    #expect(try read(Self.header) == .empty)
  }

  @Test("Every fault is told with its line and its column")
  func faults() {
    let text =
      Self.header + """
        2026-02-30,holiday,a,b
        2026-1-01,vacation,a,b
        ,,,
        2026-01-01,holiday,a
        2026-01-01,holiday,a,b,c
        2026-05-01,holiday,"a
        b",c
        2026-05-01,holiday,a,b
        2026-05-01,workday,a,b
        2026-05-01,workday,a,b
        2026-05-02,holiday,"a"x,b
        2026-05-03,holiday,a,\(String(repeating: "字", count: 101))
        2026-05-04,holiday,"a,b

        """
    let expected: [(Int, String?, String)] = [
      (2, "date", "'2026-02-30' is no date such as 2026-11-24"),
      (3, "date", "'2026-1-01' is no date such as 2026-11-24"),
      (3, "kind", "'vacation' is none of holiday, workday"),
      (4, "date", "must not be blank"),
      (4, "kind", "must not be blank"),
      (5, nil, "has 3 fields where the header has 4"),
      (6, nil, "has 5 fields where the header has 4"),
      (7, "name_zh", "holds a control character or a line end"),
      (10, "date", "2026-05-01 is in line 9 already"),
      (11, "date", "2026-05-01 is in line 9 already"),
      (12, nil, "text follows a closing quote"),
      (13, "name_en", "is longer than 100 characters"),
      (14, nil, "a quoted field is not closed"),
    ]
    let error = #expect(throws: YizhanError.self) { try read(text) }
    #expect(error?.code == .badData)
    #expect(error?.detail.english == "nothing was imported: 13 faults in the file")
    #expect(error?.faults.map(\.place) == expected.map { .row(line: $0.0, column: $0.1) })
    #expect(error?.faults.map(\.detail.english) == expected.map(\.2))
    #expect(error?.faults.contains { $0.detail.chinese.isEmpty } == false)
  }

  @Test("A file in GB18030 is read")
  func gb18030() throws {
    let bytes = Array((Self.header + "2026-01-01,holiday,").utf8) + [0xD4, 0xAA, 0xB5, 0xA9] + Array(",b\n".utf8)
    #expect(try HolidayFile.read(bytes).entries.map(\.nameZh) == ["元旦"])
  }

  @Test("Bytes that are in no encoding are refused where they stand")
  func badEncoding() {
    let bytes = Array((Self.header + "2026-01-01,holiday,").utf8) + [0xD4, 0xAA, 0xB5] + Array(",b\n".utf8)
    let error = #expect(throws: YizhanError.self) { try HolidayFile.read(bytes) }
    #expect(error?.faults.map(\.place) == [.row(line: 2, column: nil)])
  }

  @Test(
    "A file without its header is refused",
    arguments: [
      ("", 1, "the file is empty"),
      ("\n\n", 1, "the file is empty"),
      ("2026-01-01,holiday,a,b\n", 1, "the header must be date,kind,name_zh,name_en"),
      ("\ndate,kind\n", 2, "the header must be date,kind,name_zh,name_en"),
      ("kind,date,name_zh,name_en\n", 1, "the header must be date,kind,name_zh,name_en"),
      ("date,kind,name_zh,name_en,\n", 1, "the header must be date,kind,name_zh,name_en"),
      ("\"date,kind\n", 1, "a quoted field is not closed"),
    ])
  func header(text: String, line: Int, english: String) {
    let error = #expect(throws: YizhanError.self) { try read(text) }
    #expect(error?.faults.map(\.place) == [.row(line: line, column: nil)])
    #expect(error?.faults.map(\.detail.english) == [english])
  }

  @Test("China's file has the decreed number of days, and every make-up workday lies on a weekend")
  func china() throws {
    let table = try HolidayFile.read(Array(Data(contentsOf: Project.fixture("holidays/china.csv"))))
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

  private func read(_ text: String) throws -> HolidayTable {
    try HolidayFile.read(Array(text.utf8))
  }
}
