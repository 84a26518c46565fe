import Foundation
import TestSupport
import Testing

/// A body with faults, and the pointers that the answer must name, one for each.
struct FaultyStation: Sendable, CustomTestStringConvertible {
  let body: String
  let pointers: [String]
  var testDescription: String { String(body.prefix(80)) }

  init(_ body: String, _ pointers: String...) {
    (self.body, self.pointers) = (body, pointers)
  }
}

@Suite("What is wrong with a station's fields is told field by field", .yanzhouServer)
struct StationFaultAPITests {
  private func change(_ method: String, _ id: String, _ body: String, _ language: String = "en") throws -> HTTPAnswer {
    try YanzhouServer.current.exchangeAsOwner(
      method, "/v1/stations/" + id, ["Content-Type": "application/json", "Accept-Language": language],
      body: Array(body.utf8))
  }

  private func pointers(_ answer: HTTPAnswer) throws -> [String] {
    try answer.json()["errors"].array.compactMap { $0["pointer"].string }
  }

  private static func long(_ name: String, _ count: Int) -> FaultyStation {
    FaultyStation(#"{"\#(name)":"\#(String(repeating: "长", count: count))"}"#, "/" + name)
  }

  private static let faulty: [FaultyStation] = [
    // No object.
    FaultyStation("", ""), FaultyStation("rubbish", ""), FaultyStation("[]", ""), FaultyStation("null", ""),
    FaultyStation("{\"name\":", ""), FaultyStation("\"x\"", ""),
    // Of the wrong type.
    FaultyStation(#"{"name":5}"#, "/name"), FaultyStation(#"{"name":["a","b"]}"#, "/name"),
    FaultyStation(#"{"name":true}"#, "/name"), FaultyStation(#"{"phone":5550101}"#, "/phone"),
    FaultyStation(#"{"town":{"name":"x"}}"#, "/town"), FaultyStation(#"{"lat":"35.5"}"#, "/lat"),
    FaultyStation(#"{"lat":null}"#, "/lat"), FaultyStation(#"{"lon":[1]}"#, "/lon"),
    FaultyStation(#"{"amenities":"water"}"#, "/amenities"), FaultyStation(#"{"amenities":[1]}"#, "/amenities"),
    FaultyStation(#"{"aliases":["a;b"]}"#, "/aliases"), FaultyStation(#"{"aliases":[["a"]]}"#, "/aliases"),
    FaultyStation(#"{"capacity":1.5}"#, "/capacity"), FaultyStation(#"{"capacity":[1]}"#, "/capacity"),
    FaultyStation(#"{"id":5}"#, "/id"), FaultyStation(#"{"id":"YZ-0002"}"#, "/id"),
    // Out of range.
    FaultyStation(#"{"name":null}"#, "/name"), FaultyStation(#"{"name":"  "}"#, "/name"), long("name", 201),
    FaultyStation(#"{"name":"a\nb"}"#, "/name"), long("address", 301), long("town", 101), long("operator", 201),
    long("phone", 61), long("status_reason", 301), FaultyStation(#"{"lat":90.1}"#, "/lat"),
    FaultyStation(#"{"lon":-180.1}"#, "/lon"), FaultyStation(#"{"lat":1e300}"#, "/lat"),
    FaultyStation(#"{"capacity":0}"#, "/capacity"), FaultyStation(#"{"capacity":100001}"#, "/capacity"),
    FaultyStation(#"{"capacity":1e30}"#, "/capacity"),
    FaultyStation(#"{"aliases":["\#(String(repeating: "x", count: 101))"]}"#, "/aliases"),
    // No word, no hours, no day, no instant.
    FaultyStation(#"{"kind":"palace"}"#, "/kind"), FaultyStation(#"{"entry":"window"}"#, "/entry"),
    FaultyStation(#"{"status":"gone"}"#, "/status"), FaultyStation(#"{"amenities":["coffee"]}"#, "/amenities"),
    FaultyStation(#"{"broken_amenities":["Water"]}"#, "/broken_amenities"),
    FaultyStation(#"{"opening_hours":"Mo-Xx 08:00-09:00"}"#, "/opening_hours"),
    FaultyStation(#"{"staffed_hours":"always"}"#, "/staffed_hours"),
    FaultyStation(#"{"verified_at":"2026-02-30"}"#, "/verified_at"),
    FaultyStation(#"{"status":"suspended","status_until":"tomorrow"}"#, "/status_until"),
    // What does not go together.
    FaultyStation(#"{"amenities":["water"],"broken_amenities":["water"]}"#, "/broken_amenities"),
    FaultyStation(#"{"status_reason":"x"}"#, "/status_reason"),
    FaultyStation(#"{"status_until":"2999-01-01T00:00:00Z"}"#, "/status_until"),
    FaultyStation(#"{"status":"retired","status_until":"2999-01-01T00:00:00Z"}"#, "/status_until"),
    FaultyStation(#"{"status":"suspended","status_until":"2020-01-01T00:00:00Z"}"#, "/status_until"),
    // Unknown fields, and several at once.
    FaultyStation(#"{"colour":"red"}"#, "/colour"), FaultyStation(#"{"a/b~c":1}"#, "/a~1b~0c"),
    FaultyStation(
      #"{"lat":91,"lon":"x","name":5,"x":1,"capacity":"many","hub_id":"NOPE"}"#, "/capacity", "/hub_id", "/lat", "/lon",
      "/name", "/x"),
    FaultyStation(
      #"{"kind":"palace","capacity":"many","opening_hours":"x","verified_at":"today"}"#, "/capacity", "/kind",
      "/opening_hours", "/verified_at"),
    // Hubs.
    FaultyStation(#"{"hub_id":"YZ-0003"}"#, "/hub_id"), FaultyStation(#"{"hub_id":"NOPE"}"#, "/hub_id"),
    FaultyStation(#"{"hub_id":"YZ-0002"}"#, "/hub_id"), FaultyStation(#"{"hub_id":"a b"}"#, "/hub_id"),
  ]

  @Test(arguments: faulty) func everyFaultIsNamedByItsPointer(station: FaultyStation) throws {
    for language in ["en", "zh"] {
      let answer = try change("PATCH", "YZ-0003", station.body, language)
      #expect(answer.status == 400)
      #expect(answer["Content-Type"] == "application/problem+json")
      #expect(try pointers(answer).sorted() == station.pointers)
      let problem = try answer.json()
      #expect(problem["type"].string == "urn:yizhan:problem:bad-data")
      let texts = [problem["title"], problem["detail"]] + problem["errors"].array.map { $0["detail"] }
      for text in texts { #expect(isChinese(text.string) == (language == "zh"), "\(text)") }
    }
    #expect(try YanzhouServer.current.get("/healthz").json()["revision"].number == 139)
  }

  @Test func aNewStationMustHaveANameAndAPlace() throws {
    #expect(try pointers(change("PUT", "NEW", "{}")).sorted() == ["/lat", "/lon", "/name"])
    #expect(try pointers(change("PUT", "NEW", #"{"lat":1,"phone":"1"}"#)).sorted() == ["/lon", "/name"])
    #expect(
      try pointers(change("PUT", "NEW", #"{"lat":"1","name":5,"colour":1}"#)).sorted() == [
        "/colour", "/lat", "/lon", "/name",
      ])
    #expect(try YanzhouServer.current.get("/v1/stations/NEW").status == 404)
  }

  @Test func aHubThatHasSatellitesStaysOne() throws {
    for body in [#"{"kind":"point"}"#, #"{"kind":"satellite","hub_id":"YZ-0001"}"#, #"{"kind":null}"#] {
      let answer = try change("PATCH", "YZ-0001", body)
      #expect(answer.status == 400)
      #expect(try pointers(answer).contains { $0 == "/kind" || $0 == "/hub_id" })
    }
    let own = try change("PATCH", "YZ-0001", #"{"hub_id":"YZ-0001"}"#)
    #expect(try own.json()["errors"][0]["detail"].string == "a station cannot be its own hub")
  }
}

@Suite("Hubs, statuses and their reasons keep their rules over changes")
struct StationRuleAPITests {
  private func patch(_ server: RunningServer, _ id: String, _ body: String) throws -> JSONValue {
    let answer = try server.exchangeAsOwner(
      "PATCH", "/v1/stations/" + id, ["Content-Type": "application/json"], body: Array(body.utf8))
    #expect(answer.status == 200, "\(answer.text)")
    return try answer.json()
  }

  private func server() throws -> RunningServer {
    try RunningServer(in: try Workplace.withYanzhou().folder, database: Workplace.database)
  }

  @Test func aSatelliteKeepsLosesAndChangesItsHub() throws {
    let server = try server()
    #expect(try patch(server, "YZ-0002", #"{"phone":"1"}"#)["hub_id"].string == "YZ-0001")
    let hubs = try server.get("/v1/stations?kind=hub").json()["stations"].array.compactMap { $0["id"].string }
    #expect(try patch(server, "YZ-0002", #"{"hub_id":"\#(hubs[1])"}"#)["hub_id"].string == hubs[1])
    #expect(try patch(server, "YZ-0002", #"{"hub_id":null}"#)["hub_id"] == .null)
    #expect(try patch(server, "YZ-0002", #"{"kind":"hub"}"#)["kind"].string == "hub")
    #expect(try patch(server, "YZ-0003", #"{"hub_id":"YZ-0002"}"#)["hub_id"].string == "YZ-0002")
    #expect(try patch(server, "YZ-0003", #"{"hub_id":null}"#)["hub_id"] == .null)
    #expect(try patch(server, "YZ-0002", #"{"kind":"point"}"#)["kind"].string == "point")
  }

  @Test func aStatusThatChangesClearsReasonAndUntil() throws {
    let server = try server()
    let suspended = try patch(
      server, "YZ-0003",
      #"{"status_until":"2999-01-01T00:00:00+08:00","status":"suspended","status_reason":"停电"}"#)
    #expect(suspended["status"].string == "suspended" && suspended["open"].string == "closed")
    #expect(suspended["status_reason"].string == "停电")
    #expect(suspended["status_until"].string == "2999-01-01T00:00:00+08:00")
    let kept = try patch(server, "YZ-0003", #"{"status":"suspended","phone":"1"}"#)
    #expect(kept["status_reason"].string == "停电" && kept["status_until"].string != nil)
    let open = try patch(server, "YZ-0003", #"{"status_until":null}"#)
    #expect(open["status_reason"].string == "停电" && open["status_until"] == .null)
    let active = try patch(server, "YZ-0003", #"{"status":"active"}"#)
    #expect(active["status"].string == "active" && active["status_reason"] == .null)
    let retired = try patch(server, "YZ-0003", #"{"status":"retired","status_reason":"搬走"}"#)
    #expect(retired["status"].string == "retired" && retired["status_reason"].string == "搬走")
    #expect(try patch(server, "YZ-0003", #"{"status":"active"}"#)["status_reason"] == .null)
  }
}
