import Foundation
import TestSupport
import Testing

@Suite("Visits over HTTP: each is taken once, and what is wrong is named", .office)
struct VisitAPITests {
  private var office: Office {
    get throws { try OfficeTrait.current }
  }

  private func log(_ json: String, as bearer: Office.Bearer = .admin) throws -> HTTPAnswer {
    try office.post("/v1/visits", json, as: bearer)
  }

  private func text(_ members: [String: String]) -> String {
    "{" + members.sorted { $0.key < $1.key }.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
  }

  @Test func aVisitIsTakenWithWhatWasLeftOutFilledIn() throws {
    let visit = try log(#"{"station_id":"YZ-0001","group":"ride_hailing"}"#)
    #expect(visit.status == 201)
    let json = try visit.json()
    #expect(json["id"].string?.count == 36)
    #expect(json["people"].number == 1)
    #expect(json["services"] == .array([]))
    #expect(json["group"].string == "ride_hailing")
    let at = try #require(json["at"].string.flatMap { try? Date($0, strategy: .iso8601) })
    #expect(abs(at.timeIntervalSinceNow) < 60)
    #expect(json["at"].string?.hasSuffix("+08:00") == true)
    #expect(json["visitor"] == .null)
  }

  private static let original = [
    "station_id": #""YZ-0003""#, "at": #""2026-01-05T12:00:00+08:00""#, "group": #""delivery""#, "people": "2",
    "services": #"["water","microwave"]"#, "visitor": #""13800000001""#,
  ]

  /// What is changed in the visit when it is sent again (nothing: left out), and how that is answered.
  private static let changes: [(changes: [String: String?], status: Int)] = [
    ([:], 200), (["at": nil], 200), (["people": nil], 200), (["services": nil], 200), (["visitor": nil], 200),
    (["at": nil, "people": nil, "services": nil, "visitor": nil], 200), (["people": "null"], 200),
    (["at": #""2026-01-05T04:00:00Z""#], 200), (["services": #"["microwave","water","water"]"#], 200),
    (["people": "3"], 409), (["people": "1"], 409), (["group": #""express""#], 409),
    (["station_id": #""YZ-0004""#], 409), (["at": #""2026-01-05T12:00:01+08:00""#], 409),
    (["services": #"["water"]"#], 409), (["services": "[]"], 409), (["visitor": #""13800000002""#], 409),
  ]

  @Test(arguments: changes.indices) func sentAgainItIsComparedFieldByField(number: Int) throws {
    let (changes, status) = Self.changes[number]
    let id = newVisitID()
    var first = Self.original
    first["id"] = "\"\(id)\""
    let created = try log(text(first))
    #expect(created.status == 201)
    var second = first
    for (name, value) in changes { second[name] = value }
    for bearer in [id, id.uppercased()] {
      second["id"] = "\"\(bearer)\""
      let again = try log(text(second))
      #expect(again.status == status)
      if status == 200 {
        #expect(again.body == created.body)
      } else {
        #expect(try again.json()["type"].string == "urn:yizhan:problem:conflict")
        #expect(try again.pointers() == ["/id"])
      }
    }
    let kept = try office.sql(
      "SELECT people, worker_group, station_id FROM visit WHERE id = x'\(id.filter { $0 != "-" })'")
    #expect(kept == #"[[2, "delivery", "YZ-0003"]]"#)
  }

  @Test func whatWasFilledInIsComparedWithWhatIsSent() throws {
    let id = newVisitID()
    let short = #"{"id":"\#(id)","station_id":"YZ-0003","group":"delivery"#
    #expect(try log(short + "\"}").status == 201)
    #expect(try log(short + #"","people":1,"services":[]}"#).status == 200)
    #expect(try log(short + #"","people":2}"#).status == 409)
    #expect(try log(short + #"","services":["water"]}"#).status == 409)
    #expect(try log(short + #"","at":"2026-01-05T12:00:00+08:00"}"#).status == 409)
  }

  @Test func anErasedVisitorEqualsAnyone() throws {
    let id = newVisitID()
    let body = #"{"id":"\#(id)","station_id":"YZ-0003","group":"delivery","visitor":"13800000003"}"#
    #expect(try log(body).status == 201)
    #expect(try log(body.replacing("0003\"}", with: "0004\"}")).status == 409)
    let erased = try office.post("/v1/admin/erasures", #"{"visitor":"13800000003"}"#)
    #expect(try erased.json()["visits"].number == 1)
    for visitor in ["13800000003", "13800000004"] {
      #expect(try log(body.replacing("13800000003", with: visitor)).status == 200)
    }
    #expect(try office.sql("SELECT visitor FROM visit WHERE id = x'\(id.filter { $0 != "-" })'") == "[[null]]")
  }

  @Test(arguments: [(-290.0, 201), (290.0, 201), (330.0, 400), (34_560_000.0, 400)])
  func aClockMayBeFiveMinutesAhead(seconds: Double, status: Int) throws {
    let answer = try log(#"{"station_id":"YZ-0003","group":"other","at":"\#(instant(seconds))"}"#)
    #expect(answer.status == status)
    if status == 400 {
      #expect(try answer.pointers() == ["/at"])
      #expect(answer.text.contains("5 minutes ahead"))
    }
  }

  @Test(arguments: [
    ("1970-01-01T00:00:00Z", 201), ("2001-02-03T04:05:06+08:00", 201), ("1969-12-31T23:59:59Z", 400),
    ("2026-01-05", 400), ("2026-13-05T00:00:00Z", 400), ("now", 400),
  ])
  func aVisitOfADayLongPastCountsOnThatDay(at: String, status: Int) throws {
    let answer = try log(#"{"station_id":"YZ-0003","group":"other","at":"\#(at)"}"#)
    #expect(answer.status == status)
    if status == 400 { #expect(try answer.pointers() == ["/at"]) }
  }

  @Test func everyFaultIsNamedAtItsPlace() throws {
    let bad = """
      {"id":"7","station_id":"a b","at":"noon","group":"pirates","people":501,"services":["coffee","water"],\
      "visitor":"","colo/ur":1,"code":"x"}
      """
    let answer = try log(bad)
    #expect(answer.status == 400)
    #expect(answer["Content-Type"] == "application/problem+json")
    let pointers = [
      "/at", "/code", "/colo~1ur", "/group", "/id", "/people", "/services", "/station_id", "/visitor",
    ]
    #expect(try answer.pointers().sorted() == pointers)
    #expect(answer.text.contains("'coffee'"))
    #expect(!answer.text.contains("'water'"))
    let good = #"{"station_id":"YZ-0003","group":"other"}"#
    let many = try office.post("/v1/visits?atomic=true", "[\(good),\(bad),7,null,[]]")
    #expect(many.status == 400)
    #expect(try many.pointers().sorted() == pointers.map { "/1" + $0 } + ["/2", "/3", "/4"])
    #expect(try many.json()["detail"].string?.contains("4 of 5") == true)
  }

  @Test(arguments: [
    (#"{"group":"other"}"#, "/station_id"), (#"{"station_id":"YZ-0003"}"#, "/group"),
    (#"{"station_id":"YZ-9999","group":"other"}"#, "/station_id"),
    (#"{"station_id":7,"group":"other"}"#, "/station_id"),
    (#"{"station_id":"YZ-0003","group":"Other"}"#, "/group"), (#"{"station_id":"YZ-0003","group":"外卖"}"#, "/group"),
    (#"{"station_id":"YZ-0003","group":"other","people":0}"#, "/people"),
    (#"{"station_id":"YZ-0003","group":"other","people":-1}"#, "/people"),
    (#"{"station_id":"YZ-0003","group":"other","people":1.5}"#, "/people"),
    (#"{"station_id":"YZ-0003","group":"other","people":"2"}"#, "/people"),
    (#"{"station_id":"YZ-0003","group":"other","people":1e30}"#, "/people"),
    (#"{"station_id":"YZ-0003","group":"other","services":"water"}"#, "/services"),
    (#"{"station_id":"YZ-0003","group":"other","services":[""]}"#, "/services"),
    (#"{"station_id":"YZ-0003","group":"other","id":"0193d2a17c1e70008000012345678901"}"#, "/id"),
    (#"{"station_id":"YZ-0003","group":"other","id":"0193d2a1-7c1e-7000-8000-0123456789ag"}"#, "/id"),
    ("", ""), ("{", ""), ("nonsense", ""), ("7", ""), (#"{"station_id":"YZ-0003","group":"other"}}"#, ""),
  ])
  func oneFaultIsNamedAtItsPlace(body: String, pointer: String) throws {
    let answer = try log(body)
    #expect(answer.status == 400)
    #expect(try answer.pointers() == [pointer])
    #expect(
      try office.server.exchange(
        "POST", "/v1/visits", office.headers(.admin, ["Content-Type": "application/json", "Accept-Language": "zh"]),
        body: Array(body.utf8)
      ).json()["errors"][0]["detail"].string.map(isChinese) == true)
  }

  @Test func anUnknownStationAndServiceAreNamed() throws {
    #expect(try log(#"{"station_id":"YZ-9999","group":"other"}"#).text.contains("YZ-9999"))
    let groups = try log(#"{"station_id":"YZ-0003","group":"pirates"}"#).text
    #expect(groups.contains("delivery") && groups.contains("sanitation"))
  }

  @Test(arguments: ["text/plain", "application/xml", "multipart/form-data"])
  func anotherTypeIsRefused(type: String) throws {
    let answer = try office.post("/v1/visits", #"{"station_id":"YZ-0003","group":"other"}"#, type: type)
    #expect(answer.status == 415)
  }

  @Test func anUnknownParameterIsNamed() throws {
    let answer = try office.post("/v1/visits?atomc=true", #"{"station_id":"YZ-0003","group":"other"}"#)
    #expect(answer.status == 400)
    #expect(try answer.pointers() == ["atomc"])
    let maybe = try office.post("/v1/visits?atomic=maybe", #"{"station_id":"YZ-0003","group":"other"}"#)
    #expect(try maybe.pointers() == ["atomic"])
  }

  @Test func tenThousandAreTakenAtOnceAndOneMoreIsTooMany() throws {
    let visit = #"{"station_id":"YZ-0090","group":"other"}"#
    func array(_ count: Int) -> String { "[" + [String](repeating: visit, count: count).joined(separator: ",") + "]" }
    let tooMany = try office.post("/v1/visits", array(10_001))
    #expect(tooMany.status == 413)
    #expect(try tooMany.json()["type"].string == "urn:yizhan:problem:too-large")
    let lines = [String](repeating: visit, count: 10_001).joined(separator: "\n")
    #expect(try office.post("/v1/visits", lines, type: "application/x-ndjson").status == 413)
    let count = "SELECT count(*) FROM visit WHERE station_id = 'YZ-0090'"
    #expect(try office.sql(count) == "[[0]]")
    let most = try office.post("/v1/visits", array(10_000))
    #expect(most.status == 200)
    #expect(try most.json()["results"].array.count == 10_000)
    #expect(try office.sql(count) == "[[10000]]")
  }

  @Test func anEmptyArrayHasNoResults() throws {
    for (body, type) in [("[]", "application/json"), ("\n \n", "application/x-ndjson")] {
      let answer = try office.post("/v1/visits", body, type: type)
      #expect(answer.status == 200)
      #expect(answer.text == #"{"results":[]}"#)
    }
  }

  /// As JSON, as lines, and what becomes of each of many visits.
  @Test(arguments: ["application/json", "application/x-ndjson"])
  func eachOfManyHasItsResultInOrder(type: String) throws {
    let ids = (0..<3).map { _ in newVisitID() }
    func visit(_ id: String, _ rest: String = "", station: String = "YZ-0001") -> String {
      #"{"id":"\#(id)","station_id":"\#(station)","group":"other"\#(rest)}"#
    }
    #expect(try log(visit(ids[0])).status == 201)
    let visits = [
      visit(ids[0]), visit(ids[1]), visit(ids[0], #","people":2"#), visit(ids[1]), visit(ids[1], #","people":2"#),
      visit(newVisitID(), #","people":0"#), visit(newVisitID(), station: "YZ-0002"), visit(ids[2].uppercased()), "7",
    ]
    let body =
      type == "application/json" ? "[" + visits.joined(separator: ",") + "]" : visits.joined(separator: "\r\n\n")
    let answer = try office.post("/v1/visits", body, type: type, as: .manager)
    #expect(answer.status == 200)
    let results = try answer.json()["results"].array
    let expected = ["exists", "created", "409", "exists", "409", "400", "403", "created", "400"]
    #expect(
      results.map { result in result["problem"]["status"].number.map { String(Int($0)) } ?? result["result"].string }
        == expected)
    #expect(results.map { $0["id"].string } == [ids[0], ids[1], nil, ids[1], nil, nil, nil, ids[2], nil])
    #expect(results[5]["problem"]["errors"][0]["pointer"].string == "/5/people")
    #expect(results[8]["problem"]["errors"][0]["pointer"].string == "/8")
    #expect(results[2]["problem"]["errors"][0]["pointer"].string == "/2/id")
  }

  /// Of each way to send many: whether all or none are kept when nothing is said, true, false.
  @Test(arguments: ["application/json", "application/x-ndjson", "text/csv"], ["", "?atomic=true", "?atomic=false"])
  func allOrNoneAreKeptWhereThatIsAskedFor(type: String, query: String) throws {
    let isAtomic = query.isEmpty ? type == "text/csv" : query == "?atomic=true"
    for bad in [("YZ-0003", "pirates"), ("YZ-9999", "other")] {
      let good = [newVisitID(), newVisitID()]
      let rows = [(good[0], "YZ-0003", "other"), (newVisitID(), bad.0, bad.1), (good[1], "YZ-0003", "other")]
      let json = rows.map { #"{"id":"\#($0)","station_id":"\#($1)","group":"\#($2)"}"# }
      let body =
        switch type {
        case "text/csv": "id,station_id,group\n" + rows.map { "\($0),\($1),\($2)\n" }.joined()
        case "application/json": "[" + json.joined(separator: ",") + "]"
        default: json.joined(separator: "\n")
        }
      let answer = try office.post("/v1/visits" + query, body, type: type)
      #expect(answer.status == (isAtomic ? 400 : 200))
      let list = good.map { "x'\($0.filter { $0 != "-" })'" }.joined(separator: ",")
      #expect(try office.sql("SELECT count(*) FROM visit WHERE id IN (\(list))") == (isAtomic ? "[[0]]" : "[[2]]"))
      let json2 = try answer.json()
      let column = bad.1 == "pirates" ? "group" : "station_id"
      let fault =
        type == "text/csv" || isAtomic ? json2["errors"][0] : json2["results"][1]["problem"]["errors"][0]
      if type == "text/csv" {
        #expect(fault["line"].number == 3)
        #expect(fault["column"].string == column)
        if !isAtomic { #expect(json2["created"].number == 2) }
      } else {
        #expect(fault["pointer"].string == "/1/" + column)
      }
    }
  }

  @Test func aFileSentTwiceCountsOnce() throws {
    let csv =
      "服务点编号,群体,人次,服务,时间\nYZ-0091,delivery,2,water;seating,2026-01-05T12:00:00+08:00\nYZ-0091,other,,,\nYZ-0091,other,,,\n"
    let first = try office.post("/v1/visits", csv, type: "text/csv").json()
    #expect(first["created"].number == 3 && first["exists"].number == 0)
    let second = try office.post("/v1/visits", csv, type: "text/csv").json()
    #expect(second["created"].number == 0 && second["exists"].number == 3)
    #expect(try office.sql("SELECT count(*), sum(people) FROM visit WHERE station_id = 'YZ-0091'") == "[[3, 4]]")
  }

  @Test func aBadFileIsToldByLineAndColumn() throws {
    let id = newVisitID()
    let csv = """
      id,station_id,group,people
      \(id),YZ-0003,other,1
      \(id),YZ-0003,other,1
      ,YZ-0003,pirates,many
      ,YZ-0003
      ,YZ-9999,other,1
      """
    let errors = try office.post("/v1/visits", csv + "\n", type: "text/csv").json()["errors"].array
    let places = errors.map { "\(Int($0["line"].number ?? 0)) \($0["column"].string ?? "-")" }
    #expect(places == ["3 id", "4 people", "4 group", "5 -"])
    #expect(errors.first?["detail"].string?.contains("line 2") == true)
    let kept = try office.post("/v1/visits?atomic=false", csv + "\n", type: "text/csv").json()
    #expect(kept["created"].number == 1)
    #expect(kept["errors"].array.count == 5)
    #expect(kept["errors"].array.last?["column"].string == "station_id")
    let header = try office.post("/v1/visits", "id,station_id,colour\n", type: "text/csv")
    #expect(header.status == 400)
    #expect(try header.json()["errors"].array.map { $0["column"].string } == ["colour", "group"])
  }

  @Test func visitsAreListedByTheirTimesInPages() throws {
    let day = "2020-03-0"
    // Two at the same moment: in the order in which they came.
    let times = ["3T10:00:00+08:00", "1T00:00:00+08:00", "3T10:00:00+08:00", "2T23:59:59+08:00", "4T00:00:00+08:00"]
    let ids = times.map { _ in newVisitID() }
    for (number, time) in times.enumerated() {
      let group = number == 3 ? "express" : "other"
      let body = #"{"id":"\#(ids[number])","station_id":"YZ-0092","group":"\#(group)","at":"\#(day)\#(time)"}"#
      #expect(try log(body).status == 201)
    }
    let elsewhere = #"{"station_id":"YZ-0093","group":"other","at":"\#(day)1T12:00:00+08:00"}"#
    #expect(try log(elsewhere).status == 201)
    let order = [1, 3, 0, 2, 4].map { ids[$0] }
    func list(_ query: String) throws -> [String] {
      var (found, target) = ([String](), Optional("/v1/visits?station=YZ-0092" + query))
      while let next = target {
        let answer = try office.get(next)
        #expect(answer.status == 200)
        let json = try answer.json()
        found += json["visits"].array.compactMap { $0["id"].string }
        target = json["next"].string
        #expect(answer["Link"] == target.map { "<\($0)>; rel=\"next\"" })
      }
      return found
    }
    #expect(try list("") == order)
    for limit in 1...6 { #expect(try list("&limit=\(limit)") == order) }
    #expect(try list("&from=2020-03-02&to=2020-03-03&limit=2") == Array(order[1...3]))
    #expect(try list("&from=2020-03-04") == [ids[4]])
    #expect(try list("&to=2020-03-01") == [ids[1]])
    #expect(try list("&group=express") == [ids[3]])
    #expect(try list("&group=livestream") == [])
    #expect(try office.get("/v1/visits?from=2020-03-01&to=2020-03-01").json()["visits"].array.count == 2)
  }

  @Test(arguments: [
    ("limit=0", "limit"), ("limit=1001", "limit"), ("from=today", "from"), ("to=2026-02-30", "to"),
    ("group=pirates", "group"), ("cursor=x", "cursor"), ("cursor=1.2.3", "cursor"), ("station=a%20b", "station"),
    ("people=2", "people"),
  ])
  func aBadQuestionIsNamed(query: String, parameter: String) throws {
    let answer = try office.get("/v1/visits?" + query)
    #expect(answer.status == 400)
    #expect(try answer.pointers() == [parameter])
  }

  @Test func aVisitThatIsVoidedStaysAndStaysVoid() throws {
    let id = newVisitID()
    let body = #"{"id":"\#(id)","station_id":"YZ-0001","group":"other","at":"2020-04-01T12:00:00+08:00"}"#
    #expect(try log(body).status == 201)
    func void(_ reason: String, _ bearer: Office.Bearer = .manager, id: String = id) throws -> HTTPAnswer {
      try office.post("/v1/visits/\(id)/void", reason, as: bearer)
    }
    for reason in [
      "{}", #"{"reason":""}"#, #"{"reason":7}"#, #"{"reason":"\#(String(repeating: "错", count: 301))"}"#,
      #"{"reason":"\u0000"}"#, #"{"reason":"a\u0000b"}"#, #"{"reason":"two\nlines"}"#, #"{"reason":"\u007f"}"#,
    ] {
      let answer = try void(reason)
      #expect(answer.status == 400)
      #expect(try answer.pointers() == ["/reason"])
    }
    #expect(try void(#"{"reason":"not theirs"}"#, .otherManager).status == 403)
    #expect(try void(#"{"reason":"not theirs"}"#, .staff).status == 403)
    #expect(try void(#"{"reason":"unknown"}"#, id: newVisitID()).status == 404)
    #expect(try void(#"{"reason":"unknown"}"#, id: "7").status == 404)
    let first = try void(#"{"reason":"重复登记"}"#)
    #expect(first.status == 200)
    #expect(try first.json()["void_reason"].string == "重复登记")
    let stored = "SELECT voided_at, void_reason FROM visit WHERE id = x'\(id.filter { $0 != "-" })'"
    let before = try office.sql(stored)
    #expect(try void(#"{"reason":"another"}"#).body == first.body)
    #expect(try office.sql(stored) == before)
    let again = try log(body)
    #expect(again.status == 200)
    #expect(try again.json()["void_reason"].string == "重复登记")
    let listed = try office.get("/v1/visits?from=2020-04-01&to=2020-04-01").json()["visits"]
    #expect(listed.array.count == 1 && listed[0]["void_reason"].string == "重复登记")
    let noted = try office.get("/v1/admin/audit?limit=1000").json()["entries"].array
    #expect(noted.count { $0["action"].string == "visit void" && $0["subject"].string == id } == 1)
  }
}

@Suite("Workers log visits of their own by the code in a station's poster")
struct CheckInTests {
  private func code(_ office: Office, _ station: String, changed: Bool = false) throws -> String {
    let target = "/v1/admin/check-in-codes/" + station
    let answer = try changed ? office.post(target, "") : office.get(target)
    return try #require(try answer.json()["code"].string)
  }

  private func checkIn(
    _ office: Office, _ code: String, station: String = Office.station, rest: String = "", from source: String? = nil
  ) throws -> HTTPAnswer {
    let body = #"{"group":"delivery","code":"\#(code)"\#(rest)}"#
    return try HTTPConnection(port: office.server.port, from: source).exchange(
      "POST", "/v1/stations/\(station)/check-ins", ["Content-Type": "application/json"], body: Array(body.utf8))
  }

  @Test func theRightCodeIsTakenAndNoOther() throws {
    let office = try Office()
    let (code, other) = (try code(office, Office.station), try code(office, Office.otherStation))
    #expect(code.count == 26 && code != other)
    let id = newVisitID()
    let answer = try checkIn(office, code, rest: #","id":"\#(id)","people":2,"services":["water"],"visitor":"139""#)
    #expect(answer.status == 201)
    #expect(try answer.json()["station_id"].string == Office.station)
    #expect(try checkIn(office, code, rest: #","id":"\#(id)""#).status == 200)
    for wrong in [other, "", code + "0", String(code.dropLast()), code.uppercased()] {
      #expect(try checkIn(office, wrong).status == 403)
    }
    #expect(try checkIn(office, code, station: Office.otherStation).status == 403)
    #expect(try checkIn(office, code, rest: #","people":501"#).pointers() == ["/people"])
    #expect(try checkIn(office, code, rest: #","colour":1"#).pointers() == ["/colour"])
    #expect(
      try office.sql("SELECT name, count(*) FROM visit JOIN author ON author.number = author") == #"[["check-in", 1]]"#)
  }

  @Test func aCodeThatWasChangedIsVoidAtOnceAndAfterARestart() throws {
    let office = try Office()
    let first = try code(office, Office.station)
    #expect(try checkIn(office, first).status == 201)
    let second = try code(office, Office.station, changed: true)
    #expect(second != first)
    #expect(try code(office, Office.station) == second)
    #expect(try checkIn(office, first).status == 403)
    #expect(try checkIn(office, second).status == 201)
    #expect(try office.post("/v1/admin/check-in-codes/YZ-9999", "").status == 404)
    #expect(office.server.end() == 0)
    let next = try RunningServer(in: office.place.folder, database: Workplace.database)
    #expect(
      try next.get("/v1/admin/check-in-codes/" + Office.station, office.headers(.admin)).json()["code"].string == second
    )
    // The codes are in none of the files.
    let files = try FileManager.default.contentsOfDirectory(atPath: office.place.folder.url.path)
    for file in files where !file.hasSuffix("socket") {
      let bytes = try Data(contentsOf: office.place.folder.url.appending(path: file))
      #expect(bytes.range(of: Data(second.utf8)) == nil, "\(file)")
    }
  }

  /// Also: what one client has too many of is not taken from the station's share.
  @Test func whoeverChecksInTooOftenWaitsAndNobodyElseDoes() throws {
    let office = try Office()
    let code = try code(office, Office.station)
    let statuses = try (0..<400).map { _ in try checkIn(office, code, from: "127.0.0.3").status }
    #expect(statuses.prefix(30).allSatisfy { $0 == 201 })
    #expect(Set(statuses) == [201, 429])
    #expect(statuses.count { $0 == 201 } < 60)
    let refused = try checkIn(office, code, from: "127.0.0.3")
    if refused.status == 429 { #expect(refused["Retry-After"].flatMap { Int($0) } ?? 0 >= 1) }
    #expect(try checkIn(office, code, from: "127.0.0.4").status == 201)
  }
}
