import Foundation
import TestSupport
import Testing

/// Each test has years of its own, so that none counts another's visits.
@Suite("Statistics over HTTP: every visit counts where and when it took place", .office)
struct UsageAPITests {
  private var office: Office {
    get throws { try OfficeTrait.current }
  }

  /// Logs a visit; its id.
  @discardableResult
  private func log(
    _ at: String, station: String = "YZ-0001", group: String = "delivery", people: Int = 1, _ rest: String = ""
  ) throws -> String {
    let id = newVisitID()
    let visit =
      #"{"id":"\#(id)","station_id":"\#(station)","group":"\#(group)","at":"\#(at)","people":\#(people)\#(rest)}"#
    let answer = try office.post("/v1/visits", visit)
    try #require(answer.status == 201, "\(answer.text)")
    return id
  }

  private func usage(_ query: String) throws -> JSONValue {
    let answer = try office.get("/v1/usage?" + query, as: .staff)
    try #require(answer.status == 200, "\(answer.text)")
    return try answer.json()
  }

  /// The rows as `value value visits/people`.
  private func rows(_ query: String) throws -> [String] {
    let json = try usage(query)
    return json["rows"].array.map { row in
      let values = json["by"].strings.map { row[$0].string ?? "?" }
      let counts = ["visits", "people"].map { row[$0].number.map { String(Int($0)) } ?? "?" }
      return (values + [counts.joined(separator: "/")]).joined(separator: " ")
    }
  }

  private func total(_ query: String) throws -> String {
    let total = try usage(query)["total"]
    return ["visits", "people"].map { total[$0].number.map { String(Int($0)) } ?? "?" }.joined(separator: "/")
  }

  // MARK: - Who may ask, and in what form it is answered

  private static let calls: [(method: String, target: String, body: String?)] = [
    ("GET", "/v1/usage?from=2020-01-01&to=2020-01-31", nil),
    ("GET", "/v1/usage/summary?from=2020-01-01&to=2020-01-31", nil),
    ("POST", "/v1/usage/coverage", "lat,lon\n35.55,116.78\n"),
  ]

  @Test(arguments: calls.indices) func staffAndAdminsMayAskAndNoOther(call: Int) throws {
    let office = try office
    let (method, target, body) = Self.calls[call]
    func ask(_ headers: [String: String]) throws -> HTTPAnswer {
      try office.server.exchange(
        method, target, headers.merging(["Content-Type": "text/csv"]) { $1 }, body: body.map { Array($0.utf8) })
    }
    let nobody = try ask([:])
    #expect(nobody.status == 401)
    #expect(nobody["WWW-Authenticate"] == "Bearer")
    for (bearer, status) in [
      (Office.Bearer.staff, 200), (.admin, 200), (.manager, 403), (.otherManager, 403), (.expired, 401),
      (.revoked, 401),
    ] {
      let answer = try ask(office.headers(bearer))
      #expect(answer.status == status, "\(bearer)")
      if status != 200 { #expect(answer["Content-Type"] == "application/problem+json") }
    }
    #expect(
      try office.server.exchangeAsOwner(method, target, ["Content-Type": "text/csv"], body: body.map { Array($0.utf8) })
        .status == 200)
  }

