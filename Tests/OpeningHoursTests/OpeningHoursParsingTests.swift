import OpeningHours
import Testing

@Suite("Opening hours: what is read and what is refused")
struct OpeningHoursParsingTests {
  @Test(
    "An expression of the subset is read, and written in its canonical form",
    arguments: [
      ("24/7", "24/7"),
      ("off", "off"),
      ("closed", "off"),
      ("24/7 off", "off"),
      ("08:00-20:00", "08:00-20:00"),
      ("Mo", "Mo"),
      ("PH", "PH"),
      ("PH off", "PH off"),
      ("Mo-Su 08:00-20:00", "Mo-Su 08:00-20:00"),
      ("Mo,Tu,We,Th,Fr 08:30-17:00", "Mo-Fr 08:30-17:00"),
      ("Su,Sa,Mo 10:00-12:00", "Sa-Mo 10:00-12:00"),
      ("Sa-Mo", "Sa-Mo"),
      ("Sa-Su", "Sa,Su"),
      ("Mo-Mo", "Mo"),
      ("Fr-We,Su", "Fr-We"),
      ("Mo,PH,We 08:00-10:00", "Mo,We,PH 08:00-10:00"),
      ("PH,Mo-Fr 08:00-10:00", "Mo-Fr,PH 08:00-10:00"),
      ("Mo-Fr, Sa 08:00-10:00", "Mo-Sa 08:00-10:00"),
      ("Mo-Fr 08:00-12:00, 14:00-18:00", "Mo-Fr 08:00-12:00,14:00-18:00"),
      ("Mo-Fr 08:00-12:00 ,14:00-18:00", "Mo-Fr 08:00-12:00,14:00-18:00"),
      ("Mo-Fr 08:00-12:00,Sa 09:00-12:00", "Mo-Fr 08:00-12:00, Sa 09:00-12:00"),
      ("Mo-Fr 08:00-12:00,PH off", "Mo-Fr 08:00-12:00, PH off"),
      ("Mo 08:00-10:00, 24/7", "Mo 08:00-10:00, 24/7"),
      ("Mo off, 08:00-10:00", "Mo off, 08:00-10:00"),
      ("24/7;Mo 12:00-14:00 off", "24/7; Mo 12:00-14:00 off"),
      ("20:00-26:00", "20:00-02:00"),
      ("20:00-02:00", "20:00-02:00"),
      ("08:00-30:00", "08:00-06:00"),
      ("08:00-33:00", "08:00-33:00"),
      ("00:00-48:00", "00:00-48:00"),
      ("00:00-24:00", "00:00-24:00"),
      ("00:00-00:00", "00:00-24:00"),
      ("08:00-08:00", "08:00-08:00"),
      ("Jan 08:00-10:00", "Jan 08:00-10:00"),
      ("Jan 5 8:00-9:30", "Jan 05 08:00-09:30"),
      ("Jan 01-Mar 31 off", "Jan-Mar off"),
      ("Feb 01-29", "Feb"),
      ("Feb 29", "Feb 29"),
      ("Nov-Feb Mo-Fr 08:00-10:00", "Nov-Feb Mo-Fr 08:00-10:00"),
      ("Dec 24-26,Jan 01 off", "Dec 24-26,Jan 01 off"),
      ("Dec 25-Jan 02 PH off", "Dec 25-Jan 02 PH off"),
      ("Dec 20-Dec 10", "Dec 20-Dec 10"),
      ("Jan,Mar 08:00-10:00", "Jan,Mar 08:00-10:00"),
      ("  mO - fR \t08:00 - 17:00 ;  pH   OFF ", "Mo-Fr 08:00-17:00; PH off"),
      ("JAN 1 - feb 2 , mar  CLOSED", "Jan 01-Feb 02,Mar off"),
    ])
  func canonical(text: String, canonical: String) throws {
    let hours = try OpeningHours(parsing: text)
    #expect(hours.description == canonical)
    #expect(hours.text == text)
    #expect(try OpeningHours(parsing: hours.description) == hours)
  }

  @Test("Values are equal, and hash alike, when they mean the same rules, however they were written")
  func equality() throws {
    let plain = try OpeningHours(parsing: "Mo-Fr 08:00-17:00; PH off")
    let spaced = try OpeningHours(parsing: " mo-we,th,fr  8:00 - 17:00;ph closed")
    #expect(Set([plain, spaced]).count == 1)
    #expect(try plain != OpeningHours(parsing: "Mo-Fr 08:00-17:00, PH off"))
  }

