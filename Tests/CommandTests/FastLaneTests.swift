import Foundation
import TestSupport
import Testing

/// How a visit reaches the server: below the router (kept alive, too), or by it, because something about the request is
/// out of the common that changes nothing of what it asks.
enum VisitDoor: String, CaseIterable {
  case lane, query, keptAlive, typed, padded

  static let throughRouter = [VisitDoor.query, .typed, .padded]

  var target: String { self == .query ? "/v1/visits?atomic=false" : "/v1/visits" }

  /// What is sent beside the token.
  var headers: [String: String] {
    switch self {
    case .lane, .query, .padded: ["Content-Type": "application/json"]
    case .keptAlive: ["Content-Type": "application/json", "Connection": "keep-alive"]
    case .typed: ["Content-Type": "application/json; charset=utf-8"]
    }
  }

  func body(_ json: String) -> [UInt8] {
    Array((self == .padded ? "\n \(json)" : json).utf8)
  }
}

@Suite("A visit is answered alike, whichever way through the server it takes", .office)
struct FastLaneTests {
  private var office: Office {
    get throws { try OfficeTrait.current }
  }

  /// Sends a visit from an address of this machine.
  private func answer(
    _ json: String, by door: VisitDoor, authorization: String? = nil, from source: String? = nil,
    _ headers: [String: String] = [:]
  ) throws -> HTTPAnswer {
    let office = try office
    var fields = door.headers.merging(headers) { $1 }
    fields["Authorization"] = authorization ?? "Bearer \(office.token(.manager))"
    return try HTTPConnection(port: office.server.port, from: source)
      .exchange("POST", door.target, fields, body: door.body(json))
  }

