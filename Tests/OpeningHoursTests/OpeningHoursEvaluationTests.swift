import Foundation
import OpeningHours
import Testing

@Suite("Opening hours: states and changes, worked out by hand")
struct OpeningHoursEvaluationTests {
  typealias State = OpeningHours.State

  /// 2026-11-23 is a Monday.
  @Test(
    "The state and the next change are those worked out by hand",
    arguments: [
      ("24/7", "2026-11-24 03:00", .open, nil),
      ("off", "2026-11-24 03:00", .closed, nil),
      ("00:00-24:00", "2026-11-24 03:00", .open, nil),
      ("Mo-Su 00:00-12:00,12:00-24:00", "2026-11-24 03:00", .open, nil),
      ("08:00-08:00", "2026-11-24 03:00", .open, nil),
      ("Mo-Fr 08:00-17:00; off", "2026-11-24 10:00", .closed, nil),
      ("08:30-17:00", "2026-11-24 08:29", .closed, "2026-11-24 08:30"),
      ("08:30-17:00", "2026-11-24 08:30", .open, "2026-11-24 17:00"),
      ("08:30-17:00", "2026-11-24 17:00", .closed, "2026-11-25 08:30"),
      ("08:00-12:00,12:00-18:00", "2026-11-24 09:00", .open, "2026-11-24 18:00"),
      ("08:00-13:00,12:00-18:00", "2026-11-24 09:00", .open, "2026-11-24 18:00"),
      ("Mo-Fr", "2026-11-27 12:00", .open, "2026-11-28 00:00"),
      ("Mo-Fr 08:00-17:00", "2026-11-27 18:00", .closed, "2026-11-30 08:00"),
      ("Sa-Mo 08:00-17:00", "2026-11-24 08:00", .closed, "2026-11-28 08:00"),
      ("Sa-Mo 08:00-17:00", "2026-11-30 08:00", .open, "2026-11-30 17:00"),
      // A later rule replaces the day, an additional one adds to it, an off with times cuts into it.
      ("Mo-Su 08:00-17:00; We 10:00-12:00", "2026-11-25 09:00", .closed, "2026-11-25 10:00"),
      ("Mo-Su 08:00-17:00, We 18:00-20:00", "2026-11-25 17:30", .closed, "2026-11-25 18:00"),
      ("Mo-Su 08:00-17:00; We off", "2026-11-25 09:00", .closed, "2026-11-26 08:00"),
      ("Mo-Su 08:00-17:00; We 12:00-14:00 off", "2026-11-25 09:00", .open, "2026-11-25 12:00"),
      ("Mo-Su 08:00-17:00; We 12:00-14:00 off", "2026-11-25 12:00", .closed, "2026-11-25 14:00"),
      ("24/7; Mo 12:00-14:00 off", "2026-11-24 12:00", .open, "2026-11-30 12:00"),
      ("Mo 08:00-17:00; Mo 12:00-14:00 off, Mo 13:00-13:30", "2026-11-23 13:15", .open, "2026-11-23 13:30"),
      ("off; Mo 08:00-10:00", "2026-11-24 12:00", .closed, "2026-11-30 08:00"),
      // Past midnight, a span belongs to the day on which it starts.
      ("20:00-02:00", "2026-11-24 01:59", .open, "2026-11-24 02:00"),
      ("20:00-26:00", "2026-11-24 20:00", .open, "2026-11-25 02:00"),
      ("Mo-Fr 18:00-06:00", "2026-11-28 05:00", .open, "2026-11-28 06:00"),
      ("Mo-Fr 18:00-06:00", "2026-11-30 05:00", .closed, "2026-11-30 18:00"),
      ("Mo-Su 20:00-26:00; We off", "2026-11-25 01:00", .open, "2026-11-25 02:00"),
      ("Mo-Su 20:00-26:00; We off", "2026-11-26 01:00", .closed, "2026-11-26 20:00"),
      ("Mo-Su 20:00-26:00; We 01:00-10:00", "2026-11-24 21:00", .open, "2026-11-25 10:00"),
      ("Mo-Su 20:00-26:00; We 08:00-10:00", "2026-11-25 01:00", .open, "2026-11-25 02:00"),
      ("Mo-Su 20:00-26:00; We 00:00-01:00 off", "2026-11-25 00:30", .closed, "2026-11-25 01:00"),
      ("24/7; We 22:00-26:00 off", "2026-11-26 01:00", .closed, "2026-11-26 02:00"),
      ("Mo 08:00-48:00", "2026-11-24 23:59", .open, "2026-11-25 00:00"),
      ("Mo-Fr 20:00-24:00, Tu-Sa 00:00-02:00", "2026-11-27 21:00", .open, "2026-11-28 02:00"),
      // Months and days, wrapping the year.
      ("Nov-Feb 08:00-10:00", "2026-10-31 09:00", .closed, "2026-11-01 08:00"),
      ("Nov-Feb 08:00-10:00", "2027-02-28 10:00", .closed, "2027-11-01 08:00"),
      ("Dec 25-Jan 02", "2026-12-25 00:00", .open, "2027-01-03 00:00"),
      ("Dec 25-Jan 02 off, Mo 08:00-10:00", "2026-12-28 09:00", .open, "2026-12-28 10:00"),
      ("24/7; Dec 25-Jan 02 off", "2026-12-26 00:00", .closed, "2027-01-03 00:00"),
      ("Dec 31 20:00-26:00", "2027-01-01 01:00", .open, "2027-01-01 02:00"),
      ("Jan,Mar Mo-Fr 08:00-10:00", "2027-01-29 12:00", .closed, "2027-03-01 08:00"),
      ("Dec 20-Dec 10", "2026-12-10 12:00", .open, "2026-12-11 00:00"),
      // Leap days.
      ("Feb 29 08:00-10:00", "2026-11-24 12:00", .closed, "2028-02-29 08:00"),
      ("Feb 29 08:00-10:00", "2096-02-29 10:00", .closed, "2104-02-29 08:00"),
      ("Feb 20-Feb 29", "2027-02-28 12:00", .open, "2027-03-01 00:00"),
      ("Feb 20-Feb 28", "2028-02-28 12:00", .open, "2028-02-29 00:00"),
      ("Feb", "2028-02-29 12:00", .open, "2028-03-01 00:00"),
    ] as [(String, String, State, String?)])
  func worked(text: String, at: String, state: State, change: String?) throws {
    try expect(text, at, state, change, holidays: .empty)
  }

