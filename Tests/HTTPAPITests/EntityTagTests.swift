import TestSupport
import Testing

@Suite("A tag tells whether an answer has changed")
struct EntityTagTests {
  /// Open from 8 to 20, staffed from 9 to 12.
  private static let csv = """
    id,name,lat,lon,opening_hours,staffed_hours,status,status_until
    a,甲,35.5,116.8,08:00-20:00,09:00-12:00,active,
    b,乙,35.6,116.8,24/7,,active,
    c,丙,35.7,116.8,24/7,,suspended,2026-11-24T18:00:00+08:00

    """

  private func serving(_ body: (ClockedServer) async throws -> Void) async throws {
    try await ClockedServer.serving(Self.csv, at: "2026-11-24T07:59:58+08:00", body)
  }

  private func tag(_ server: ClockedServer, _ target: String, _ headers: [String: String] = [:]) async throws -> String
  {
    let answer = try await server.get(target, headers)
    #expect(answer.status == 200)
    return try #require(answer["ETag"])
  }

  @Test func aStationsTagBeginsWithItsRevision() async throws {
    try await serving { server in
      let (first, third) = try await (tag(server, "/v1/stations/a"), tag(server, "/v1/stations/c"))
      #expect(first.contains(/^"1-[0-9a-z]+"$/))
      #expect(third.contains(/^"3-[0-9a-z]+"$/))
    }
  }

  @Test(arguments: ["GET", "HEAD"], ["/v1/stations/a", "/v1/stations?limit=2", "/v1/amenities", "/v1/towns"])
  func whoHasTheAnswerIsToldSoWithoutABody(method: String, target: String) async throws {
    try await serving { server in
      let full = try await server.exchange(method, target)
      let tag = try #require(full["ETag"])
      let bare = tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag
      for known in [tag, "W/" + bare, "*", "\"x\", " + tag, "\"x\" ,\t" + bare + " , \"y\""] {
        let answer = try await server.exchange(method, target, ["If-None-Match": known])
        #expect(answer.status == 304, "\(known)")
        #expect(answer.body.isEmpty)
        #expect(answer["ETag"] == tag)
        #expect(answer["Cache-Control"] == full["Cache-Control"])
        #expect(answer["Vary"] == full["Vary"])
        #expect(answer["Content-Type"] == nil)
      }
      for other in ["\"x\"", "\"1-0\"", String(bare.dropLast(2)) + "\"", "", "W/"] {
        let answer = try await server.exchange(method, target, ["If-None-Match": other])
        #expect(answer.status == 200, "\(other)")
        #expect(answer["Content-Length"] == full["Content-Length"])
      }
    }
  }

  @Test func itStaysUntilTheHoursChangeAndChangesWithThem() async throws {
    try await serving { server in
      func tag() async throws -> String { try await self.tag(server, "/v1/stations/a") }
      var tags = [try await tag()]
      server.clock.now += 1
      #expect(try await tag() == tags[0], "07:59:59")
      // It opens, someone comes, someone goes, it closes; a minute before each, and a day later.
      for (hours, name) in [(0, "open"), (1, "staffed"), (4, "not staffed"), (12, "closed")] {
        let before = try await tag()
        server.clock.now = 1_795_478_400 + Int64(hours) * 3600
        tags.append(try await tag())
        #expect(tags.last != before, "\(name)")
        server.clock.now += 59
        #expect(try await tag() == tags.last)
      }
      // Open and not staffed is what it was before someone came.
      #expect(tags[3] == tags[1] && Set(tags).count == 4)
      #expect(tags.allSatisfy { $0.hasPrefix("\"1-") }, "the station has not changed")
    }
  }

  @Test func itChangesWhenASuspensionEnds() async throws {
    try await serving { server in
      let before = try await tag(server, "/v1/stations/c")
      let other = try await tag(server, "/v1/stations/b")
      server.clock.now = 1_795_514_399
      #expect(try await tag(server, "/v1/stations/c") == before)
      server.clock.now += 1
      #expect(try await tag(server, "/v1/stations/c") != before)
      #expect(try await tag(server, "/v1/stations/b") == other)
    }
  }

