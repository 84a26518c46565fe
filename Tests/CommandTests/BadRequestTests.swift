import TestSupport
import Testing

/// A question with faults, and the parameters that the answer must name, one for each fault.
struct FaultyQuestion: Sendable, CustomTestStringConvertible {
  let target: String
  let named: [String]

  init(_ target: String, _ named: String...) {
    (self.target, self.named) = (target, named)
  }

  static func nearest(_ query: String, _ named: String...) -> FaultyQuestion {
    var question = FaultyQuestion("/v1/stations/nearest?" + query)
    question = FaultyQuestion(question.target, named)
    return question
  }

  private init(_ target: String, _ named: [String]) {
    (self.target, self.named) = (target, named)
  }

  var testDescription: String { target }
}

@Suite("A bad question is a 400 that names every fault", .yanzhouServer)
struct BadRequestTests {
  private static let good = "lat=35.5&lon=116.8"

  static let questions: [FaultyQuestion] =
    // Numbers.
    [
      "91", "-90.0000001", "abc", "NaN", "nan", "inf", "-infinity", "1e400", "0x10", "", "%2035", "35,5", "35..5", "1e",
      "--1",
    ].map { .nearest("lat=\($0)&lon=116.8", "lat") }
    + ["181", "-180.5", "east", "1e999", "", "%E4%B8%9C"].map { .nearest("lat=35.5&lon=\($0)", "lon") }
    + ["0", "-1", "101", "1.5", "five", "", "99999999999999999999", "%2B5", "5%20"]
    .map { .nearest("\(good)&limit=\($0)", "limit") }
    + ["0", "-5", "far", "1e400", "", "NaN"].map { .nearest("\(good)&radius_m=\($0)", "radius_m") }
    // Words.
    + ["coffee", "", "water,", "Water", "water;microwave"].map { .nearest("\(good)&amenities=\($0)", "amenities") }
    + [
      .nearest("\(good)&amenities=coffee,water,tea", "amenities", "amenities"),
      .nearest("\(good)&kind=palace", "kind"), .nearest("\(good)&entry=window", "entry"),
      .nearest("\(good)&open=later", "open"), .nearest("\(good)&open=2026-13-01T00:00:00Z", "open"),
      .nearest("\(good)&open=2026-11-24T20:00:00", "open"), .nearest("\(good)&include=everything", "include"),
      .nearest("\(good)&datum=mars", "datum"),
      // Missing, twice, unknown, several at once.
      .nearest("", "lat", "lon"), .nearest("lat=35.5", "lon"), .nearest("lon=116.8", "lat"),
      .nearest("lat=35.5&lat=35.6&lon=116.8", "lat"), .nearest("lat=35.5&lat=35.5&lon=116.8", "lat"),
      .nearest("\(good)&colour=red", "colour"), .nearest("\(good)&Lat=35.5", "Lat"), .nearest("\(good)&=1", ""),
      .nearest("lat=91&lon=181", "lat", "lon"), .nearest("lat=abc&limit=0&x=1", "lat", "lon", "limit", "x"),
      // Encoding.
      .nearest("lat=%00&lon=116.8", "lat"), .nearest("\(good)&amenities=water%00", "amenities"),
      .nearest("\(good)&amenities=%ff", "amenities"), .nearest("\(good)&kind=%C3%28", "kind"),
      .nearest("\(good)&kind=%ED%A0%80", "kind"), .nearest("\(good)&amenities=%4", "amenities"),
      .nearest("\(good)&amenities=water%", "amenities"), .nearest("\(good)&amenities=%zz", "amenities"),
      .nearest("\(good)&kind=a%0D%0Ab", "kind"), .nearest("lat=%ff&lon=116.8", "lat"),
      .nearest("\(good)&%ff=1", "%ff"), .nearest("\(good)&%00=1", "%00"), .nearest("\(good)&a%4=1", "a%4"),
      // Other calls.
      FaultyQuestion("/v1/stations?limit=1001", "limit"), FaultyQuestion("/v1/stations?limit=0", "limit"),
      FaultyQuestion("/v1/stations?cursor=!", "cursor"), FaultyQuestion("/v1/stations?cursor=", "cursor"),
      FaultyQuestion("/v1/stations?status=gone&kind=palace", "kind", "status"),
      FaultyQuestion("/v1/stations?lat=1", "lat"), FaultyQuestion("/v1/stations/YZ-0001?lat=1", "lat"),
      FaultyQuestion("/v1/amenities?lang=zh", "lang"), FaultyQuestion("/healthz?x", "x"),
      FaultyQuestion("/readyz?a=1&b=2", "a", "b"),
    ]