  /// 2026-10-01 is a Thursday, 2026-10-07 a Wednesday; 2026-10-10 a Saturday that is worked.
  @Test(
    "PH stands for the days of the holiday table, weekdays stay literal",
    arguments: [
      ("Mo-Fr 08:00-17:00", "2026-10-01 09:00", .open, "2026-10-01 17:00"),
      ("Mo-Fr 08:00-17:00; PH off", "2026-10-01 09:00", .closed, "2026-10-08 08:00"),
      ("Mo-Fr 08:00-17:00; PH off", "2026-10-10 09:00", .closed, "2026-10-12 08:00"),
      ("Mo-Fr 08:00-17:00; PH 09:00-12:00", "2026-10-01 08:30", .closed, "2026-10-01 09:00"),
      ("Mo-Fr 08:00-17:00, PH 18:00-20:00", "2026-10-01 08:30", .open, "2026-10-01 17:00"),
      ("Mo-Fr,PH 08:00-17:00", "2026-10-04 09:00", .open, "2026-10-04 17:00"),
      ("PH", "2026-09-30 09:00", .closed, "2026-10-01 00:00"),
      ("PH", "2026-10-01 09:00", .open, "2026-10-08 00:00"),
      ("PH off", "2026-10-01 09:00", .closed, nil),
      ("Mo-Su 20:00-26:00; PH off", "2026-10-01 01:00", .open, "2026-10-01 02:00"),
      ("Jan PH off, Mo 08:00-10:00", "2026-10-05 09:00", .open, "2026-10-05 10:00"),
      ("24/7; PH off; We 10:00-11:00", "2026-10-06 10:30", .closed, "2026-10-07 10:00"),
    ] as [(String, String, State, String?)])
  func publicHolidays(text: String, at: String, state: State, change: String?) throws {
    let week = (1...7).map { "2026-10-0\($0)" }
    try expect(text, at, state, change, holidays: holidays(week, covering: 2026...2030))
  }

