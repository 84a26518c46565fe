import Foundation
import TestSupport
import Testing

@Suite("Towns, groups, amenities and holidays have both labels, and the owner keeps them")
struct VocabularyAPITests {
  private func server() throws -> RunningServer {
    try RunningServer(in: try Workplace.withYanzhou().folder, database: Workplace.database)
  }

  @Test func townsTellHowManyStationsTheyHave() throws {
    let server = try server()
    let towns = try server.get("/v1/towns").json()["towns"].array
    #expect(towns.count == 10)
    let names = towns.compactMap { $0["name"].string }
    #expect(names == names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    for town in towns {
      #expect(town["labels"]["zh"] == town["name"] && town["labels"]["en"] == town["name"])
      let query = try #require(town["name"].string?.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      let stations = try server.get("/v1/stations?limit=1000&town=" + query).json()["stations"].array
      #expect(town["stations"].number == Double(stations.count))
    }
    #expect(towns.compactMap { $0["stations"].number }.reduce(0, +) == 138)
  }

  @Test func theGroupsAreTheContracts() throws {
    let groups = try server().get("/v1/worker-groups").json()["worker_groups"].array
    #expect(
      groups.compactMap { $0["code"].string } == [
        "delivery", "express", "transport", "livestream", "ride_hailing", "sanitation", "other",
      ])
    #expect(
      groups.compactMap { $0["labels"]["zh"].string } == ["外卖", "快递", "道路运输", "直播电商", "网约车", "环卫", "其他"])
    #expect(groups.allSatisfy { !isChinese($0["labels"]["en"].string) && $0["labels"]["en"].string != nil })
  }

  private func add(_ server: RunningServer, _ body: String, _ type: String = "application/json") throws -> HTTPAnswer {
    try server.exchangeAsOwner("POST", "/v1/admin/amenities", ["Content-Type": type], body: Array(body.utf8))
  }

  @Test func anAmenityThatIsAddedCanBeHadAndAskedFor() throws {
    let server = try server()
    let tea = #"{"code":"hot_tea","category":"food","labels":{"zh":"热茶","en":"hot tea"}}"#
    #expect(try server.get("/v1/stations?amenities=hot_tea").status == 400)
    let answer = try add(server, tea)
    #expect(answer.status == 200)
    #expect(try answer.json()["amenities"].array.last?["labels"]["zh"].string == "热茶")
    let change = try server.exchangeAsOwner(
      "PATCH", "/v1/stations/YZ-0001", ["Content-Type": "application/json"],
      body: Array(#"{"amenities":["water","hot_tea"]}"#.utf8))
    #expect(try change.json()["amenities"].strings == ["water", "hot_tea"])
    let found = try server.get("/v1/stations/nearest?lat=35&lon=116&amenities=hot_tea,water").json()["stations"].array
    #expect(found.compactMap { $0["id"].string } == ["YZ-0001"])
    #expect(try add(server, tea).status == 200, "the same again changes nothing")
    #expect(try server.get("/healthz").json()["revision"].number == 141)
    let other = try add(server, tea.replacing("热茶", with: "茶"))
    #expect(other.status == 409)
    #expect(try other.json()["type"].string == "urn:yizhan:problem:conflict")
  }

  @Test func everyFaultOfAnAmenityIsNamed() throws {
    let server = try server()
    let faulty: [(String, [String])] = [
      ("{}", ["/category", "/code", "/labels/en", "/labels/zh"]),
      ("rubbish", ["/category", "/code", "/labels/en", "/labels/zh"]),
      (#"{"code":"Tea","category":"fun","labels":{"zh":"茶","en":"tea"}}"#, ["/category", "/code"]),
      (#"{"code":"tea","category":"food","labels":{"zh":"","en":"tea"}}"#, ["/labels/zh"]),
      (#"{"code":"tea","category":"food","labels":{"zh":"茶","en":"   "}}"#, ["/labels/en"]),
      (#"{"code":"tea","category":"food","labels":{"zh":"茶\n茶","en":"tea"}}"#, ["/labels/zh"]),
      (#"{"code":"tea","category":"food","labels":{"zh":"茶"}}"#, ["/labels/en"]),
    ]
    for (body, pointers) in faulty {
      let answer = try add(server, body)
      #expect(answer.status == 400)
      #expect(try answer.json()["errors"].array.compactMap { $0["pointer"].string }.sorted() == pointers, "\(body)")
    }
    #expect(try add(server, "{}", "text/plain").status == 415)
    #expect(try server.get("/healthz").json()["revision"].number == 139)
  }

  private func post(_ server: RunningServer, _ csv: String) throws -> HTTPAnswer {
    try server.exchangeAsOwner("POST", "/v1/admin/holidays", ["Content-Type": "text/csv"], body: Array(csv.utf8))
  }

  @Test func holidaysThatAreStoredAreToldAndTakeEffect() throws {
    let server = try server()
    func unknown() throws -> [JSONValue] {
      try server.get("/v1/stations?limit=1000&open=2026-10-01T12:00:00%2B08:00").json()["stations"].array
        .filter { $0["open"].string == "unknown" }
    }
    #expect(try unknown().contains { $0["opening_hours"].string != nil })
    let csv = try String(contentsOf: Project.fixture("holidays/china.csv"), encoding: .utf8)
    let answer = try post(server, csv)
    #expect(answer.status == 200)
    let days = try answer.json()["holidays"].array
    #expect(days.count == csv.split(separator: "\n").count - 1)
    #expect(
      days.allSatisfy { ["holiday", "workday"].contains($0["kind"].string) && isChinese($0["labels"]["zh"].string) })
    let read = try server.exchangeAsOwner("GET", "/v1/admin/holidays")
    #expect(read.text == answer.text)
    #expect(try !unknown().isEmpty && unknown().allSatisfy { $0["opening_hours"] == .null })
  }

  @Test func everyFaultOfAFileOfHolidaysIsNamedByItsLine() throws {
    let server = try server()
    let answer = try post(server, "date,kind,name_zh,name_en\n2026-13-01,holiday,,\n2026-01-01,feast,,\n")
    #expect(answer.status == 400)
    let faults = try answer.json()["errors"].array
    #expect(faults.compactMap { $0["line"].number } == [2, 3])
    #expect(faults.compactMap { $0["column"].string } == ["date", "kind"])
    #expect(try server.exchangeAsOwner("GET", "/v1/admin/holidays").json()["holidays"] == .array([]))
  }
}