  @Test(arguments: questions) func everyFaultIsNamedByItsParameter(question: FaultyQuestion) throws {
    let server = try YanzhouServer.current
    for language in ["en", "zh"] {
      let answer = try server.get(question.target, ["Accept-Language": language])
      #expect(answer.status == 400)
      #expect(answer["Content-Type"] == "application/problem+json")
      #expect(answer["Content-Language"] == language)
      let problem = try answer.json()
      #expect(problem["type"].string?.isEmpty == false)
      #expect(problem["status"].number == 400)
      let errors = problem["errors"].array
      #expect(errors.compactMap { $0["parameter"].string }.sorted() == question.named.sorted())
      let texts = [problem["title"], problem["detail"]] + errors.map { $0["detail"] }
      for text in texts { #expect(isChinese(text.string) == (language == "zh"), "\(text)") }
    }
  }

  @Test func whatIsWrongIsSaid() throws {
    let server = try YanzhouServer.current
    let range = try server.get("/v1/stations/nearest?lat=91&lon=116.8").json()["errors"][0]["detail"].string
    #expect(range?.contains("-90") == true && range?.contains("90") == true)
    let unknown = try server.get("/v1/stations/nearest?\(Self.good)&amenities=coffee").json()["errors"][0]["detail"]
    #expect(unknown.string?.contains("coffee") == true)
    let missing = try server.get("/v1/stations/nearest?lat=1").json()["errors"][0]["detail"].string
    #expect(missing?.contains("missing") == true)
    let twice = try server.get("/v1/stations/nearest?lat=1&lat=1&lon=1").json()["errors"][0]["detail"].string
    #expect(twice?.contains("twice") == true)
  }

  @Test(arguments: [
    ("zh-CN,zh;q=0.9,en;q=0.8", true), ("en-GB,en;q=0.9,zh;q=0.8", false), ("de, zh;q=0.3", true), ("", false),
    ("fr", false), ("zh;q=0, en", false), ("en;q=0.1, zh-Hans;q=0.2", true),
  ])
  func theLanguageIsTheOneThatIsPreferred(header: String, expectsChinese: Bool) throws {
    let problem = try YanzhouServer.current.get("/v1/stations/nearest", ["Accept-Language": header]).json()
    #expect(isChinese(problem["detail"].string) == expectsChinese)
  }

  /// RFC 3986 has no bytes in an address but those of printable ASCII.
  private static let rawBytes: [[UInt8]] = [
    [0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], Array("驿站".utf8), [0x00], [0x01], [0x7F],
  ]

  private func answer(toRaw bytes: [UInt8], in parameter: String) throws -> HTTPAnswer {
    let connection = try HTTPConnection(port: try YanzhouServer.current.port)
    let start = Array("GET /v1/stations/nearest?lat=35.5&lon=116.8&\(parameter)=".utf8)
    try connection.send(start + bytes + Array(" HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
    return try connection.receive()
  }

  @Test(arguments: rawBytes) func rawBytesAreRefused(bytes: [UInt8]) throws {
    #expect(try answer(toRaw: bytes, in: "amenities").status == 400)
    #expect(try answer(toRaw: bytes, in: "kind").status == 400)
    #expect(try YanzhouServer.current.get("/healthz").status == 200)
  }

  /// A person who types an address with Chinese in it gets to know what is wrong.
  @Test func theRefusalOfRawBytesIsAProblemToo() throws {
    let answer = try answer(toRaw: Array("驿站".utf8), in: "amenities")
    #expect(answer["Content-Type"] == "application/problem+json")
    #expect(answer.text != "")
  }
}