  /// The table covers 2026 alone; 2027-01-01 is a Friday.
  @Test(
    "In a year without a table the state is unknown exactly while it depends on the table",
    arguments: [
      ("Mo-Fr 08:00-17:00; PH off", "2026-12-31 18:00", .closed, "2027-01-01 08:00"),
      ("Mo-Fr 08:00-17:00; PH off", "2027-01-01 09:00", .unknown, "2027-01-01 17:00"),
      ("Mo-Fr 08:00-17:00; PH off", "2027-01-01 18:00", .closed, "2027-01-04 08:00"),
      ("Mo-Fr 08:00-17:00; PH 09:00-12:00", "2027-01-01 09:30", .open, "2027-01-01 12:00"),
      ("Mo-Fr 08:00-17:00; PH 09:00-12:00", "2027-01-02 08:30", .closed, "2027-01-02 09:00"),
      ("Mo-Fr 08:00-17:00; PH 09:00-12:00", "2027-01-02 09:00", .unknown, "2027-01-02 12:00"),
      ("Mo-Fr,PH 08:00-17:00", "2027-01-01 09:00", .open, "2027-01-01 17:00"),
      ("Mo-Su,PH 08:00-17:00", "2027-01-02 09:00", .open, "2027-01-02 17:00"),
      ("24/7; PH off", "2026-11-24 09:00", .open, "2027-01-01 00:00"),
      ("24/7; PH off", "2027-01-01 09:00", .unknown, nil),
      ("PH off", "2027-01-01 09:00", .closed, nil),
      ("PH 20:00-26:00", "2027-01-01 01:00", .closed, "2027-01-01 20:00"),
      ("PH 20:00-26:00", "2027-01-02 01:00", .unknown, "2027-01-02 02:00"),
      ("Feb PH off, 08:00-10:00", "2027-01-04 09:00", .open, "2027-01-04 10:00"),
    ] as [(String, String, State, String?)])
  func unknownHolidays(text: String, at: String, state: State, change: String?) throws {
    try expect(text, at, state, change, holidays: holidays([], covering: 2026...2026))
  }

  /// Berlin jumped from 02:00 to 03:00 on 2024-03-31 at 01:00Z, and went back from 03:00 to 02:00 on 2024-10-27 at
  /// 01:00Z: 02:30 came at 00:30Z and again at 01:30Z. New York: 2024-03-10 at 07:00Z and 2024-11-03 at 06:00Z.
  @Test(
    "A skipped time comes when the clock jumps, a repeated one the first time",
    arguments: [
      ("Europe/Berlin", "01:00-02:30", "2024-03-31T00:30:00Z", .open, "2024-03-31T01:00:00Z"),
      ("Europe/Berlin", "01:00-02:30", "2024-03-31T01:00:00Z", .closed, "2024-03-31T23:00:00Z"),
      ("Europe/Berlin", "02:30-05:00", "2024-03-31T00:59:59Z", .closed, "2024-03-31T01:00:00Z"),
      ("Europe/Berlin", "02:30-05:00", "2024-03-31T01:00:00Z", .open, "2024-03-31T03:00:00Z"),
      ("Europe/Berlin", "02:15-03:10", "2024-03-31T01:00:00Z", .open, "2024-03-31T01:10:00Z"),
      ("Europe/Berlin", "02:15-02:45", "2024-03-30T12:00:00Z", .closed, "2024-04-01T00:15:00Z"),
      ("Europe/Berlin", "Su 02:15-02:45", "2024-03-30T12:00:00Z", .closed, "2024-04-07T00:15:00Z"),
      ("Europe/Berlin", "24/7; Su 02:00-03:00 off", "2024-03-30T12:00:00Z", .open, "2024-04-07T00:00:00Z"),
      ("Europe/Berlin", "01:00-02:30", "2024-10-27T00:29:59Z", .open, "2024-10-27T00:30:00Z"),
      ("Europe/Berlin", "01:00-02:30", "2024-10-27T00:30:00Z", .closed, "2024-10-28T00:00:00Z"),
      ("Europe/Berlin", "01:00-02:30", "2024-10-27T01:15:00Z", .closed, "2024-10-28T00:00:00Z"),
      ("Europe/Berlin", "02:30-05:00", "2024-10-27T01:15:00Z", .open, "2024-10-27T04:00:00Z"),
      ("Europe/Berlin", "02:30-03:00", "2024-10-27T00:30:00Z", .open, "2024-10-27T02:00:00Z"),
      ("Europe/Berlin", "20:00-26:00", "2024-10-26T18:00:00Z", .open, "2024-10-27T00:00:00Z"),
      ("Europe/Berlin", "20:00-26:00", "2024-03-30T19:00:00Z", .open, "2024-03-31T01:00:00Z"),
      ("America/New_York", "01:30-02:30", "2024-03-10T06:30:00Z", .open, "2024-03-10T07:00:00Z"),
      ("America/New_York", "01:30-02:30", "2024-11-03T05:30:00Z", .open, "2024-11-03T07:30:00Z"),
      ("America/New_York", "01:30-02:30", "2024-11-03T06:10:00Z", .open, "2024-11-03T07:30:00Z"),
      ("America/New_York", "09:00-17:00", "2024-11-03T06:10:00Z", .closed, "2024-11-03T14:00:00Z"),
      ("Asia/Shanghai", "09:00-17:00", "2024-11-03T06:10:00Z", .open, "2024-11-03T09:00:00Z"),
      // Samoa left out the whole of Friday 2011-12-30.
      ("Pacific/Apia", "Fr", "2011-12-29T12:00:00Z", .closed, "2012-01-05T10:00:00Z"),
      ("Pacific/Apia", "Th-Fr", "2011-12-30T09:00:00Z", .open, "2011-12-30T10:00:00Z"),
    ] as [(String, String, String, State, String?)])
  func daylightSaving(name: String, text: String, at: String, state: State, change: String?) throws {
    let zone = try zone(name)
    let status = try OpeningHours(parsing: text).status(
      at: LocalMoment(epochSeconds: utc(at), in: zone), holidays: .empty)
    #expect(status.state == state)
    #expect(try status.nextChange == change.map(utc))
  }

