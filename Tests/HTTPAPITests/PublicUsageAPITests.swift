import Foundation
import TestSupport
import Testing

@Suite("Anyone may see past months by town and by group, and nothing by which someone could be recognised")
struct PublicUsageAPITests {
  private static let csv = """
    id,name,town,lat,lon
    station-a,某某工会驿站,甲镇,35.5,116.8
    station-b,乙驿站,乙镇,35.6,116.8
    station-c,丙驿站,丙镇,35.7,116.8

    """

  private struct Answer: Decodable {
    struct Row: Decodable {
      let month, town, group: String?
      let visits, people, visitors: Int?
      let withheld: Bool?

      /// Such as `2026-10 甲镇 100`, `-` for what is withheld.
      var text: String {
        let figure = people.map(String.init) ?? (withheld == true && visits == nil && visitors == nil ? "-" : "?")
        return [month, town ?? group, figure].compactMap { $0 }.joined(separator: " ")
      }
    }

    let from, to: String
    let by: [String]
    let rows: [Row]
    let total: Row
  }

  private struct Problem: Decodable {
    struct Fault: Decodable {
      let parameter, detail: String
    }

    let errors: [Fault]
  }

  /// At noon in Shanghai.
  private func serving(
    at instant: String = "2026-11-24T12:00:00+08:00", _ body: (ClockedServer) async throws -> Void
  ) async throws {
    try await ClockedServer.serving(Self.csv, at: instant, body)
  }

  private func log(
    _ server: ClockedServer, _ station: String, _ at: String, _ people: Int, group: String = "delivery"
  ) async throws {
    let visit = #"{"station_id":"\#(station)","group":"\#(group)","at":"\#(at)","people":\#(people)}"#
    let answer = try await server.exchange(
      "POST", "/v1/visits", ["Content-Type": "application/json"], body: visit, asOwner: true)
    try #require(answer.status == 201, "\(answer.text)")
  }

  private func ask(_ server: ClockedServer, _ query: String = "") async throws -> Answer {
    let answer = try await server.get("/v1/usage/public" + query)
    try #require(answer.status == 200, "\(answer.text)")
    return try JSONDecoder().decode(Answer.self, from: Data(answer.body))
  }

  private func faults(_ server: ClockedServer, _ query: String) async throws -> [String] {
    let answer = try await server.get("/v1/usage/public" + query)
    #expect(answer.status == 400, "\(query)")
    return try JSONDecoder().decode(Problem.self, from: Data(answer.body)).errors.map(\.parameter).sorted()
  }

  @Test func itIsTheLastTwelveMonthsThatAreOver() async throws {
    try await serving { server in
      let answer = try await server.get("/v1/usage/public")
      #expect(answer.status == 200)
      #expect(answer["Content-Type"] == "application/json")
      #expect(answer["Cache-Control"] == "public, max-age=600")
      let whole = try await ask(server, "?by=month")
      #expect(whole.from == "2025-11-01" && whole.to == "2026-10-31")
      #expect(whole.rows.map(\.month).first == "2025-11" && whole.rows.map(\.month).last == "2026-10")
      #expect(whole.rows.count == 12)
      #expect(whole.by == ["month"])
      #expect(try await ask(server).by == ["month", "town"])
      #expect(try await ask(server, "?by=month,group").by == ["month", "group"])
    }
  }

  @Test(arguments: [1, 5, 9]) func fewPeopleAreWithheldAndWhatWouldTellOfThem(people: Int) async throws {
    try await serving { server in
      // Withheld cells must not all have equally many visits.
      for (station, counts) in [("station-a", [100, 70, 30]), ("station-b", [25, 25]), ("station-c", [people])] {
        for count in counts { try await log(server, station, "2026-10-05T12:00:00+08:00", count) }
      }
      let answer = try await server.get("/v1/usage/public?from=2026-10-01&to=2026-10-31")
      #expect(answer.text.contains(#""visits":null,"people":null,"visitors":null,"withheld":true"#))
      let towns = try await ask(server, "?from=2026-10-01&to=2026-10-31")
      #expect(towns.rows.map(\.text).sorted() == ["2026-10 丙镇 -", "2026-10 乙镇 -", "2026-10 甲镇 200"])
      #expect(towns.total.people == 250 + people && towns.total.withheld == nil)
      let groups = try await ask(server, "?by=month,group&from=2026-10-01&to=2026-10-31")
      #expect(groups.rows.map(\.text) == ["2026-10 delivery \(250 + people)"])
    }
  }

