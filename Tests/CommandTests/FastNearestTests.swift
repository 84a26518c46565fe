import Foundation
import TestSupport
import Testing

@Suite("The nearest stations are the same by the fast lane and by the router", .yanzhouServer)
struct FastNearestTests {
  private static let place = "lat=35.5531&lon=116.7836"

  private static let questions = [
    place, place + "&limit=100&include=suspended,skipped,navigation", place + "&amenities=microwave,water&open=now",
    place + "&open=2026-11-26T03:00:00%2B08:00&datum=gcj02", place + "&open=any&datum=bd09&radius_m=800",
    place + "&kind=hub&entry=staff", place + "&radius_m=0.001", place + "&include=skipped&amenities=aed,shower",
    "lat=-90&lon=180", "lat=1e1&lon=+5.0", "lon=116.7836&lat=%33%35", place + "&",
    // Faults.
    "", "lat=91&lon=x", "lat=35&lat=36&lon=1", place + "&limit=0&radius_m=-1&colour=red", place + "&open=later",
    place + "&q=%ff", place + "&amenities=,", place + "&include=", "lat=nan&lon=inf", place + "&limit=٥",
    place + "#fragment",
  ]

  /// That the connection is to be closed afterwards is the router's to say.
  @Test(
    arguments: questions, ["application/json", "application/geo+json", "*/*", "text/html, application/geo+json;q=0.5"])
  func theAnswersAreAlike(question: String, accepted: String) throws {
    for language in ["en", "zh-CN,en;q=0.5"] {
      let headers = ["Accept": accepted, "Accept-Language": language]
      // Both within one second, of which the answer and its header tell.
      var pair = try pair(question, headers)
      while try moments(pair.fast) != moments(pair.slow) { pair = try self.pair(question, headers) }
      #expect(pair.fast.status == pair.slow.status)
      #expect(pair.fast.body == pair.slow.body)
      #expect(fields(pair.fast) == fields(pair.slow))
    }
  }

  /// The one by the lane to a header that was said before, on the same connection.
  private func pair(_ question: String, _ headers: [String: String]) throws -> (fast: HTTPAnswer, slow: HTTPAnswer) {
    let (server, target) = (try YanzhouServer.current, "/v1/stations/nearest?" + question)
    let connection = try HTTPConnection(port: server.port)
    _ = try connection.exchange("GET", "/v1/stations/nearest?" + Self.place, headers)
    return (
      try connection.exchange("GET", target, headers),
      try server.get(target, headers.merging(["Connection": "close"]) { $1 })
    )
  }

  private func moments(_ answer: HTTPAnswer) throws -> [String?] {
    [answer["Date"], try answer.json()["as_of"].string]
  }

  private func fields(_ answer: HTTPAnswer) -> [String] {
    answer.headers.map { "\($0.name.lowercased()): \($0.value)" }
      .filter { !$0.hasPrefix("x-request-id: ") && $0 != "connection: close" }.sorted()
  }

  /// The longest, too, has room in the header.
  @Test(arguments: ["0123456789abcdef-courier", String(repeating: "courier-", count: 8)])
  func theClientsNameOfTheRequestComesBack(name: String) throws {
    let answer = try YanzhouServer.current.get("/v1/stations/nearest?" + Self.place, ["X-Request-Id": name])
    #expect(answer["X-Request-Id"] == name)
    #expect(try answer.json()["stations"].array.count == 5)
  }

  /// Names of fields in any letters, and the first where one comes twice.
  @Test func aHeaderIsReadAsItIsMeant() throws {
    let (first, second) = ("first-0123456789", "second-0123456789")
    func answer(_ fields: String...) throws -> HTTPAnswer {
      let head = ["GET /v1/stations/nearest?\(Self.place) HTTP/1.1", "hOsT: localhost"] + fields
      let connection = try HTTPConnection(port: YanzhouServer.current.port)
      try connection.send(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8))
      return try connection.receive()
    }
    #expect(try answer("x-REQUEST-id: \(first)")["X-Request-Id"] == first)
    #expect(try answer("X-Request-Id: \(first)", "X-Request-Id: \(second)")["X-Request-Id"] == first)
    let unfit = try answer("X-Request-Id: short", "X-Request-Id: \(second)")["X-Request-Id"]
    #expect(unfit?.count == 16, "the second is not looked at")
    #expect(try answer("aUTHORIZATION: Bearer yz_none").status == 401)
    #expect(try answer("HOST: other").status == 400)
    #expect(try answer("aCCEPT: application/geo+json")["Content-Type"] == "application/geo+json")
  }

  /// Each answer stays what it is until it is taken, whatever is answered meanwhile.
  @Test func answersThatAreTakenLateAreWhole() throws {
    let server = try YanzhouServer.current
    func target(_ number: Int) -> String {
      "/v1/stations/nearest?lat=\(35.5 + Double(number) / 1000)&lon=116.8&limit=\(100 - number % 50)"
    }
    let late = try HTTPConnection(port: server.port)
    try late.send((0..<100).flatMap { HTTPConnection.request("GET", target($0)) })
    func ids(_ answer: HTTPAnswer) throws -> [String?] { try answer.json()["stations"].array.map { $0["id"].string } }
    let expected = try (0..<100).map { try ids(server.get(target($0))) }
    for number in 0..<100 { #expect(try ids(late.receive()) == expected[number], "answer \(number)") }
  }

  /// Whether the parser, the lane, or the router has read the one before.
  @Test func aConnectionGoesOnBehindRequestsOfAllKinds() throws {
    let connection = try HTTPConnection(port: YanzhouServer.current.port)
    let nearest = "/v1/stations/nearest?\(Self.place)&limit="
    for (number, limit) in [1, 2, 3, 0, 4, 5, 0, 0, 6, 101, 7].enumerated() {
      switch limit {
      case 0: #expect(try connection.exchange("GET", "/v1/stations/YZ-0001").json()["id"].string == "YZ-0001")
      case 101: #expect(try connection.exchange("GET", nearest + "101").status == 400)
      default:
        let answer = try connection.exchange("GET", nearest + String(limit))
        #expect(try answer.json()["stations"].array.count == limit, "answer \(number)")
      }
    }
    let visit = HTTPConnection.request("POST", "/v1/visits", body: Array("{}".utf8))
    try connection.send(Array(visit.dropLast()))
    try connection.send([visit[visit.count - 1]])
    #expect(try connection.receive().status == 401)
    for limit in 8...9 {
      try connection.send(HTTPConnection.request("GET", nearest + String(limit)))
      if limit == 9 { connection.finishSending() }
      #expect(try connection.receive().json()["stations"].array.count == limit)
    }
    #expect(connection.isClosed())
  }

  @Test func questionsInOneWriteAreAnsweredInTheirOrder() throws {
    let server = try YanzhouServer.current
    let connection = try HTTPConnection(port: server.port)
    let targets = (0..<40).map { number in
      number % 4 == 3 ? "/v1/stations/YZ-0001" : "/v1/stations/nearest?\(Self.place)&limit=\(number % 7 + 1)"
    }
    try connection.send(targets.flatMap { HTTPConnection.request("GET", $0) })
    for (number, _) in targets.enumerated() {
      let json = try connection.receive().json()
      if number % 4 == 3 {
        #expect(json["id"].string == "YZ-0001")
      } else {
        #expect(json["stations"].array.count == number % 7 + 1)
      }
    }
  }
}