  @Test("Every way of asking gives the same answer, seconds within the minute included")
  func waysOfAsking() throws {
    let zone = try zone("Asia/Shanghai")
    let hours = try OpeningHours(parsing: "08:30-17:00")
    let opening = try instant("2026-11-24 08:30", zone)
    for (second, state) in [(opening - 1, State.closed), (opening, .open), (opening + 59, .open)] {
      let date = Date(timeIntervalSince1970: Double(second) + 0.999)
      #expect(hours.state(at: second, in: zone, holidays: .empty) == state)
      #expect(hours.state(at: date, in: zone, holidays: .empty) == state)
      let change = hours.nextChange(after: second, in: zone, holidays: .empty)
      #expect(change == (state == .closed ? opening : opening + 30_600))
      let changeDate = hours.nextChange(after: date, in: zone, holidays: .empty)
      #expect(changeDate == change.map { Date(timeIntervalSince1970: Double($0)) })
    }
  }

  @Test("Instants beyond the years 1 to 9999 are clamped and never trap")
  func extremes() throws {
    let zone = try zone("America/New_York")
    let hours = try OpeningHours(parsing: "Feb 29 20:00-26:00; PH off")
    for seconds in [Int64.min, Int64.max, 0, -1] {
      _ = hours.status(at: LocalMoment(epochSeconds: seconds, in: zone), holidays: .empty)
    }
    for seconds in [Double.nan, .infinity, -.infinity, 1e300, -1e300] {
      _ = hours.status(at: LocalMoment(Date(timeIntervalSince1970: seconds), in: zone), holidays: .empty)
    }
  }

  private func expect(_ text: String, _ at: String, _ state: State, _ change: String?, holidays: HolidayTable) throws {
    let zone = try zone("Asia/Shanghai")
    let moment = LocalMoment(epochSeconds: try instant(at, zone), in: zone)
    let hours = try OpeningHours(parsing: text)
    let expectedChange = try change.map { try instant($0, zone) }
    let status = hours.status(at: moment, holidays: holidays)
    #expect(status.state == state)
    #expect(status.nextChange == expectedChange)
    #expect(hours.state(at: moment, holidays: holidays) == state)
    #expect(hours.nextChange(after: moment, holidays: holidays) == expectedChange)
  }
}