  @Test func tenPeopleAreToldAndNoneIsToldAsZero() async throws {
    try await serving { server in
      for (station, count) in [("station-a", 200), ("station-b", 50), ("station-c", 10)] {
        try await log(server, station, "2026-10-05T12:00:00+08:00", count)
      }
      // Of another month alone.
      try await log(server, "station-a", "2026-09-05T12:00:00+08:00", 30)
      let towns = try await ask(server, "?from=2026-09-01&to=2026-10-31")
      #expect(
        towns.rows.map(\.text).sorted() == [
          "2026-09 丙镇 0", "2026-09 乙镇 0", "2026-09 甲镇 30", "2026-10 丙镇 10", "2026-10 乙镇 50", "2026-10 甲镇 200",
        ])
      #expect(towns.total.people == 290)
    }
  }

  @Test func aMonthOfFewIsWithheldWhole() async throws {
    try await serving { server in
      try await log(server, "station-a", "2026-10-05T12:00:00+08:00", 9)
      try await log(server, "station-a", "2026-09-05T12:00:00+08:00", 500)
      let towns = try await ask(server, "?from=2026-09-01&to=2026-10-31")
      #expect(towns.rows.map(\.text).sorted() == ["2026-09 甲镇 500", "2026-10 甲镇 -"])
      #expect(towns.total.people == nil && towns.total.withheld == true)
      let month = try await ask(server, "?by=month&from=2026-10-01&to=2026-10-31")
      #expect(month.rows.map(\.text) == ["2026-10 -"])
    }
  }

  /// A worker group that few belong to.
  @Test func aSmallGroupIsWithheldAndTheNextWithIt() async throws {
    try await serving { server in
      for (group, counts) in [("delivery", [50, 50]), ("express", [20, 20]), ("livestream", [1])] {
        for count in counts {
          try await log(server, "station-a", "2026-10-05T12:00:00+08:00", count, group: group)
        }
      }
      let groups = try await ask(server, "?by=month,group&from=2026-10-01&to=2026-10-31")
      #expect(
        groups.rows.map(\.text) == ["2026-10 delivery 100", "2026-10 express -", "2026-10 livestream -"])
      let towns = try await ask(server, "?from=2026-10-01&to=2026-10-31")
      #expect(towns.rows.map(\.text) == ["2026-10 甲镇 141"])
    }
  }

  @Test(arguments: [
    ("?from=2026-11-01", ["from"]), ("?to=2026-11-30", ["to"]), ("?from=2026-11-01&to=2026-11-30", ["from", "to"]),
    ("?from=2026-10-02", ["from"]), ("?to=2026-10-30", ["to"]), ("?from=2026-12-01&to=2026-12-31", ["from", "to"]),
    ("?from=2026-10-01&to=2026-09-30", ["to"]), ("?from=1990-01-01", ["from"]), ("?from=x&to=y", ["from", "to"]),
    ("?by=month,town,group", ["by"]), ("?by=town,group", ["by"]), ("?by=station", ["by"]),
    ("?by=month,station", ["by"]), ("?by=day", ["by"]), ("?by=hour", ["by"]), ("?by=", ["by"]),
    ("?station=station-a", ["station"]), ("?town=%E7%94%B2%E9%95%87", ["town"]), ("?group=delivery", ["group"]),
    ("?format=csv", ["format"]), ("?by=service&from=2026-11-01&to=2026-11-30&x=1", ["by", "from", "to", "x"]),
  ])
  func whatIsNotPublicIsRefusedByItsParameter(query: String, named: [String]) async throws {
    try await serving { server in
      #expect(try await faults(server, query) == named)
      let chinese = try await server.get("/v1/usage/public" + query, ["Accept-Language": "zh"])
      let problem = try JSONDecoder().decode(Problem.self, from: Data(chinese.body))
      for fault in problem.errors {
        #expect(fault.detail.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(fault.detail)")
      }
    }
  }

  @Test func nothingIsToldOfAStation() async throws {
    try await serving { server in
      for station in ["station-a", "station-b", "station-c"] {
        try await log(server, station, "2026-10-05T12:00:00+08:00", 100)
      }
      for query in ["", "?by=month", "?by=month,group"] {
        let text = try await server.get("/v1/usage/public" + query).text
        #expect(text.contains("2026-10"))
        for word in ["station", "驿站", "2026-10-05"] { #expect(!text.contains(word), "\(query)") }
      }
    }
  }

  /// In the district's zone, which is ahead of UTC.
  @Test func aMonthIsOverAtItsMidnight() async throws {
    try await serving(at: "2026-11-30T23:59:58+08:00") { server in
      try await log(server, "station-a", "2026-11-30T23:59:59+08:00", 100)
      try await log(server, "station-a", "2026-10-31T23:59:59+08:00", 200)
      try await log(server, "station-a", "2026-12-01T00:00:00+08:00", 400)
      #expect(try await ask(server, "?by=month").rows.last?.text == "2026-10 200")
      server.clock.now += 1
      #expect(try await faults(server, "?to=2026-11-30") == ["to"])
      server.clock.now += 1
      let answer = try await ask(server, "?by=month")
      #expect(answer.to == "2026-11-30")
      #expect(answer.rows.last?.text == "2026-11 100")
      #expect(try await ask(server, "?by=month&from=2026-11-01&to=2026-11-30").total.people == 100)
      #expect(try await faults(server, "?to=2026-12-31") == ["to"])
    }
  }

  @Test func itIsCountedAnewAfterTenMinutes() async throws {
    try await serving { server in
      func october() async throws -> Int? {
        try await ask(server, "?by=month&from=2026-10-01&to=2026-10-31").total.people
      }
      try await log(server, "station-a", "2026-10-05T12:00:00+08:00", 100)
      #expect(try await october() == 100)
      try await log(server, "station-a", "2026-10-06T12:00:00+08:00", 30)
      #expect(try await october() == 100)
      server.clock.now += 599
      #expect(try await october() == 100)
      // Another question is answered from the same counts.
      #expect(try await ask(server, "?from=2026-09-01&to=2026-10-31").total.people == 100)
      server.clock.now += 1
      #expect(try await october() == 130)
    }
  }

  @Test func staffSeeWhatThePublicDoesNot() async throws {
    try await serving { server in
      try await log(server, "station-c", "2026-11-24T11:00:00+08:00", 3)
      let answer = try await server.exchange("GET", "/v1/usage?from=2026-11-01&by=town", asOwner: true)
      #expect(answer.text.contains(#""to":"2026-11-24""#), "today is the last day")
      #expect(answer.text.contains(#"{"town":"丙镇","visits":1,"people":3,"visitors":null}"#))
      #expect(try await server.get("/v1/usage?from=2026-11-01").status == 401)
      server.clock.now += 12 * 3600
      let tomorrow = try await server.exchange("GET", "/v1/usage?from=2026-11-01", asOwner: true)
      #expect(tomorrow.text.contains(#""to":"2026-11-25""#))
      let summary = try await server.exchange("GET", "/v1/usage/summary?from=2026-11-01", asOwner: true)
      #expect(summary.text.contains(#""as_of":"2026-11-25T00:00:00+08:00""#))
      #expect(summary.text.contains(#""to":"2026-11-25""#))
    }
  }
}
