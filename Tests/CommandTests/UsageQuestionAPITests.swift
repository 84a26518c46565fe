import Foundation
import SampleData
import TestSupport
import Testing

@Suite("Questions over HTTP are answered as the visits say", .yanzhouVisits)
struct UsageQuestionAPITests {
  private struct Question: Encodable {
    let from, to: String
    let by, stations, towns, groups: [String]

    init(_ by: [String], stations: [String] = [], towns: [String] = [], groups: [String] = []) {
      (from, to) = ("2022-03-17", "2023-02-10")
      (self.by, self.stations, self.towns, self.groups) = (by, stations, towns, groups)
    }

    var query: String {
      let lists = [("by", by), ("station", stations), ("town", towns), ("group", groups)].filter { !$0.1.isEmpty }
      return "from=\(from)&to=\(to)"
        + lists.map { "&\($0)=" + escaped($1.joined(separator: ",")) }.joined()
    }
  }

  private static let dimensions = [
    "station", "town", "group", "service", "day", "week", "month", "quarter", "year", "hour", "weekday",
  ]

  private static var questions: [Question] {
    var random = SeededGenerator(seed: testSeed)
    let single = dimensions.map { Question([$0]) }
    let filtered = [
      Question([], stations: ["YZ-0039"]), Question(["month"], stations: ["YZ-0039", "YZ-0001", "YZ-0111"]),
      Question(["group", "station"], towns: ["鼓楼街道"]), Question(["town", "month"], towns: ["新兖镇", "龙桥街道"]),
      Question(["group"], groups: ["express", "livestream"]), Question(["weekday", "hour"], groups: ["delivery"]),
      Question(["service"], stations: ["YZ-0001"], towns: ["鼓楼街道"], groups: ["delivery", "express"]),
      Question(["month"], stations: ["YZ-0001"], towns: ["龙桥街道"]),
    ]
    let mixed = (0..<25).map { number in
      Question(
        Array(dimensions.filter { $0 != "day" }.shuffled(using: &random).prefix(number % 3 + 1)),
        towns: number % 5 == 0 ? ["大安镇", "漕河镇"] : [], groups: number % 4 == 0 ? ["transport"] : [])
    }
    return single + filtered + mixed
  }

  @Test func everyCutInAnyOrderWithAnyFilterIsWhatPythonCounts() throws {
    let office = try YanzhouVisitsTrait.current.office
    let files = try TemporaryFolder()
    let questions = Self.questions
    for (number, question) in questions.enumerated() {
      let answer = try office.get("/v1/usage?" + question.query, as: .staff)
      #expect(answer.status == 200, "\(question.query)")
      try files.write("\(number).json", answer.text)
    }
    try JSONEncoder().encode(questions).write(to: files.url.appending(path: "questions.json"))
    // The server tells no visitors of a time so long ago.
    let copy = files.path("visits.sqlite")
    try Python.run(
      """
      import sqlite3, sys
      sqlite3.connect(sys.argv[1]).execute("VACUUM INTO ?", [sys.argv[2]])
      with sqlite3.connect(sys.argv[2]) as database:
          database.execute("UPDATE visit SET visitor = NULL")
      """, [office.place.database, copy])
    let lines = try Oracle.run(
      "usage_oracle.py", [copy, "Asia/Shanghai", files.url.path],
      beside: Project.root.appending(path: "Tests/UsageReportsTests/usage_oracle.py").path)
    #expect(lines == ["True"], "seed \(testSeed)")
  }

  @Test(arguments: [["town", "month"], ["month", "town"], ["group", "weekday", "quarter"]])
  func columnsComeInTheOrderOfTheQuestion(by: [String]) throws {
    let office = try YanzhouVisitsTrait.current.office
    let query = Question(by).query
    let csv = try office.get("/v1/usage?format=csv&" + query, as: .staff).text
    let header = csv.split(separator: "\r\n").first.map { $0.drop { $0 == "\u{FEFF}" } }
    #expect(header.map(String.init) == (by + ["visits", "people", "visitors"]).joined(separator: ","))
    let json = try office.get("/v1/usage?" + query, as: .staff)
    #expect(try json.json()["by"].strings == by)
    let row = try #require(json.text.split(separator: "\n").dropFirst().first)
    let places = by.compactMap { row.firstRange(of: "\"\($0)\":")?.lowerBound }
    #expect(places.count == by.count && places == places.sorted())
  }

  @Test func whoSendsTheWholeQuestionTwiceGetsTheSame() throws {
    let office = try YanzhouVisitsTrait.current.office
    let query = Question(["month", "station", "group"]).query
    let connection = try HTTPConnection(port: office.server.port)
    let answers = try (0..<3).map { _ in
      try connection.exchange("GET", "/v1/usage?" + query, office.headers(.staff)).body
    }
    #expect(Set(answers).count == 1)
    #expect(answers[0].count > 10_000)
  }
}

@Suite("Coverage over HTTP", .office)
struct CoverageAPITests {
  private var office: Office {
    get throws { try OfficeTrait.current }
  }

