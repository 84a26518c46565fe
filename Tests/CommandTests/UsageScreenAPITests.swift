import Foundation
import TestSupport
import Testing

@Suite("The statistics in pieces are those of the whole", .yanzhouVisits)
struct UsageScreenAPITests {
  private static let period = "from=2022-03-17&to=2023-02-10"
  private static let questions = [
    "", "&town=" + escaped("龙桥街道"), "&station=YZ-0039,YZ-0001", "&group=express,transport",
  ]

  private func get(_ target: String, _ language: String = "en") throws -> HTTPAnswer {
    let office = try YanzhouVisitsTrait.current.office
    return try office.server.get(target, office.headers(.staff, ["Accept-Language": language]))
  }

  private func json(_ target: String) throws -> JSONValue {
    let answer = try get(target)
    #expect(answer.status == 200, "\(target): \(answer.text)")
    #expect(answer["Cache-Control"] == "private, no-store")
    return try answer.json()
  }

  @Test(arguments: questions) func theHeadlineIsThatOfTheSummary(filter: String) throws {
    let question = Self.period + filter
    let headline = try json("/v1/usage/headline?" + question)
    let summary = try get("/v1/usage/summary?" + question).json()
    for name in ["from", "to", "total", "before", "year_before", "stations"] {
      #expect(headline[name] == summary[name], "\(name)")
    }
    #expect(headline["idle_stations"].number == Double(summary["idle_stations"].array.count))
    let people = try #require(headline["total"]["people"].number)
    // 331 days.
    #expect(headline["people_a_day"].number == (people / 331).rounded(.toNearestOrAwayFromZero))
    #expect(people > 0)
  }

  @Test(arguments: [1, 3, 1000]) func pagesOfIdleStationsHoldEachOnce(limit: Int) throws {
    // Nobody came so long ago.
    let question = "from=1990-01-01&to=1990-01-31&town=" + escaped("龙桥街道")
    let summary = try get("/v1/usage/summary?" + question).json()
    var (found, target) = ([String](), Optional("/v1/usage/idle-stations?\(question)&limit=\(limit)"))
    while let page = target {
      let answer = try json(page)
      #expect(answer["count"].number == Double(summary["idle_stations"].array.count))
      #expect((1...limit).contains(answer["stations"].array.count))
      found += answer["stations"].array.compactMap { $0["id"].string }
      target = answer["next"].string
    }
    #expect(found == summary["idle_stations"].array.compactMap { $0["id"].string }.sorted() && found.count > 3)
  }

  @Test func theBusiestStationsComeFirst() throws {
    let rows = try get("/v1/usage?\(Self.period)&by=station").json()["rows"].array
    let people = rows.compactMap { $0["people"].number }.sorted(by: >)
    let stations = try json("/v1/usage/busiest-stations?\(Self.period)&limit=7")["stations"].array
    #expect(stations.compactMap { $0["people"].number } == Array(people.prefix(7)))
    for station in stations {
      let row = try #require(rows.first { $0["station"] == station["id"] })
      #expect(row["people"] == station["people"] && row["visits"] == station["visits"])
      #expect(station["name"].string?.isEmpty == false && station["town"].string?.isEmpty == false)
    }
    #expect(try json("/v1/usage/busiest-stations?from=1990-01-01&to=1990-01-31")["stations"].array.isEmpty)
  }

  @Test(arguments: ["month", "town", "group", "service", "hours"]) func chartsAreImagesThatSayWhatTheyShow(
    name: String
  ) throws {
    for (language, period) in [("en", Self.period), ("zh", Self.period), ("zh", "from=1990-01-01&to=1990-01-31")] {
      let answer = try get("/v1/usage/charts/\(name)?\(period)&width=320", language)
      #expect(answer.status == 200)
      #expect(answer["Content-Type"] == "image/svg+xml; charset=utf-8")
      #expect(answer["Cache-Control"] == "private, no-store")
      let told = try Python.run(
        """
        import sys, xml.etree.ElementTree as tree
        root = tree.fromstring(sys.argv[1])
        parts = {node.get("id"): node.text for node in root.iter() if node.get("id")}
        assert root.tag == "{http://www.w3.org/2000/svg}svg" and root.get("role") == "img"
        assert not any(node.get("style") or node.tag.endswith("}style") for node in root.iter())
        assert all(parts[name] for name in root.get("aria-labelledby").split())
        right = [float(node.get("x")) + float(node.get("width")) for node in root.iter("{http://www.w3.org/2000/svg}rect")]
        assert all(edge <= 320 for edge in right), right
        print(root.get("width"), sum(node.get("class") == "bar" for node in root.iter()))
        """, [answer.text])
      let bars = try #require(told.split(separator: " ").last.flatMap { Int($0) })
      #expect(told.hasPrefix("320 "))
      let isBars = ["town", "group", "service"].contains(name) && period == Self.period
      #expect((bars > 3) == isBars, "\(told)")
      #expect(isChinese(answer.text) || language == "en")
    }
  }

  @Test func aChartIsAsWideAsThatOfTheReportUnlessToldOtherwise() throws {
    let report = try get("/v1/usage?\(Self.period)&by=month&format=html").text
    for name in ["month", "town", "group", "service", "hours"] {
      let box = try #require(try get("/v1/usage/charts/\(name)?\(Self.period)").text.firstMatch(of: /viewBox="[^"]+"/))
      #expect(report.contains(box.output), "\(name)")
    }
  }

  @Test func faultsOfTheQuestionAreNamed() throws {
    for width in ["299", "1601", "x", "320.5"] {
      let answer = try get("/v1/usage/charts/month?\(Self.period)&width=\(width)")
      #expect(answer.status == 400)
      #expect(try answer.pointers() == ["width"])
    }
    #expect(try get("/v1/usage/charts/nothing?" + Self.period).status == 404)
    #expect(try get("/v1/usage/idle-stations?\(Self.period)&cursor=%21").pointers() == ["cursor"])
    #expect(
      try get("/v1/usage/headline?from=2022-01-01&to=2021-01-01&town=x&by=month").pointers().sorted() == [
        "by", "to", "town",
      ])
  }

  @Test func visitsComeNewestFirstWhenAskedSo() throws {
    let question = "/v1/visits?station=YZ-0001&from=2022-01-01&to=2023-06-30"
    func ids(_ start: String) throws -> [String] {
      var (found, target) = ([String](), Optional(start))
      while let page = target {
        let answer = try get(page).json()
        found += answer["visits"].array.compactMap { $0["id"].string }
        target = answer["next"].string
      }
      return found
    }
    let oldest = try ids(question + "&limit=1000")
    #expect(oldest.count > 10)
    #expect(try ids(question + "&order=newest&limit=4") == oldest.reversed())
    #expect(try ids(question + "&order=oldest&limit=7") == oldest)
    #expect(try get(question + "&order=best").pointers() == ["order"])
  }

  @Test func stationsWithSomethingBrokenAreListed() throws {
    let all = try get("/v1/stations?limit=1000").json()["stations"].array
    let broken = all.filter { !$0["broken_amenities"].array.isEmpty }.compactMap { $0["id"].string }
    let listed = try get("/v1/stations?broken=true&limit=1000").json()["stations"].array.compactMap { $0["id"].string }
    #expect(listed == broken && (5..<all.count).contains(listed.count))
    #expect(try get("/v1/stations?broken=false&limit=1000").json()["stations"].array.count == all.count)
    #expect(try get("/v1/stations?broken=yes").pointers() == ["broken"])
  }
}
