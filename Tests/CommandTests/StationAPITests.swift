import TestSupport
import Testing

@Suite("One station, lists of them, the vocabulary and health", .yanzhouServer)
struct StationAPITests {
  @Test func aStationHasItsFields() throws {
    let answer = try YanzhouServer.current.get("/v1/stations/YZ-0002")
    #expect(answer.status == 200)
    #expect(answer["Content-Type"] == "application/json")
    let station = try answer.json()
    #expect(station["id"].string == "YZ-0002")
    #expect(station["hub_id"].string == "YZ-0001")
    #expect(station["broken_amenities"].strings == ["first_aid"])
    #expect(station["opening_hours"].string == "Mo-Fr 08:30-12:00,13:30-17:30; PH off")
    #expect(station["operator"].string == "鼓楼街道总工会")
    #expect(station["revision"].number != nil)
    #expect(station["distance_m"] == .null)
  }

  @Test func aStationIsAFeatureWhenThatIsPreferred() throws {
    let answer = try YanzhouServer.current.get("/v1/stations/YZ-0001", ["Accept": "application/geo+json"])
    #expect(answer["Content-Type"] == "application/geo+json")
    let feature = try answer.json()
    #expect(feature["type"].string == "Feature")
    #expect(feature["id"].string == "YZ-0001")
    #expect(feature["geometry"]["coordinates"] == .array([.number(116.7841105), .number(35.5531959)]))
  }

  @Test func aRetiredStationIsStillTold() throws {
    let station = try YanzhouServer.current.get("/v1/stations/YZ-0117").json()
    #expect(station["status"].string == "retired")
    #expect(station["open"].string == "closed")
  }

  @Test(arguments: ["YZ%2D0001", "%59%5a-0001", "YZ-000%31"]) func anIDMayBePercentEncoded(id: String) throws {
    let answer = try YanzhouServer.current.get("/v1/stations/" + id)
    #expect(answer.status == 200)
    #expect(try answer.json()["id"].string == "YZ-0001")
  }

  @Test(arguments: [
    "NOPE", "yz-0001", "YZ-0001%20", "YZ%252D0001", "%E9%A9%BF%E7%AB%99", "%00", "%ff", "%4", "a%2Fb", "YZ-0001%2F",
    "..", "%2E%2E", "YZ-0001;x=1", "-YZ", "'%20OR%201=1",
  ])
  func anUnknownStationIsA404Problem(id: String) throws {
    let answer = try YanzhouServer.current.get("/v1/stations/" + id)
    #expect(answer.status == 404)
    #expect(answer["Content-Type"] == "application/problem+json")
    #expect(try answer.json()["status"].number == 404)
  }

  @Test(arguments: [
    "/nothing", "/v1", "/v1/nothing", "/v1/stations/YZ-0001/x", "/index.html", "/V1/stations", "/v2/stations",
  ])
  func anUnknownAddressIsA404ProblemInBothLanguages(path: String) throws {
    let server = try YanzhouServer.current
    for language in ["en", "zh"] {
      let answer = try server.get(path, ["Accept-Language": language])
      #expect(answer.status == 404)
      #expect(answer["Content-Type"] == "application/problem+json")
      #expect(isChinese(try answer.json()["detail"].string) == (language == "zh"))
    }
  }

  /// - Returns: the ids of all pages, in their order, and how many pages there were.
  private func visited(_ query: String) throws -> (ids: [String], pages: Int) {
    let server = try YanzhouServer.current
    var target: String? = "/v1/stations?" + query
    var ids: [String] = []
    var pages = 0
    while let address = target, pages < 1000 {
      let answer = try server.get(address)
      try #require(answer.status == 200, "\(address)")
      let json = try answer.json()
      ids += json["stations"].array.compactMap { $0["id"].string }
      pages += 1
      target = json["next"].string
      #expect(answer["Link"] == target.map { "<\($0)>; rel=\"next\"" })
    }
    return (ids, pages)
  }

  @Test(arguments: [1, 7, 46, 138, 139, 1000]) func pagesVisitEveryStationOnce(limit: Int) throws {
    let (ids, pages) = try visited("limit=\(limit)")
    let expected = (1...139).map { "YZ-" + String(String(10_000 + $0).dropFirst()) }.filter { $0 != "YZ-0117" }
    #expect(ids == expected)
    #expect(pages == (138 + limit - 1) / limit)
  }

  @Test func pagesKeepTheirFilters() throws {
    #expect(try visited("limit=10&status=any").ids.count == 139)
    let (ids, pages) = try visited("kind=hub&limit=3&status=active")
    #expect(ids.count == 10)
    #expect(pages == 4)
    let town = try visited("limit=5&town=%E9%BC%93%E6%A5%BC%E8%A1%97%E9%81%93&amenities=microwave")
    #expect(town.pages > 2)
    #expect(Set(town.ids).count == town.ids.count)
  }

  @Test func theVocabularyHasBothLabels() throws {
    let answer = try YanzhouServer.current.get("/v1/amenities")
    #expect(answer.status == 200)
    let amenities = try answer.json()["amenities"].array
    #expect(amenities.count == 34)
    for amenity in amenities {
      #expect(["food", "medical", "rest", "travel", "services"].contains(amenity["category"].string))
      #expect(isChinese(amenity["labels"]["zh"].string))
      #expect(!isChinese(amenity["labels"]["en"].string))
    }
    let microwave = amenities.first { $0["code"].string == "microwave" }
    #expect(microwave?["labels"]["zh"].string == "微波炉")
    #expect(microwave?["labels"]["en"].string == "microwave")
    #expect(microwave?["category"].string == "food")
  }

  @Test(arguments: ["/healthz", "/readyz"]) func healthIsTold(path: String) throws {
    let answer = try YanzhouServer.current.get(path)
    #expect(answer.status == 200)
    #expect(try answer.json()["status"].string == "ok")
    #expect(answer["Cache-Control"] == "no-store")
  }
}