  @Test(
    "What lies outside the subset is refused with the position of the fault",
    arguments: [
      ("", 1, .rule), ("   ", 4, .rule), (";", 1, .rule), (",", 1, .rule),
      ("Mo 08:00-10:00;", 16, .rule), ("Mo 08:00-10:00, ", 17, .rule), ("Mo;;Tu", 4, .rule),
      ("open", 1, .rule), ("sunrise-sunset", 1, .rule), ("SH off", 1, .rule), ("week 01-10", 1, .rule),
      ("\"by appointment\"", 1, .rule), ("MoFr 08:00-10:00", 1, .rule), ("Monday", 1, .rule), ("January", 1, .rule),
      ("全天", 1, .rule), ("Mo 全天", 4, .restOfRule), ("Mo－Fr", 3, .restOfRule),
      ("Mo[1] 08:00-10:00", 3, .restOfRule), ("PH Mo 08:00-10:00", 4, .restOfRule), ("PH +1 day", 4, .restOfRule),
      ("Su sunset-22:00", 4, .restOfRule), ("Jan-Mar: Mo", 8, .restOfRule), ("Mo Jan", 4, .restOfRule),
      ("Mo open", 4, .restOfRule), ("Mo 24/7", 4, .startTime), ("Jan 24/7", 5, .startTime),
      ("24/7 Mo", 6, .endOfRule), ("24/7 08:00-10:00", 6, .endOfRule), ("24/70", 1, .startTime),
      ("08:00+", 6, .dash), ("08:00-17:00+", 12, .endOfRule), ("08:00-17:00 open", 13, .endOfRule),
      ("08:00-17:00 Mo", 13, .endOfRule), ("08:00-12:00 14:00-18:00", 13, .endOfRule),
      ("08:00-17:00 || off", 13, .endOfRule), ("08:00-17:00/01:00", 12, .endOfRule), ("off off", 5, .endOfRule),
      ("Mo off 08:00-10:00", 8, .endOfRule), ("Mo-Fr 08:00-17:00\n", 18, .endOfRule),
      ("Mo,", 4, .weekdayOrHoliday), ("Mo,08:00-10:00", 4, .weekdayOrHoliday), ("Mo,SH", 4, .weekdayOrHoliday),
      ("Mo, Jan", 5, .weekdayOrHoliday), ("Mo-", 4, .weekday), ("Mo-PH", 4, .weekday), ("Mo-Xx 08:00", 4, .weekday),
      ("PH-Mo", 3, .restOfRule),
      ("Jan-", 5, .month), ("Jan-Foo", 5, .month), ("Jan,Mo", 5, .month), ("Jan 01, Mo", 9, .month),
      ("Jan 05-", 8, .month), ("Dec 24,25", 8, .month), ("Jan-05", 5, .month),
      ("Jan 00", 5, .day(first: 1, last: 31)), ("Jan 32", 5, .day(first: 1, last: 31)),
      ("Feb 30", 5, .day(first: 1, last: 29)), ("Apr 31", 5, .day(first: 1, last: 30)),
      ("Jan 001", 5, .day(first: 1, last: 31)), ("Jan 05-Mar", 11, .day(first: 1, last: 31)),
      ("Dec 26-24", 8, .day(first: 26, last: 31)), ("Jan 05-Feb 30", 12, .day(first: 1, last: 29)),
      ("Jan 0508:00-10:00", 5, .startTime), ("Jan-Mar 15 off", 11, .colon),
      ("24:00-26:00", 1, .startTime), ("25:00-26:00", 1, .startTime), ("2026 Mo", 1, .startTime),
      ("123456789012345678901234567890", 1, .startTime), ("Mo 8", 5, .colon), ("Mo 8-17", 5, .colon),
      ("0800-1700", 1, .startTime), ("08：00-17：00", 3, .colon), ("08 :00-10:00", 3, .colon),
      ("08:60-09:00", 4, .minutes), ("08:0-09:00", 4, .minutes), ("08:-09:00", 4, .minutes),
      ("08:000-09:00", 4, .minutes), ("08:00", 6, .dash), ("08:00 17:00", 7, .dash), ("08:00–17:00", 6, .dash),
      ("08:00-", 7, .endTime), ("08:00-49:00", 7, .endTime), ("08:00-48:01", 7, .endTime), ("08:00-off", 7, .endTime),
      ("08:00-12:00,12:61-13:00", 16, .minutes), ("08:00-12:00,25:00-26:00", 13, .startTime),
      ("Mo-Fr08:00-10:00", 6, .space), ("Jan05", 4, .space), ("Jan 05Mo", 7, .space), ("08:00-10:00off", 12, .space),
      ("24/7off", 5, .space), ("Jan08:00-10:00", 4, .space),
    ] as [(String, Int, OpeningHoursError.Expectation)])
  func refused(text: String, column: Int, expectation: OpeningHoursError.Expectation) {
    let error = #expect(throws: OpeningHoursError.self) { try OpeningHours(parsing: text) }
    #expect(error?.column == column)
    #expect(error?.expectation == expectation)
  }

  @Test("100 rules, times and months are read, the next one is refused where it starts")
  func size() throws {
    let most = "Jan " + String(repeating: "08:00-09:00,", count: 97) + "10:00-11:00"
    #expect(try OpeningHours(parsing: most).description == most)
    for text in [most + ",12:00-13:00", most + "; off", "24/7;" + most] {
      let error = #expect(throws: OpeningHoursError.self) { try OpeningHours(parsing: text) }
      let column = text.hasPrefix("24/7") ? text.count - 10 : text.hasSuffix("off") ? text.count - 2 : text.count - 10
      #expect(error?.column == column)
      #expect(error?.expectation == .fewerParts)
    }
    #expect(try OpeningHours(parsing: String(repeating: " ", count: 100_000) + "Mo").description == "Mo")
  }

  @Test("A refusal is told in English and in Chinese, with its position")
  func messages() {
    let error = #expect(throws: OpeningHoursError.self) { try OpeningHours(parsing: "Mo-Xx") }
    #expect(error?.english == "at character 4: expected a weekday (Mo, Tu, We, Th, Fr, Sa, Su)")
    #expect(error?.chinese == "第 4 个字符处：应为星期（Mo、Tu、We、Th、Fr、Sa、Su）")
  }
}
