import Foundation
import Geodesy
import RestStations
import SampleData
import StationDirectory
import TestSupport
import Testing

@Suite("Stations are found by whether they are open at a moment")
struct OpenFilterTests {
  @Test func closedOnesAreLeftOutAndUnknownOnesComeAfterTheOpenOnes() async throws {
    let (district, reference) = try await sample()
    var generator = SeededGenerator(seed: testSeed)
    let start = district.clock.now
    for number in 0..<1500 {
      var question = NearestQuestion(place: generator.coordinate(near: Self.centre, degrees: 0.05))
      question.limit = Int.random(in: 1...40, using: &generator)
      question.kind = generator.chance(0.3) ? .point : nil
      question.includesSuspended = generator.chance(0.3)
      if generator.chance(0.3) { question.radius = Meters(generator.number(in: 500...4000)) }
      let instant = start + Int64.random(in: -1_000_000...50_000_000, using: &generator)
      // Asked for now or ahead: the same answer.
      if generator.chance(0.5) {
        district.clock.now = instant
        question.open = .now
      } else {
        question.open = .at(instant)
      }
      let all = reference.nearest(question).filter { $0.station.status == "active" }
      func those(_ state: Week.State) -> [String] {
        all.filter { $0.station.week.state(at: instant) == state }.map(\.station.id)
      }
      let answer = try district.directory.answer(question)
      let comment = Comment(rawValue: "question \(number) of seed \(testSeed): \(question)")
      try #require(answer.ids == Array((those(.open) + those(.unknown)).prefix(question.limit)), comment)
      #expect(answer.members.text("as_of") == Instant.text(instant, offset: 28_800), comment)
      try expectHours(answer, reference, at: instant, comment)
    }
  }

  @Test func withoutAFilterEveryStationTellsWhetherItIsOpen() async throws {
    let (district, reference) = try await sample()
    var question = NearestQuestion(place: Self.centre)
    question.limit = 100
    for hour in 0..<200 {
      district.clock.now += 3500
      let answer = try district.directory.answer(question)
      #expect(answer.ids == reference.nearest(question).map(\.station.id))
      #expect(answer.members.text("as_of") == Instant.text(district.clock.now, offset: 28_800))
      try expectHours(answer, reference, at: district.clock.now, "after \(hour) hours")
    }
  }

  @Test(arguments: [
    ("07:59:59", "closed", "08:00:00"), ("08:00:00", "open", "20:00:00"), ("19:59:59", "open", "20:00:00"),
    ("20:00:00", "closed", nil),
  ])
  func doorsOpenAndCloseOnTheSecond(time: String, state: String, change: String?) async throws {
    let district = try await District(
      "id,name,lat,lon,opening_hours\na,x,35.5,116.8,08:00-20:00\n", at: "2026-11-24T\(time)+08:00")
    let station = try district.directory.answer(NearestQuestion(place: Self.centre)).stations[0]
    #expect(station.text("open") == state)
    #expect(station.text("changes_at") == (change.map { "2026-11-24T\($0)+08:00" } ?? "2026-11-25T08:00:00+08:00"))
  }

  @Test func theAnswerFollowsTheClockForwardAndBack() async throws {
    let district = try await District("id,name,lat,lon,opening_hours\na,x,35.5,116.8,08:00-20:00\n")
    var question = NearestQuestion(place: Self.centre)
    question.open = .now
    for (time, isFound) in [("15:00:00", true), ("20:00:00", false), ("19:59:59", true), ("07:00:00", false)] {
      district.clock.now = try #require(Instant.parse("2026-11-24T\(time)+08:00"))
      #expect(try district.directory.answer(question).ids == (isFound ? ["a"] : []))
    }
    district.clock.now = try #require(Instant.parse("2027-11-24T08:00:00+08:00"))
    #expect(try district.directory.answer(question).ids == ["a"])
  }

  @Test func aSuspendedStationIsClosedWhateverItsHours() async throws {
    let district = try await District("id,name,lat,lon,opening_hours,status\na,x,35.5,116.8,24/7,suspended\n")
    var question = NearestQuestion(place: Self.centre)
    #expect(try district.directory.answer(question).ids.isEmpty)
    question.includesSuspended = true
    let station = try #require(try district.directory.answer(question).stations.first)
    #expect(station.text("status") == "suspended")
    #expect(station.text("open") == "closed")
    #expect(station["changes_at"] == nil && station["staffed"] == nil)
    question.open = .now
    #expect(try district.directory.answer(question).ids.isEmpty)
  }

  @Test func aHolidayRuleWithoutATableIsUnknownOnlyWhereItMatters() async throws {
    let district = try await District(
      "id,name,lat,lon,opening_hours\na,x,35.5,116.8,Mo-Su 08:00-20:00; PH off\nb,x,35.5,116.8,24/7\n")
    var question = NearestQuestion(place: Self.centre)
    question.open = .now
    #expect(try district.directory.answer(question).ids == ["b", "a"], "unknown comes after open")
    question.open = .at(district.clock.now + 6 * 3600)
    #expect(try district.directory.answer(question).ids == ["b"], "closed whether a holiday or not")
  }