  @Test func eachFormatSaysWhatItIs() throws {
    let office = try office
    try log("1990-05-05T12:00:00+08:00")
    let types = [
      ("json", "application/json"), ("csv", "text/csv"), ("html", "text/html"),
      ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ]
    for (format, type) in types {
      for language in ["en", "zh"] {
        let target = "/v1/usage?from=1990-05-01&to=1990-05-31&by=month,town&format=\(format)"
        let headers = office.headers(.staff, ["Accept-Language": language])
        let answer = try office.server.get(target, headers)
        #expect(answer.status == 200)
        let parts = answer["Content-Type"]?.split(separator: ";").map { $0.trimmingCharacters(in: .whitespaces) } ?? []
        #expect(parts.first == type)
        if ["csv", "html"].contains(format) { #expect(parts.contains("charset=utf-8")) }
        #expect(answer["Cache-Control"] == "private, no-store")
        #expect(answer["Content-Length"] == String(answer.body.count))
        let head = try office.server.exchange("HEAD", target, headers)
        #expect(head.status == 200)
        #expect(head["Content-Type"] == answer["Content-Type"])
        let disposition = answer["Content-Disposition"]
        if format == "html" {
          #expect(answer["Content-Security-Policy"]?.contains("default-src 'none'") == true)
          #expect(disposition == "inline; filename=\"usage_1990-05-01_1990-05-31.html\"")
          #expect(answer.text.contains("<html") && !answer.text.contains("<script"))
          #expect(answer.text.contains(language == "zh" ? "lang=\"zh-CN\"" : "lang=\"en\""))
        } else {
          #expect(disposition == "attachment; filename=\"usage_1990-05-01_1990-05-31.\(format)\"")
        }
        switch format {
        case "csv":
          #expect(answer.body.starts(with: [0xEF, 0xBB, 0xBF]))
          let header = answer.text.split(separator: "\r\n").first.map { $0.drop { $0 == "\u{FEFF}" } } ?? ""
          #expect(header == (language == "zh" ? "月份,镇街,到访次数,人次,人数" : "month,town,visits,people,visitors"))
          #expect(answer.text.contains("\r\n1990-05,鼓楼街道,1,1,\r\n"))
        case "xlsx": #expect(answer.body.starts(with: Array("PK".utf8)))
        case "json": #expect(try answer.json()["rows"].array.count == 1)
        default: break
        }
      }
    }
    #expect(try office.get("/v1/usage?from=1990-05-01&to=1990-05-31").json()["by"] == .array([]))
  }

  // MARK: - Faults

  private static let faulty: [(query: String, named: [String])] = [
    ("", ["from"]), ("from=", ["from"]), ("from=2026-02-30", ["from"]), ("from=1969-12-31", ["from"]),
    ("from=2026-01", ["from"]), ("from=2026-01-01&to=tomorrow", ["to"]), ("from=2026-02-01&to=2026-01-31", ["to"]),
    ("from=1970-01-01&to=2090-01-01", ["to"]), ("from=2026-01-01&from=2026-01-02", ["from"]),
    ("from=2026-01-01&by=month,month", ["by"]), ("from=2026-01-01&by=nonsense", ["by"]),
    ("from=2026-01-01&by=month,", ["by"]), ("from=2026-01-01&by=Month", ["by"]), ("from=2026-01-01&by=,", ["by"]),
    ("from=2026-01-01&town=", ["town"]),
    ("from=2026-01-01&town=" + String(repeating: "a,", count: 1000) + "a", ["town"]),
    ("from=2026-01-01&format=pdf", ["format"]), ("from=2026-01-01&group=pirates", ["group"]),
    ("from=2026-01-01&group=delivery,pirates", ["group"]), ("from=2026-01-01&group=", ["group"]),
    ("from=2026-01-01&station=YZ-9999", ["station"]), ("from=2026-01-01&station=a%20b", ["station"]),
    ("from=2026-01-01&station=YZ-0001,YZ-9999,YZ-9998", ["station", "station"]),
    ("from=2026-01-01&town=Atlantis", ["town"]), ("from=2026-01-01&colour=red&x", ["colour", "x"]),
    ("from=2026-01-01&town=Atlantis,Utopia&station=YZ-9999", ["station", "town", "town"]),
    (
      "to=x&by=month,month&station=a%20b&group=pirates&format=pdf&colour=red",
      ["by", "colour", "format", "from", "group", "station", "to"]
    ),
    // These need the directory, or two parameters together; yet they belong into the same answer.
    ("from=2026-02-01&to=2026-01-31&by=nonsense", ["by", "to"]),
    ("from=2026-02-01&to=2026-01-31&town=Atlantis", ["to", "town"]),
    ("from=2026-01-01&by=nonsense&station=YZ-9999", ["by", "station"]),
    (
      "from=2026-02-01&to=2026-01-31&by=month,month&station=YZ-9999&town=Atlantis&group=pirates",
      ["by", "group", "station", "to", "town"]
    ),
  ]

  @Test(arguments: faulty.indices) func everyFaultOfAQuestionIsNamedInOneAnswer(number: Int) throws {
    let office = try office
    let (query, named) = Self.faulty[number]
    for language in ["en", "zh"] {
      let answer = try office.server.get(
        "/v1/usage?" + query, office.headers(.staff, ["Accept-Language": language]))
      #expect(answer.status == 400)
      #expect(answer["Content-Type"] == "application/problem+json")
      #expect(answer["Content-Language"] == language)
      #expect(try answer.pointers().sorted() == named, "\(query)")
      let problem = try answer.json()
      for text in [problem["title"], problem["detail"]] + problem["errors"].array.map({ $0["detail"] }) {
        #expect(isChinese(text.string) == (language == "zh"), "\(text)")
      }
    }
  }

  @Test func theSummaryHasNoColumnsAndNoFormat() throws {
    let answer = try office.get("/v1/usage/summary?by=month&format=csv", as: .staff)
    #expect(answer.status == 400)
    #expect(try answer.pointers().sorted() == ["by", "format", "from"])
  }

  // MARK: - When and where a visit counts

  @Test func theMinuteBeforeAndAfterMidnightAreDaysAndMonthsApart() throws {
    try log("1991-01-31T23:59:00+08:00", people: 2)
    try log("1991-02-01T00:01:00+08:00", people: 3)
    // The same moments, and one of another day, said in another zone.
    try log("1991-01-31T15:59:59Z", people: 10)
    try log("1991-01-31T16:00:00Z", people: 20)
    let february = "from=1991-02-01&to=1991-02-28"
    #expect(try rows("from=1991-01-31&to=1991-02-01&by=day") == ["1991-01-31 2/12", "1991-02-01 2/23"])
    #expect(
      try rows("from=1991-01-01&to=1991-12-31&by=month").prefix(3) == ["1991-01 2/12", "1991-02 2/23", "1991-03 0/0"])
    #expect(
      try rows("from=1991-01-31&to=1991-02-01&by=hour,day").filter { !$0.hasSuffix("0/0") } == [
        "00 1991-02-01 2/23", "23 1991-01-31 2/12",
      ])
    #expect(try rows("from=1991-01-31&to=1991-02-01&by=weekday") == ["4 2/12", "5 2/23"])
    #expect(try total("from=1991-01-01&to=1991-01-31") == "2/12")
    #expect(try total(february) == "2/23")
  }

  @Test func aYearEndsAtItsMidnightAndAWeekOnSunday() throws {
    try log("1992-12-31T23:59:59+08:00")
    try log("1993-01-01T00:00:00+08:00", people: 5)
    try log("1993-01-03T23:59:59+08:00", people: 7)
    try log("1993-01-04T00:00:00+08:00", people: 9)
    let query = "from=1992-12-31&to=1993-01-04&by="
    #expect(try rows(query + "year") == ["1992 1/1", "1993 3/21"])
    #expect(try rows(query + "quarter") == ["1992-Q4 1/1", "1993-Q1 3/21"])
    #expect(try rows(query + "week") == ["1992-W53 3/13", "1993-W01 1/9"])
  }

  /// Shanghai had daylight-saving time in 1986–1991: a day of 23 hours, and an hour that came twice.
  @Test func aDayOnWhichClocksChangeIsWhole() throws {
    for at in ["1991-04-13T15:30:00Z", "1991-04-13T16:30:00Z", "1991-04-14T14:59:59Z", "1991-04-14T15:00:00Z"] {
      try log(at, station: "YZ-0003", group: "other")
    }
    let query = "from=1991-04-13&to=1991-04-15&station=YZ-0003&by=day"
    #expect(try rows(query) == ["1991-04-13 1/1", "1991-04-14 2/2", "1991-04-15 1/1"])
  }

  @Test func periodsWithoutVisitsAreZero() throws {
    try log("1994-01-10T12:00:00+08:00", people: 4)
    try log("1994-03-10T12:00:00+08:00", group: "express", people: 6)
    let query = "from=1994-01-01&to=1994-04-30&by="
    #expect(try rows(query + "month") == ["1994-01 1/4", "1994-02 0/0", "1994-03 1/6", "1994-04 0/0"])
    #expect(
      try rows(query + "group,month") == [
        "delivery 1994-01 1/4", "delivery 1994-02 0/0", "delivery 1994-03 0/0", "delivery 1994-04 0/0",
        "express 1994-01 0/0", "express 1994-02 0/0", "express 1994-03 1/6", "express 1994-04 0/0",
      ])
    #expect(try rows(query + "day").count == 31 + 28 + 31 + 30)
    #expect(try rows(query + "group") == ["delivery 1/4", "express 1/6"])
    #expect(try rows("from=1995-01-01&to=1995-12-31&by=quarter") == (1...4).map { "1995-Q\($0) 0/0" })
    #expect(try rows("from=1995-01-01&to=1995-12-31&by=group") == [])
    #expect(try total("from=1995-01-01&to=1995-12-31") == "0/0")
    let blank = try usage("from=1995-01-01&to=1995-12-31&by=quarter")
    #expect(blank["rows"][0]["visitors"] == .null && blank["rows"][0].object?.keys.contains("visitors") == true)
  }

  @Test func whatIsMadeVoidCountsNowhereAtOnce() throws {
    let office = try office
    let id = try log("1996-05-05T12:00:00+08:00", people: 8, #","services":["water"]"#)
    try log("1996-05-06T12:00:00+08:00", people: 1)
    let query = "from=1996-05-01&to=1996-05-31"
    #expect(try total(query) == "2/9")
    #expect(try rows(query + "&by=service") == ["water 1/8"])
    #expect(try office.post("/v1/visits/\(id)/void", #"{"reason":"a mistake"}"#).status == 200)
    #expect(try total(query) == "1/1")
    #expect(try rows(query + "&by=service") == [])
    #expect(try rows(query + "&by=day").filter { !$0.hasSuffix(" 0/0") } == ["1996-05-06 1/1"])
    #expect(try rows(query + "&by=hour,weekday") == ["12 1 1/1"])
    #expect(try office.post("/v1/visits/\(id)/void", #"{"reason":"again"}"#).status == 200)
    #expect(try total(query) == "1/1")
    let summary = try office.get("/v1/usage/summary?" + query, as: .staff).json()
    #expect(summary["total"]["people"].number == 1 && summary["services"] == .array([]))
  }

  @Test func aVisitThatIsLoggedLateCountsOnItsDay() throws {
    let query = "from=1997-01-01&to=1997-12-31&by=month"
    try log("1997-06-01T12:00:00+08:00")
    #expect(try rows(query)[0] == "1997-01 0/0")
    try log("1997-01-15T12:00:00+08:00", people: 3)
    #expect(try rows(query)[0] == "1997-01 1/3")
    #expect(try total("from=1997-01-15&to=1997-01-15") == "1/3")
    let id = newVisitID()
    for _ in 0..<2 {
      let visit =
        #"{"id":"\#(id)","station_id":"YZ-0001","group":"other","at":"1997-01-15T13:00:00+08:00"}"#
      #expect([201, 200].contains(try office.post("/v1/visits", visit).status))
    }
    #expect(try total("from=1997-01-15&to=1997-01-15") == "2/4", "sent twice it counts once")
  }

  // MARK: - The summary

  @Test func theSummaryTellsOfThePeriodBeforeAndTheYearBefore() throws {
    for (day, people) in [
      ("1998-02-28", 100), ("1998-03-01", 1), ("1998-03-31", 2), ("1998-04-01", 100), ("1999-01-31", 100),
      ("1999-02-01", 10), ("1999-02-28", 20), ("1999-03-01", 3), ("1999-03-05", 5), ("1999-03-31", 7),
      ("1999-04-01", 100),
    ] {
      try log(day + "T12:00:00+08:00", people: people)
    }
    func summary(_ query: String) throws -> JSONValue {
      try office.get("/v1/usage/summary?" + query, as: .staff).json()
    }
    func shown(_ comparison: JSONValue) -> String {
      let people = comparison["total"]["people"].number.map { String(Int($0)) } ?? "?"
      return "\(comparison["from"].string ?? "?") \(comparison["to"].string ?? "?") \(people)"
    }
    let month = try summary("from=1999-03-01&to=1999-03-31")
    #expect(month["total"]["people"].number == 15 && month["total"]["visits"].number == 3)
    #expect(shown(month["before"]) == "1999-02-01 1999-02-28 30")
    #expect(shown(month["year_before"]) == "1998-03-01 1998-03-31 3")
    let days = try summary("from=1999-03-01&to=1999-03-05")
    #expect(shown(days) == "1999-03-01 1999-03-05 8")
    #expect(shown(days["before"]) == "1999-02-24 1999-02-28 20")
    #expect(shown(days["year_before"]) == "1998-03-01 1998-03-05 1")
    let year = try summary("from=1999-01-01&to=1999-12-31")
    #expect(shown(year["before"]) == "1998-01-01 1998-12-31 203")
    #expect(shown(year["year_before"]) == "1998-01-01 1998-12-31 203")
    // A filter holds for the earlier periods, too.
    let others = try summary("from=1999-03-01&to=1999-03-31&group=express")
    #expect(shown(others["before"]) == "1999-02-01 1999-02-28 0")
  }

  @Test func theSummaryNamesStationsWithoutVisits() throws {
    let office = try office
    try log("2001-05-05T12:00:00+08:00", station: "YZ-0001")
    try log("2001-05-05T12:00:00+08:00", station: "YZ-0002")
    let stations = try office.get("/v1/stations?limit=1000").json()["stations"].array
    let summary = try office.get("/v1/usage/summary?from=2001-05-01&to=2001-05-31", as: .staff).json()
    #expect(summary["stations"].number == Double(stations.count))
    let idle = summary["idle_stations"].array.compactMap { $0["id"].string }
    let visited: Set = ["YZ-0001", "YZ-0002"]
    #expect(Set(idle) == Set(stations.compactMap { $0["id"].string }).subtracting(visited))
    #expect(idle.count == stations.count - 2)
    let town = try #require(stations[0]["town"].string)
    let part = try office.get(
      "/v1/usage/summary?from=2001-05-01&to=2001-05-31&town=" + escaped(town), as: .staff
    ).json()
    #expect(part["stations"].number == Double(stations.count { $0["town"].string == town }))
  }
}