  /// The header fields but the date, whose form is checked.
  private func fields(_ answer: HTTPAnswer) throws -> [String] {
    let date = try #require(answer["Date"])
    #expect(
      date.contains(
        /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} 20[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT$/), "\(date)")
    return answer.headers.filter { !["date", "x-request-id"].contains($0.name.lowercased()) }.map {
      "\($0.name.lowercased()): \($0.value)"
    }
    .sorted()
  }

  /// What an answer says, but for what is new in each.
  private func content(_ answer: HTTPAnswer) throws -> JSONValue {
    guard var members = try answer.json().object else { return try answer.json() }
    for name in ["id", "recorded_at"] where members[name] != nil { members[name] = .string("") }
    return .object(members)
  }

  private static let good = #"{"station_id":"YZ-0001","group":"delivery","at":"2026-01-05T12:00:00+08:00""#

  /// Visits and how they are answered to a manager of YZ-0001.
  private static let visits: [(json: String, status: Int)] = [
    (good + "}", 201), (good + #","people":500,"services":["water","microwave"],"visitor":"13800000000"}"#, 201),
    (good + #","people":null,"id":null}"#, 201), (good + #","visitor":"驿站 \u5f20 \"quoted\""}"#, 201),
    (good + "}" + String(repeating: " ", count: 100), 201), (good + #","people":0}"#, 400), (good + "}}", 400),
    (good, 400), ("{", 400), ("{}", 400), ("", 400), ("7", 400), ("null", 400),
    (#"{"station_id":"YZ-9999","group":"other"}"#, 403), (#"{"station_id":"YZ-0002","group":"other"}"#, 403),
    (
      #"{"id":"7","station_id":"a b","at":"noon","group":"pirates","people":501,"services":["coffee"],"visitor":"","x":1}"#,
      400
    ),
    (#"{"station_id":"YZ-0001","group":"other","at":"2036-01-01T00:00:00Z"}"#, 400),
    (#"{"station_id":"YZ-0001","station_id":"YZ-0001","group":"other"}"#, 400),
    ("[\(good)}]", 200),
  ]

  @Test(arguments: visits.indices, [VisitDoor.query, .keptAlive, .typed])
  func theAnswersHaveTheSameStatusHeadersAndContent(number: Int, other: VisitDoor) throws {
    let (json, status) = Self.visits[number]
    for language in ["en", "zh"] {
      let fast = try answer(json, by: .lane, ["Accept-Language": language])
      let slow = try answer(json, by: other, ["Accept-Language": language])
      #expect(fast.status == slow.status)
      #expect(try fields(fast) == fields(slow))
      if json.hasPrefix("[") {
        #expect(try fast.json()["results"][0]["result"] == slow.json()["results"][0]["result"])
      } else {
        #expect(try content(fast) == content(slow))
      }
      #expect(fast.status == status)
    }
  }

  @Test func everyFaultIsNamedByBoth() throws {
    for door in VisitDoor.allCases {
      let answer = try answer(
        #"{"id":"7","station_id":"YZ-0001","at":"noon","group":"pirates","people":501,"x":1}"#, by: door)
      #expect(answer.status == 400)
      #expect(try answer.pointers().sorted() == ["/at", "/group", "/id", "/people", "/x"])
    }
  }

  /// An admin's; a manager does not get to know which stations there are not.
  @Test func anUnknownStationIsNamedByBoth() throws {
    let authorization = "Bearer \(try office.token(.admin))"
    for door in VisitDoor.allCases {
      let answer = try answer(
        #"{"station_id":"YZ-9999","group":"other"}"#, by: door, authorization: authorization)
      #expect(answer.status == 400)
      #expect(try answer.pointers() == ["/station_id"])
      #expect(answer.text.contains("YZ-9999"))
    }
  }

  @Test(arguments: VisitDoor.allCases, VisitDoor.allCases)
  func theSameIDByBothIsOneVisit(first: VisitDoor, second: VisitDoor) throws {
    let id = newVisitID()
    let visit = #"{"id":"\#(id)","station_id":"YZ-0001","group":"delivery","people":2"#
    let created = try answer(visit + "}", by: first)
    #expect(created.status == 201)
    let again = try answer(visit + "}", by: second)
    #expect(again.status == 200)
    #expect(again.body == created.body)
    #expect(try fields(again) == fields(created))
    let other = try answer(visit + #","services":["water"]}"#, by: second)
    #expect(other.status == 409)
    #expect(try other.pointers() == ["/id"])
    #expect(
      try office.sql("SELECT count(*), sum(people) FROM visit WHERE id = x'\(id.filter { $0 != "-" })'") == "[[1, 2]]")
  }

  @Test func nothingIsDoneBehindARequestThatWasToBeTheLast() throws {
    let (office, id) = (try office, newVisitID())
    let json = #"{"id":"\#(id)","station_id":"YZ-0001","group":"delivery"}"#
    let fields = VisitDoor.lane.headers.merging(["Authorization": "Bearer \(office.token(.manager))"]) { $1 }
    let connection = try HTTPConnection(port: office.server.port)
    let question = "/v1/stations/nearest?lat=35.5531&lon=116.7836"
    #expect(try connection.exchange("GET", question, ["Connection": "close"]).status == 200)
    for _ in 0..<3 { try connection.send(HTTPConnection.request("POST", "/v1/visits", fields, body: Array(json.utf8))) }
    connection.finishSending()
    #expect(connection.isClosed())
    #expect(try answer(json, by: .lane).status == 201, "it is the first of its id")
  }

  @Test(arguments: VisitDoor.throughRouter) func whoMayNotIsToldTheSame(other: VisitDoor) throws {
    let office = try office
    let admin = office.token(.admin)
    let bearers = [
      "Bearer \(admin.dropLast())\(admin.last == "0" ? "1" : "0")", "Bearer \(office.token(.expired))",
      "Bearer \(office.token(.revoked))", "Bearer ", "", "Basic \(admin)", "Bearer  \(admin)", "bearer \(admin)",
      "Bearer \(admin) ", "Bearer \(office.token(.staff))", "Bearer \(office.token(.otherManager))",
    ]
    let expected = [401, 401, 401, 401, 401, 401, 201, 201, 201, 403, 403]
    let address = 10 + (VisitDoor.allCases.firstIndex(of: other) ?? 0)
    for ((authorization, status), number) in zip(zip(bearers, expected), 1...) {
      // From addresses of their own, so that none is answered for being one too many.
      let source = "127.2.\(address).\(number)"
      let fast = try answer(Self.good + "}", by: .lane, authorization: authorization, from: source)
      let slow = try answer(Self.good + "}", by: other, authorization: authorization, from: source)
      #expect(fast.status == slow.status, "\(number)")
      #expect(fast.status == status, "\(number)")
      #expect(try fields(fast) == fields(slow))
      #expect(try content(fast) == content(slow))
    }
  }

  /// Beyond 16 KB the router takes a body over.
  @Test(arguments: [16_383, 16_384, 16_385, 17 << 10, 40_000, 200_000])
  func aLongVisitIsTakenToo(length: Int) throws {
    for door in [VisitDoor.lane, .keptAlive] {
      let start = Self.good + #","people":3"#
      let visit = start + String(repeating: " ", count: length - start.utf8.count - 1) + "}"
      let taken = try answer(visit, by: door)
      #expect(taken.status == 201)
      #expect(try taken.json()["people"].number == 3)
      let bad = try answer(visit.replacing("delivery", with: "pirates_"), by: door)
      #expect(bad.status == 400)
      #expect(try bad.pointers() == ["/group"])
    }
  }

  @Test(arguments: [1, 7, 100_000]) func aBodyInChunksIsTaken(size: Int) throws {
    let office = try office
    for length in [0, 17 << 10] {
      let connection = try HTTPConnection(port: office.server.port)
      let json = Array((Self.good + String(repeating: " ", count: length) + "}").utf8)
      for _ in 0..<2 {
        let head =
          "POST /v1/visits HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
          + "Authorization: Bearer \(office.token(.manager))\r\n\r\n"
        var bytes = Array(head.utf8)
        for start in stride(from: 0, to: json.count, by: size) {
          let chunk = json[start..<min(start + size, json.count)]
          bytes += Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
        }
        try connection.send(bytes + Array("0\r\n\r\n".utf8))
        let answer = try connection.receive()
        #expect(answer.status == 201)
        #expect(try answer.json()["station_id"].string == "YZ-0001")
      }
    }
  }

  /// A client that asks first is told to go on (RFC 9110, 10.1.1): some wait for that.
  @Test func whoAsksBeforeTheBodyIsToldToGoOn() throws {
    let office = try office
    let connection = try HTTPConnection(port: office.server.port)
    let json = VisitDoor.lane.body(Self.good + "}")
    let request = HTTPConnection.request(
      "POST", "/v1/visits", office.headers(.manager, ["Content-Type": "application/json", "Expect": "100-continue"]),
      body: json)
    try connection.send(Array(request.dropLast(json.count)))
    #expect(try connection.receive().status == 100)
    try connection.send(json)
    #expect(try connection.receive().status == 201)
  }

  @Test func whoAsksAndDoesNotWaitIsAnswered() throws {
    let office = try office
    let connection = try HTTPConnection(port: office.server.port)
    for _ in 0..<3 {
      try connection.send(
        HTTPConnection.request(
          "POST", "/v1/visits",
          office.headers(.manager, ["Content-Type": "application/json", "Expect": "100-continue"]),
          body: VisitDoor.lane.body(Self.good + "}")))
      var answer = try connection.receive()
      while answer.status == 100 { answer = try connection.receive() }
      #expect(answer.status == 201)
    }
  }
}