  @Test func thousandsOfDifferentHoursAreEachToldOfTheirOwnStation() async throws {
    let hours = (0..<3000).map { number in
      let (start, end) = (number % 480, 960 + number / 480 * 60 + number % 60)
      return [start, end].map { String(format: "%02d:%02d", $0 / 60, $0 % 60) }
    }
    let rows = hours.enumerated().map { "s\($0 + 1000),x,35.5,116.8,\($1[0])-\($1[1])\n" }
    let district = try await District("id,name,lat,lon,opening_hours\n" + rows.joined())
    var question = ListQuestion()
    question.limit = 1000
    var (number, last) = (0, nil as StationID?)
    repeat {
      question.after = last
      let page = try district.directory.list(question)
      for station in try JSONAnswer(page.encoded(.json, next: nil)).stations {
        let (start, end) = (hours[number][0], hours[number][1])
        // It is 15:04, and all are open from before 08:00 to after 16:00.
        try #require(station.text("opening_hours") == "\(start)-\(end)" && station.text("open") == "open")
        try #require(station.text("changes_at") == "2026-11-24T\(end):00+08:00")
        number += 1
      }
      last = page.last
    } while last != nil
    #expect(number == 3000)
  }

  @Test func wordsForTheFilterAreAnyNowAndAnInstant() {
    #expect(OpenFilter(word: "any") == .any)
    #expect(OpenFilter(word: "now") == .now)
    #expect(OpenFilter(word: "2026-11-24T15:04:05+08:00") == .at(1_795_503_845))
    for word in ["", "Now", "open", "2026-11-24", "15:04"] { #expect(OpenFilter(word: word) == nil) }
  }

  // MARK: -

  private static let centre = Coordinate(latitude: 35.55, longitude: 116.8) ?? .origin

  /// Stations around a centre with all kinds of hours.
  private func sample() async throws -> (District, ReferenceDirectory) {
    var generator = SeededGenerator(seed: testSeed + 1)
    let hours = Week.expressions
    let rows = (0..<90).map { number in
      let place = generator.coordinate(near: Self.centre, degrees: 0.05).rounded
      let status = number % 9 == 4 ? "suspended" : number % 13 == 7 ? "retired" : "active"
      return [
        "s\(number)", "x", "\(place.latitude)", "\(place.longitude)", number % 3 == 0 ? "point" : "mobile",
        hours[number % hours.count], hours[(number * 5 + 2) % hours.count], status, "",
      ].map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",")
    }
    let csv = "id,name,lat,lon,kind,opening_hours,staffed_hours,status,entry\n" + rows.joined(separator: "\n") + "\n"
    return (try await District(csv), ReferenceDirectory(stations: try ReferenceStation.all(in: csv)))
  }

  private func expectHours(
    _ answer: JSONAnswer, _ reference: ReferenceDirectory, at instant: Int64, _ comment: Comment
  ) throws {
    let byID = Dictionary(uniqueKeysWithValues: reference.stations.map { ($0.id, $0) })
    for station in answer.stations {
      let expected = try #require(byID[station.text("id") ?? ""])
      let isActive = expected.status == "active"
      #expect(
        station.text("open") == (isActive ? expected.week.state(at: instant).rawValue : "closed"), comment)
      let change = isActive ? expected.week.change(after: instant) : nil
      #expect(station.text("changes_at") == change.map { Instant.text($0, offset: 28_800) }, comment)
      let staffed = isActive ? expected.staffedWeek.state(at: instant) : .unknown
      #expect(station["staffed"] as? Bool == (staffed == .unknown ? nil : staffed == .open), comment)
    }
  }
}

extension ReferenceStation {
  fileprivate var week: Week { Week(fields["opening_hours"] ?? "") }
  fileprivate var staffedWeek: Week { Week(fields["staffed_hours"] ?? "") }
}

/// Opening hours painted onto the 10,080 minutes of a week, Monday first.
private struct Week {
  enum State: String {
    case open, closed, unknown
  }

  /// Days (Monday is 0) and minutes from the day's midnight; an end may lie in the next day.
  private static let spans: [String: [(days: ClosedRange<Int>, from: Int, to: Int)]] = [
    "24/7": [(0...6, 0, 1440)],
    "08:00-22:00": [(0...6, 480, 1320)],
    "Mo-Fr 08:30-17:00": [(0...4, 510, 1020)],
    "20:00-02:00": [(0...6, 1200, 1560)],
    "06:00-26:00": [(0...6, 360, 1560)],
    "Mo-Fr 18:00-06:00": [(0...4, 1080, 1800)],
    "08:30-12:00,13:30-17:30": [(0...6, 510, 720), (0...6, 810, 1050)],
    "Mo-Fr 08:00-22:00; Sa-Su 09:00-21:00": [(0...4, 480, 1320), (5...6, 540, 1260)],
    "off": [],
  ]

  static let expressions = spans.keys.sorted() + [""]

  private static let painted = spans.mapValues { spans in
    var minutes = [Bool](repeating: false, count: 10_080)
    for span in spans {
      for day in span.days {
        for minute in span.from..<span.to { minutes[(day * 1440 + minute) % 10_080] = true }
      }
    }
    return minutes
  }

  private let minutes: [Bool]?

  init(_ expression: String) {
    minutes = Self.painted[expression]
  }

  func state(at instant: Int64) -> State {
    minutes.map { $0[Self.minute(instant)] ? .open : .closed } ?? .unknown
  }

  /// The next instant with another state.
  func change(after instant: Int64) -> Int64? {
    guard let minutes else { return nil }
    let now = Self.minute(instant)
    guard let wait = (1..<10_080).first(where: { minutes[(now + $0) % 10_080] != minutes[now] }) else { return nil }
    return (instant / 60 + Int64(wait)) * 60
  }

  /// Shanghai keeps +08:00 all year; 1970 began on a Thursday.
  private static func minute(_ instant: Int64) -> Int {
    Int((instant + 28_800) / 60 + 3 * 1440) % 10_080
  }
}
