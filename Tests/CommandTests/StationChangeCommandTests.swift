import Foundation
import TestSupport
import Testing

@Suite("station add, edit, suspend, resume, retire and verify, with a server running and without")
struct StationChangeCommandTests {
  private func expectSaid(_ outcome: Outcome, _ message: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(outcome.status == 0, sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
    #expect(outcome.messages == message + "\n", sourceLocation: sourceLocation)
  }

  private func expectRefused(
    _ outcome: Outcome, _ status: Int32, _ texts: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(outcome.status == status, "\(outcome.messages)", sourceLocation: sourceLocation)
    #expect(outcome.output == "", sourceLocation: sourceLocation)
    for text in texts {
      #expect(outcome.messages.contains(text), "\(outcome.messages)", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: [false, true]) func aStationIsAddedWithAllItsFields(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let added = try yanzhou.run(
      "station", "add", "N-1", "--name", "新站", "--lat", "-35.5", "--lon", "-116.8", "--alias", "甲", "--alias", "乙",
      "--kind", "satellite", "--hub", "YZ-0001", "--town", "新镇", "--address", "路1号", "--amenity", "seating",
      "--amenity", "water", "--broken", "fridge", "--opening-hours", "Mo-Fr 08:00-18:00", "--staffed-hours",
      "08:00-12:00", "--entry", "qr", "--operator", "工会", "--capacity", "12", "--phone", "+86 1")
    expectSaid(added, "N-1 added")
    let station = try yanzhou.station("N-1")
    let expected: [String: JSONValue] = [
      "id": .string("N-1"), "name": .string("新站"), "lat": .number(-35.5), "lon": .number(-116.8),
      "aliases": .array([.string("甲"), .string("乙")]), "kind": .string("satellite"), "hub_id": .string("YZ-0001"),
      "town": .string("新镇"), "address": .string("路1号"),
      "amenities": .array([.string("water"), .string("seating")]), "broken_amenities": .array([.string("fridge")]),
      "opening_hours": .string("Mo-Fr 08:00-18:00"), "staffed_hours": .string("08:00-12:00"), "entry": .string("qr"),
      "operator": .string("工会"), "capacity": .number(12), "phone": .string("+86 1"), "status": .string("active"),
      "revision": .number(140),
    ]
    for (name, value) in expected { #expect(station[name] == value, "\(name)") }
    expectRefused(
      try yanzhou.run("station", "add", "N-1", "--name", "x", "--lat", "1", "--lon", "1"), 1, "a station N-1 already")
    expectSaid(
      try yanzhou.run("station", "add", "N-2", "--name", "x", "--lat", "1", "--lon", "1", chinese: true), "已新增 N-2")
    #expect(try yanzhou.station("N-1")["revision"].number == 140)
  }

  @Test func theFirstStationMakesTheDatabase() throws {
    let place = try Workplace()
    let outcome = try place.run(
      "station", "add", "A", "--name", "x", "--lat", "39.9164043", "--lon", "116.4102445", "--datum", "gcj02")
    expectSaid(outcome, "A added")
    let station = try place.run("station", "show", "A", "--format", "json").json()
    #expect(abs((station["lat"].number ?? 0) - 39.915) < 1.1e-7 && abs((station["lon"].number ?? 0) - 116.404) < 1.1e-7)
    let other = try Workplace()
    expectRefused(try other.run("station", "edit", "A", "--phone", "1"), 1, "there is no database")
    #expect(!other.exists(Workplace.database))
  }

  @Test(arguments: [false, true]) func everyFaultOfAStationIsNamed(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let arguments = [
      "station", "add", "N-1", "--name", "", "--lat", "91", "--lon", "1", "--kind", "palace", "--opening-hours",
      "Mo-Xx", "--capacity", "many", "--amenity", "coffee",
    ]
    let english = try yanzhou.run(arguments)
    expectRefused(english, 65, "/lat: ", "/name: ", "/kind: ", "/opening_hours: ", "/capacity: ", "/amenities: ")
    let chinese = try yanzhou.run(arguments, chinese: true)
    #expect(chinese.status == 65)
    #expect(chinese.messages.split(separator: "\n").allSatisfy { isChinese(String($0)) })
    expectRefused(try yanzhou.run("station", "show", "N-1"), 1)
  }

  @Test(arguments: [false, true]) func editingChangesWhatIsGivenAndAnEmptyTextClears(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let before = try yanzhou.station("YZ-0002")
    let edited = try yanzhou.run(
      "station", "edit", "YZ-0002", "--phone", "", "--capacity", "7", "--alias", "", "--amenity", "water", "--broken",
      "")
    expectSaid(edited, "YZ-0002 changed")
    var expected = before.object ?? [:]
    for name in ["phone", "aliases", "broken_amenities"] { expected[name] = nil }
    (expected["capacity"], expected["amenities"]) = (.number(7), .array([.string("water")]))
    expected["revision"] = .number(140)
    let passing = ["updated_at", "open", "staffed", "changes_at"]
    let after = try yanzhou.station("YZ-0002").object ?? [:]
    #expect(after.filter { !passing.contains($0.key) } == expected.filter { !passing.contains($0.key) })
    expectSaid(
      try yanzhou.run("station", "edit", "YZ-0002", "--name", "新名", "--lat", "-1", "--lon", "-2", chinese: true),
      "已修改 YZ-0002")
    let moved = try yanzhou.station("YZ-0002")
    #expect(moved["lat"].number == -1 && moved["lon"].number == -2 && moved["name"].string == "新名")
  }

  @Test(arguments: [false, true]) func singleAmenitiesBreakAndAreMended(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let before = try yanzhou.station("YZ-0002")
    #expect(before["broken_amenities"].strings == ["first_aid"])
    let works = before["amenities"].strings
    let first = try #require(works.first)
    expectSaid(
      try yanzhou.run("station", "edit", "YZ-0002", "--breaks", first, "--mends", "first_aid"), "YZ-0002 changed")
    let after = try yanzhou.station("YZ-0002")
    #expect(Set(after["amenities"].strings) == Set(works.dropFirst() + ["first_aid"]))
    #expect(after["broken_amenities"].strings == [first])
    #expect(after["phone"] == before["phone"])
    expectSaid(try yanzhou.run("station", "edit", "YZ-0002", "--mends", first), "YZ-0002 changed")
    #expect(try yanzhou.station("YZ-0002")["broken_amenities"] == .null)
    expectRefused(try yanzhou.run("station", "edit", "YZ-0002", "--breaks", "coffee"), 65, "/broken_amenities: ")
  }

  @Test(arguments: [
    ["edit", "YZ-0001"], ["edit"], ["edit", "YZ-0001", "--lat", "1"],
    ["edit", "YZ-0001", "--lat", "north", "--lon", "1"],
    ["edit", "YZ-0001", "--breaks", "water", "--amenity", "water"],
    ["edit", "YZ-0001", "--mends", "water", "--broken", "water"], ["add", "N"], ["add", "N", "--name", "x"],
    ["suspend", "YZ-0001"], ["verify"], ["retire"], ["resume"], ["edit", "YZ-0001", "--datum", "mars"],
  ])
  func badUsageIs64AndChangesNothing(arguments: [String]) throws {
    let yanzhou = try ServedPlace(false)
    expectRefused(try yanzhou.run(["station"] + arguments), 64)
    #expect(try yanzhou.station("YZ-0001")["revision"].number == 1)
  }

  @Test(arguments: [false, true]) func aStationIsSuspendedAndResumed(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let end = "2999-01-01T08:00:00+08:00"
    expectSaid(
      try yanzhou.run("station", "suspend", "YZ-0003", "--reason", "停电", "--until", end),
      "YZ-0003 suspended until \(end)")
    let suspended = try yanzhou.station("YZ-0003")
    #expect(suspended["status"].string == "suspended" && suspended["open"].string == "closed")
    #expect(suspended["status_reason"].string == "停电" && suspended["status_until"].string == end)
    expectSaid(try yanzhou.run("station", "suspend", "YZ-0003", "--reason", "漏水"), "YZ-0003 suspended")
    #expect(try yanzhou.station("YZ-0003")["status_until"] == .null, "without an end there is none")
    #expect(try yanzhou.run("station", "list", "--status", "suspended", "--format", "json").json().array.count == 3)
    expectSaid(try yanzhou.run("station", "resume", "YZ-0003"), "YZ-0003 is in use")
    #expect(try yanzhou.station("YZ-0003")["status_reason"] == .null)
    for bad in ["tomorrow", "2020-01-01T00:00:00Z"] {
      let outcome = try yanzhou.run("station", "suspend", "YZ-0003", "--reason", "x", "--until", bad)
      expectRefused(outcome, 65, "/status_until: ")
    }
    expectRefused(try yanzhou.run("station", "suspend", "YZ-0003", "--reason", " "), 64, "--reason")
    #expect(try yanzhou.station("YZ-0003")["status"].string == "active")
  }

  @Test(arguments: [false, true]) func aStationIsRetiredAndResumed(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    expectSaid(try yanzhou.run("station", "retire", "YZ-0002"), "YZ-0002 retired")
    expectSaid(try yanzhou.run("station", "retire", "YZ-0002", chinese: true), "已撤销 YZ-0002")
    let retired = try yanzhou.station("YZ-0002")
    #expect(retired["status"].string == "retired" && retired["revision"].number == 140)
    #expect(try yanzhou.run("station", "list", "--format", "json").json().array.count == 137)
    expectSaid(try yanzhou.run("station", "resume", "YZ-0002"), "YZ-0002 is in use")
    #expect(try yanzhou.station("YZ-0002")["status"].string == "active")
  }

  @Test(arguments: [false, true]) func aStationIsVerifiedTodayOrOnADay(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    let zone = try #require(TimeZone(identifier: "Asia/Shanghai"))
    func today() -> String { Date.ISO8601FormatStyle(timeZone: zone).year().month().day().format(.now) }
    let before = today()
    let outcome = try yanzhou.run("station", "verify", "YZ-0002")
    let after = today()
    let told = try yanzhou.station("YZ-0002")["verified_at"].string
    #expect(told == before || told == after)
    expectSaid(outcome, "YZ-0002 verified on \(told ?? "")")
    expectSaid(
      try yanzhou.run("station", "verify", "YZ-0002", "--on", "2026-02-28", chinese: true), "YZ-0002 已于 2026-02-28 核实")
    #expect(try yanzhou.station("YZ-0002")["verified_at"].string == "2026-02-28")
    expectRefused(try yanzhou.run("station", "verify", "YZ-0002", "--on", "2026-02-30"), 65, "/verified_at: ")
  }

  private static let changes: [[String]] = [
    ["edit", "NOPE", "--phone", "1"], ["edit", "NOPE", "--breaks", "water"], ["suspend", "NOPE", "--reason", "x"],
    ["resume", "NOPE"], ["retire", "NOPE"], ["verify", "NOPE"], ["retire", "a b"], ["edit", "站", "--phone", "1"],
  ]

  @Test(arguments: [false, true]) func anUnknownStationIsAFailureThatSaysSo(isServed: Bool) throws {
    let yanzhou = try ServedPlace(isServed)
    for change in Self.changes {
      expectRefused(try yanzhou.run(["station"] + change), 1, "there is no station")
      expectRefused(try yanzhou.run(["station"] + change, chinese: true), 1, "没有此编号的服务点")
    }
  }

  @Test func fromAfarNothingMayBeChanged() throws {
    let place = try Workplace.withYanzhou()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    let changes = [
      ["station", "add", "N", "--name", "x", "--lat", "1", "--lon", "1"],
      ["station", "edit", "YZ-0001", "--phone", "1"],
      ["station", "suspend", "YZ-0001", "--reason", "x"], ["station", "resume", "YZ-0001"],
      ["station", "retire", "YZ-0001"], ["station", "verify", "YZ-0001"],
      ["amenity", "add", "tea", "--zh", "茶", "--en", "tea", "--category", "food"],
      ["holiday", "import", Project.fixture("holidays/china.csv").path], ["holiday", "list"],
    ]
    for change in changes {
      expectRefused(try place.start(change + ["--server", server.url]).outcome(), 77, "token")
    }
    #expect(try server.get("/healthz").json()["revision"].number == 139)
    #expect(server.end() == 0)
  }
}
