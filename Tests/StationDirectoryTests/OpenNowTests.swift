import Foundation
import Geodesy
import OpeningHours
import RestStations
import StationDirectory
import TestSupport
import Testing

@Suite("What is open now is what the evaluator says, at every step of the clock")
struct OpenNowTests {
  private static let centre = Coordinate(latitude: 35.553, longitude: 116.784) ?? .origin

  /// The stations of Yanzhou, the holidays, and two suspensions that end by themselves.
  private func yanzhou(at instant: String) async throws -> District {
    let district = try await District(try District.yanzhou.get(), at: instant)
    try await district.takeHolidays()
    let ends = [("YZ-0070", "2026-10-01T10:15:30+08:00"), ("YZ-0082", "2026-10-02T00:00:00+08:00")]
    var stations: [Station] = []
    for (id, end) in ends {
      var station = try await district.station(id)
      #expect(station.status == .suspended)
      station.statusReason = "停电"
      station.statusUntil = try #require(Instant.parse(end)) * 1000
      stations.append(station)
    }
    try await district.store(stations)
    return district
  }

  private func instant(_ text: String) throws -> Int64 {
    try #require(Instant.parse(text))
  }

  /// Over a weekend, a working day, the eve of a holiday and two days of it, an hour's end, a minute's, and midnight.
  @Test func everyAnswerIsTheEvaluatorsAtEveryChange() async throws {
    let district = try await yanzhou(at: "2026-09-26T00:00:00+08:00")
    let reference = try await HoursReference(district)
    let byDistance = order(of: reference.stations)
    let start = district.clock.now
    let changes = reference.changes(from: start, to: try instant("2026-10-02T03:00:00+08:00"))
    #expect(changes.count > 100)
    #expect(changes.contains(try instant("2026-10-01T10:15:30+08:00")), "the end of a suspension")
    var states: Set<String> = []
    for change in changes {
      for now in [change - 1, change, change + 1] {
        district.clock.now = now
        let said = reference.said(at: now)
        try expectList(district, reference.stations, said)
        try expectNearest(district, reference.stations, said, byDistance)
        states.formUnion(said.map(\.open))
      }
    }
    #expect(states == ["open", "closed", "unknown"])
  }

  /// Without a table every answer to a rule that names holidays depends on what is not known.
  @Test func theTableOfHolidaysTakesEffectAtOnce() async throws {
    let district = try await District(
      "id,name,lat,lon,opening_hours\na,x,35.5,116.8,Mo-Su 08:00-20:00; PH off\n", at: "2026-10-01T10:00:00+08:00")
    func open() throws -> String? {
      try district.directory.answer(NearestQuestion(place: Self.centre)).stations[0].text("open")
    }
    #expect(try open() == "unknown")
    try await district.takeHolidays()
    #expect(try open() == "closed")
    district.clock.now = try instant("2026-10-08T10:00:00+08:00")
    #expect(try open() == "open")
    district.clock.now = try instant("2027-10-08T10:00:00+08:00")
    #expect(try open() == "unknown", "of that year there is no table")
  }

  @Test func aSuspensionEndsByItselfOnTheSecond() async throws {
    let district = try await yanzhou(at: "2026-10-01T10:15:29+08:00")
    func station() throws -> [String: Any] {
      let answer = try #require(try district.answer("YZ-0070"))
      return try JSONAnswer(answer.encoded(.json)).members
    }
    let before = try station()
    #expect(before.text("status") == "suspended" && before.text("open") == "closed")
    #expect(before.text("status_reason") == "停电")
    #expect(before.text("status_until") == "2026-10-01T10:15:30+08:00")
    district.clock.now += 1
    let after = try station()
    #expect(after.text("status") == "active" && after.text("open") == "open")
    #expect(after["status_reason"] == nil && after["status_until"] == nil)
    var question = ListQuestion()
    question.status = .only(.suspended)
    #expect(try JSONAnswer(district.directory.list(question).encoded(.json, next: nil)).ids == ["YZ-0082"])
  }

  @Test func aListIsAsOfTheInstantThatIsAskedFor() async throws {
    let district = try await yanzhou(at: "2026-09-28T12:00:00+08:00")
    let reference = try await HoursReference(district)
    var question = ListQuestion()
    (question.limit, question.status) = (1000, .any)
    for text in ["2026-09-28T03:00:00+08:00", "2026-10-01T10:15:30+08:00", "2026-10-01T23:59:59+08:00"] {
      let instant = try instant(text)
      question.open = .at(instant)
      let answer = try JSONAnswer(district.directory.list(question).encoded(.json, next: nil))
      let said = reference.said(at: instant)
      #expect(answer.ids == zip(reference.stations, said).filter { $1.open != "closed" }.map(\.0.id.text))
      #expect(answer.stations.compactMap { $0.text("open") } == said.filter { $0.open != "closed" }.map(\.open))
      #expect(answer.members.text("as_of") == text)
    }
    question.open = .any
    let answer = try JSONAnswer(district.directory.list(question).encoded(.json, next: nil))
    #expect(answer.members.text("as_of") == "2026-09-28T12:00:00+08:00")
  }

  // MARK: -

  private func order(of stations: [Station]) -> [Int] {
    let origin = GeodesicOrigin(Self.centre)
    let distances = stations.map { origin.distance(to: $0.coordinate).millimeters }
    return stations.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
  }

  /// Every station, and those that are not closed.
  private func expectList(_ district: District, _ stations: [Station], _ said: [HoursReference.Said]) throws {
    let comment = Comment(rawValue: Instant.text(district.clock.now, offset: 28_800))
    var question = ListQuestion()
    (question.limit, question.status) = (1000, .any)
    let all = try JSONAnswer(district.directory.list(question).encoded(.json, next: nil)).stations
    let told = all.map { station in
      HoursReference.Said(
        status: station.text("status") ?? "", open: station.text("open") ?? "", staffed: station["staffed"] as? Bool,
        changesAt: station.text("changes_at"))
    }
    try #require(told == said, comment)
    question.open = .now
    let open = try JSONAnswer(district.directory.list(question).encoded(.json, next: nil)).ids
    try #require(open == zip(stations, said).filter { $1.open != "closed" }.map(\.0.id.text), comment)
  }

  /// The open ones, then the unknown ones, each by distance.
  private func expectNearest(
    _ district: District, _ stations: [Station], _ said: [HoursReference.Said], _ byDistance: [Int]
  ) throws {
    var question = NearestQuestion(place: Self.centre)
    (question.limit, question.open) = (100, .now)
    let those = { (state: String) in byDistance.filter { said[$0].open == state }.map { stations[$0].id.text } }
    let expected = Array((those("open") + those("unknown")).prefix(100))
    try #require(try district.directory.answer(question).ids == expected)
  }
}