  private func coverage(_ csv: String, _ query: String = "", _ headers: [String: String] = [:]) throws -> HTTPAnswer {
    let fields = try office.headers(.staff, ["Content-Type": "text/csv"].merging(headers) { $1 })
    return try office.server.exchange("POST", "/v1/usage/coverage" + query, fields, body: Array(csv.utf8))
  }

  /// One point at a station, one near it, one far from all, and one still farther.
  private static let points = """
    weight,name,lat,lon,note
    2,At the hub,35.5531959,116.7841105,x
    ,,35.5532,116.7842,
    6,Far,35.7,117.3,
    1,Farther,36.5,118.5,

    """

  @Test func theShareIsOfPointsAndOfWeightAndGapsAreTheFarthestFirst() throws {
    let json = try coverage(Self.points).json()
    #expect(json["distance_m"].number == 1000)
    #expect(json["all"] == .object(["points": .number(4), "weight": .number(10)]))
    #expect(json["covered"] == .object(["points": .number(2), "weight": .number(3)]))
    #expect(json["share_of_points"].number == 0.5)
    #expect(json["share_of_weight"].number == 0.3)
    let gaps = json["gaps"].array
    #expect(gaps.map { $0["name"].string } == ["Farther", "Far"])
    #expect(gaps.map { $0["line"].number } == [5, 4])
    for gap in gaps {
      let (lat, lon) = (try #require(gap["lat"].number), try #require(gap["lon"].number))
      let near = try office.server.get("/v1/stations/nearest?lat=\(lat)&lon=\(lon)&limit=1").json()["stations"][0]
      #expect(gap["distance_m"].number == near["distance_m"].number)
      #expect(gap["nearest_id"].string == near["id"].string)
      #expect(gap["around"]["points"].number == 1)
    }
    #expect(gaps[1]["around"]["weight"].number == 6)
    #expect(json["greatest_distance_m"].number == gaps[0]["distance_m"].number)
    #expect(json["median_distance_m"].number == gaps[1]["distance_m"].number)
    #expect(json["datum"].string == "wgs84")
  }

  @Test func theDistanceTheFiltersAndTheNumberOfGapsAreTheQuestions() throws {
    let wide = try coverage(Self.points, "?distance_m=100000&gaps=1").json()
    #expect(wide["covered"]["points"].number == 3)
    #expect(wide["gaps"].array.map { $0["name"].string } == ["Farther"])
    #expect(try coverage(Self.points, "?gaps=1").json()["gaps"].array.count == 1)
    let all = try #require(try coverage(Self.points).json()["stations"].number)
    let some = try #require(
      try coverage(Self.points, "?amenities=ebike_charging,nursing_room").json()["stations"].number)
    let night = try #require(
      try coverage(Self.points, "?open=2026-11-24T03:00:00%2B08:00").json()["stations"].number)
    #expect(0 < some && some < all)
    #expect(0 < night && night < all)
    // The same place in AMap's coordinates is some hundred metres off when it is not said so.
    let shifted = "lat,lon\n35.5535,116.7898\n"
    let said = try #require(try coverage(shifted, "?datum=gcj02").json()["greatest_distance_m"].number)
    let unsaid = try #require(try coverage(shifted).json()["greatest_distance_m"].number)
    #expect(abs(said - unsaid) > 100)
  }

  @Test func everyBadRowIsNamedByLineAndColumn() throws {
    let csv = "name,lat,lon,weight\ngood,35.5,116.8,1\na,91,116.8,1\nb,35.5,east,0\nc,35.5\nd,,116.8,-1\n"
    for language in ["en", "zh"] {
      let answer = try coverage(csv, "", ["Accept-Language": language])
      #expect(answer.status == 400)
      let errors = try answer.json()["errors"].array
      let places = errors.map { "\(Int($0["line"].number ?? 0)) \($0["column"].string ?? "-")" }
      #expect(places == ["3 lat", "4 lon", "4 weight", "5 -", "6 lat", "6 weight"])
      for error in errors { #expect(isChinese(error["detail"].string) == (language == "zh"), "\(error)") }
    }
  }

  @Test(arguments: ["", "lat,lon\n", "name,lat\nx,35\n", "lat,lon,lat\n1,2,3\n"]) func aFileOfNothingIsRefused(
    csv: String
  ) throws {
    let answer = try coverage(csv)
    #expect(answer.status == 400)
    #expect(try !answer.json()["errors"].array.isEmpty)
  }

  @Test func everyFaultOfTheQuestionIsNamed() throws {
    let query = "?distance_m=0&open=later&amenities=coffee,tea&datum=mars&gaps=-1&colour=red"
    let answer = try coverage(Self.points, query)
    #expect(answer.status == 400)
    #expect(
      try answer.pointers().sorted() == ["amenities", "amenities", "colour", "datum", "distance_m", "gaps", "open"])
  }

  @Test func anotherTypeIsRefused() throws {
    #expect(try coverage(#"{"points":[]}"#, "", ["Content-Type": "application/json"]).status == 415)
  }
}
