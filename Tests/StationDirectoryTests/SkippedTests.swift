import Foundation
import Geodesy
import RestStations
import StationDirectory
import TestSupport
import Testing

@Suite("An answer names the nearer stations that were left out, and why")
struct SkippedTests {
  private struct Skipped: Hashable {
    let id, reason: String

    init(_ id: String, _ reason: String) {
      (self.id, self.reason) = (id, reason)
    }
  }

  /// The courier stands at longitude 116.80; each station is some 90 m further east.
  private static let csv = #"""
    id,name,lat,lon,kind,entry,amenities,broken_amenities,opening_hours,status,status_reason,status_until
    none,无微波炉,35.5,116.801,point,qr,water,,24/7,active,,
    broken,坏微波炉,35.5,116.802,point,qr,water,microwave,24/7,active,,
    hub,中心,35.5,116.803,hub,qr,microwave,,24/7,active,,
    staff,有人,35.5,116.804,point,staff,microwave,,24/7,active,,
    leak,漏水,35.5,116.805,point,qr,microwave,,24/7,suspended,"屋顶漏水, ""急""",2026-11-24T18:00:00+08:00
    paint,刷漆,35.5,116.806,point,qr,microwave,,24/7,suspended,,2026-12-01T08:00:00+08:00
    shut,关闭,35.5,116.807,point,qr,microwave,,24/7,suspended,,
    night,夜间,35.5,116.808,point,qr,microwave,,18:00-06:00,active,,
    monday,周一,35.5,116.809,point,qr,microwave,,Mo 08:00-09:00,active,,
    never,从不,35.5,116.810,point,qr,microwave,,off,active,,
    who,未知,35.5,116.811,point,qr,microwave,,,active,,
    gone,撤销,35.5,116.812,point,qr,microwave,,24/7,retired,,
    good,好,35.5,116.820,point,qr,microwave,,24/7,active,,

    """#

  private static let everything = { () -> NearestQuestion in
    var question = NearestQuestion(place: Coordinate(latitude: 35.5, longitude: 116.8) ?? .origin)
    question.amenities = AmenityCatalogue.standard.set(of: ["microwave"])
    (question.kind, question.entry, question.open) = (.point, .qr, .now)
    (question.limit, question.includesSkipped) = (1, true)
    return question
  }()

  private func skipped(
    _ district: District, _ question: NearestQuestion, _ language: Language = .english
  ) throws -> [Skipped] {
    let answer = try JSONAnswer(try district.directory.nearest(question).encoded(.json, language))
    let all = try #require(answer.members["skipped"] as? [[String: Any]])
    return all.map { Skipped($0.text("id") ?? "", $0.text("reason") ?? "") }
  }

  /// The reasons one at a time: a question that begins behind the stations before it.
  private static let reasons: [(id: String, english: String, chinese: String)] = [
    ("none", "no microwave", "没有微波炉"), ("broken", "microwave broken", "微波炉故障"),
    ("hub", "no point", "不是服务点"), ("staff", "no entry by 'scan a code'", "进入方式不是“扫码”"),
    ("leak", "suspended until 18:00: 屋顶漏水, \"急\"", "暂停至 18:00：屋顶漏水, \"急\""),
    ("paint", "suspended until 2026-12-01 08:00", "暂停至 2026-12-01 08:00"), ("shut", "suspended", "暂停"),
    ("night", "closed until 18:00", "关闭至 18:00"), ("monday", "closed until 2026-11-30 08:00", "关闭至 2026-11-30 08:00"),
    ("never", "closed", "已关闭"), ("who", "opening hours unknown", "开放时间未知"),
  ]

  @Test func everyReasonIsTold() async throws {
    let district = try await District(Self.csv)
    for (number, reason) in Self.reasons.enumerated() {
      var question = Self.everything
      let longitude = 116.801 + Double(number) / 1000
      question.place = try #require(Coordinate(latitude: 35.5, longitude: longitude))
      #expect(try skipped(district, question).first == Skipped(reason.id, reason.english))
      #expect(try skipped(district, question, .chinese).first == Skipped(reason.id, reason.chinese))
    }
  }

  @Test func threeAreNamedNearestFirstAndAllTheirReasons() async throws {
    let district = try await District(Self.csv)
    var question = Self.everything
    #expect(
      try skipped(district, question) == [
        Skipped("none", "no microwave"), Skipped("broken", "microwave broken"), Skipped("hub", "no point"),
      ])
    question.amenities = AmenityCatalogue.standard.set(of: ["microwave", "water", "aed"])
    (question.kind, question.entry) = (.satellite, .key)
    #expect(
      try skipped(district, question).first
        == Skipped("none", "no microwave, no AED, no satellite, no entry by 'key'"))
    #expect(
      try skipped(district, question, .chinese).first == Skipped("none", "没有微波炉，没有除颤器，不是卫星站，进入方式不是“钥匙”"))
  }

  @Test func onlyNearerOnesThanTheFarthestFoundAreNamed() async throws {
    let district = try await District(Self.csv)
    var question = NearestQuestion(place: Self.everything.place)
    (question.limit, question.includesSkipped) = (2, true)
    #expect(try skipped(district, question).isEmpty, "nothing nearer was left out")
    question.kind = .hub
    question.limit = 1
    #expect(
      try skipped(district, question) == [Skipped("none", "no hub"), Skipped("broken", "no hub")],
      "those behind the one that was found are no nearer")
  }

  @Test func whatIsOutOfReachIsNotNamed() async throws {
    let district = try await District(Self.csv)
    var question = Self.everything
    question.radius = Meters(200)
    let answer = try district.directory.answer(question)
    #expect(answer.ids.isEmpty)
    #expect(try skipped(district, question).map(\.id) == ["none", "broken"])
  }

  /// It may be found, and is not open.
  @Test func aSuspendedStationThatMayBeFoundIsLeftOutForBeingClosed() async throws {
    let district = try await District(Self.csv)
    var question = Self.everything
    question.place = try #require(Coordinate(latitude: 35.5, longitude: 116.805))
    question.includesSuspended = true
    #expect(
      try skipped(district, question) == [
        Skipped("leak", "suspended until 18:00: 屋顶漏水, \"急\""),
        Skipped("paint", "suspended until 2026-12-01 08:00"), Skipped("staff", "no entry by 'scan a code'"),
      ])
    question.open = .any
    #expect(try district.directory.answer(question).ids == ["leak"])
  }

  @Test func aSuspensionThatIsOverIsNoReason() async throws {
    let district = try await District(Self.csv, at: "2026-11-24T18:00:00+08:00")
    var question = Self.everything
    question.place = try #require(Coordinate(latitude: 35.5, longitude: 116.805))
    #expect(try district.directory.answer(question).ids == ["leak"])
    #expect(try skipped(district, question).isEmpty)
    question.open = .at(district.clock.now - 1)
    #expect(try skipped(district, question).first?.id == "leak")
  }

  @Test func eachHasItsNameDistanceAndBearing() async throws {
    let district = try await District(Self.csv)
    for format in [AnswerFormat.json, .geoJSON] {
      let answer = try JSONAnswer(try district.directory.nearest(Self.everything).encoded(format))
      let first = try #require((answer.members["skipped"] as? [[String: Any]])?.first)
      #expect(Set(first.keys) == ["id", "name", "distance_m", "bearing_deg", "reason"])
      #expect(first.text("name") == "无微波炉")
      #expect(first.number("distance_m") == 90.7 && first.number("bearing_deg") == 90)
    }
    var question = Self.everything
    question.includesSkipped = false
    #expect(try district.directory.answer(question).members["skipped"] == nil)
  }
}