  @Test func itChangesWithTheStationAlone() async throws {
    try await serving { server in
      let before = try await [tag(server, "/v1/stations/a"), tag(server, "/v1/stations/b")]
      let change = try await server.exchange(
        "PATCH", "/v1/stations/a", ["Content-Type": "application/json"], body: #"{"phone":"1"}"#, asOwner: true)
      #expect(change.status == 200)
      #expect(try await tag(server, "/v1/stations/a") == change["ETag"])
      #expect(change["ETag"]?.hasPrefix("\"4-") == true)
      #expect(try await tag(server, "/v1/stations/b") == before[1])
    }
  }

  @Test func eachFormOfAnAnswerHasItsOwn() async throws {
    try await serving { server in
      let forms: [(String, [String: String])] = [
        ("", [:]), ("?datum=gcj02", [:]), ("?datum=bd09", [:]), ("", ["Accept-Language": "zh"]),
        ("", ["Accept": "application/geo+json"]), ("", ["Accept": "application/geo+json", "Accept-Language": "zh"]),
      ]
      var tags: [String] = []
      for (query, headers) in forms { tags.append(try await tag(server, "/v1/stations/a" + query, headers)) }
      #expect(Set(tags).count == tags.count)
      for ((query, headers), number) in zip(forms, tags.indices) {
        let known = headers.merging(["If-None-Match": tags[number]]) { first, _ in first }
        #expect(try await server.get("/v1/stations/a" + query, known).status == 304)
        let other = headers.merging(["If-None-Match": tags[(number + 1) % tags.count]]) { first, _ in first }
        #expect(try await server.get("/v1/stations/a" + query, other).status == 200)
      }
      #expect(try await tag(server, "/v1/stations/a?datum=wgs84") == tags[0], "that is the default")
    }
  }

  /// The moment at which it was asked stands in it, and does not matter.
  @Test func aListsTagIsWeakAndHoldsAsLongAsItsHours() async throws {
    try await serving { server in
      let target = "/v1/stations?limit=2"
      let first = try await tag(server, target)
      #expect(first.contains(/^W\/"3-[0-9a-z]+"$/))
      server.clock.now += 1
      #expect(try await tag(server, target) == first)
      server.clock.now += 1
      let open = try await tag(server, target)
      #expect(open != first)
      let others = try await [
        tag(server, "/v1/stations?limit=3"), tag(server, target + "&town=x"),
        tag(server, target, ["Accept": "application/geo+json"]),
      ]
      #expect(Set(others + [open]).count == 4)
      let change = try await server.exchange("DELETE", "/v1/stations/c", asOwner: true)
      #expect(change.status == 204)
      #expect(try await tag(server, target).hasPrefix("W/\"4-"))
    }
  }

  @Test func aChangeIsNeverAnsweredByNotModified() async throws {
    try await serving { server in
      let answer = try await server.exchange(
        "POST", "/v1/admin/amenities", ["Content-Type": "application/json", "If-None-Match": "*"],
        body: #"{"code":"tea","category":"food","labels":{"zh":"茶","en":"tea"}}"#, asOwner: true)
      #expect(answer.status == 200)
      #expect(!answer.body.isEmpty)
    }
  }

  @Test(arguments: [
    ("/v1/stations/nearest?lat=1&lon=1", "private, no-store"), ("/v1/stations", "public, no-cache"),
    ("/v1/stations/a", "public, no-cache"), ("/v1/amenities", "public, no-cache"), ("/v1/towns", "public, no-cache"),
    ("/v1/worker-groups", "public, no-cache"), ("/v1/admin/holidays", "private, no-cache"), ("/healthz", "no-store"),
    ("/readyz", "no-store"), ("/v1/stations/nope", "no-store"), ("/v1/stations?x", "no-store"),
  ])
  func eachCallSaysWhoMayKeepItsAnswer(target: String, control: String) async throws {
    try await serving { server in
      let answer = try await server.exchange("GET", target, asOwner: true)
      #expect(answer["Cache-Control"] == control)
    }
  }

  @Test func whereSomeoneStandsHasNoTag() async throws {
    try await serving { server in
      let answer = try await server.get("/v1/stations/nearest?lat=1&lon=1")
      #expect(answer.status == 200 && answer["ETag"] == nil)
    }
  }
}
