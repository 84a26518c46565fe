import Foundation
import TestSupport
import Testing

@Suite("OGC API – Features: what programs for maps ask of the server", .yanzhouServer)
struct FeaturesAPITests {
  private static let items = "/ogc/collections/stations/items"

  private func get(_ target: String, _ headers: [String: String] = [:]) throws -> HTTPAnswer {
    try YanzhouServer.current.get(target, headers)
  }

  /// A page, by its query.
  private func page(_ query: String = "") throws -> JSONValue {
    let answer = try get(Self.items + query)
    #expect(answer.status == 200, "\(query): \(answer.text)")
    return try answer.json()
  }

  private func ids(_ page: JSONValue) -> [String] { page["features"].array.compactMap { $0["id"].string } }

  private func link(_ relation: String, of value: JSONValue) -> JSONValue {
    value["links"].array.first { $0["rel"].string == relation } ?? .null
  }

  @Test func theLandingPageLeadsToEverything() throws {
    let answer = try get("/ogc")
    let page = try answer.json()
    let relations = page["links"].array.compactMap { $0["rel"].string }
    #expect(relations == ["self", "service-desc", "service-doc", "conformance", "data"])
    #expect(link("service-desc", of: page)["type"].string == "application/vnd.oai.openapi+json;version=3.0")
    for link in page["links"].array {
      let address = try #require(link["href"].string)
      #expect(address.hasPrefix("http://localhost/"))
      let found = try get(String(address.dropFirst("http://localhost".count)))
      #expect(found.status == 200)
      let type = try #require(link["type"].string)
      #expect(found["Content-Type"]?.hasPrefix(type) == true, "\(address)")
    }
    #expect(try isChinese(get("/ogc", ["Accept-Language": "zh"]).json()["title"].string))
  }

  @Test func itConformsToCoreGeoJSONAndOpenAPI() throws {
    let classes = try get("/ogc/conformance").json()["conformsTo"].strings
    #expect(
      classes == ["core", "geojson", "oas30"].map { "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/\($0)" })
  }

  @Test func theCollectionTellsWhereAndWhenItIs() throws {
    let list = try get("/ogc/collections").json()["collections"].array
    let collection = try get("/ogc/collections/stations").json()
    #expect(list == [collection])
    #expect(collection["id"].string == "stations" && collection["itemType"].string == "feature")
    #expect(collection["crs"].strings == ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"])
    #expect(link("items", of: collection)["type"].string == "application/geo+json")
    let box = collection["extent"]["spatial"]["bbox"][0].array.compactMap(\.number)
    let places = try page("?limit=1000")["features"].array.map {
      $0["geometry"]["coordinates"].array.compactMap(\.number)
    }
    let (east, north) = (places.map { $0[0] }, places.map { $0[1] })
    #expect(box == [east.min(), north.min(), east.max(), north.max()])
    let times = collection["extent"]["temporal"]["interval"][0].strings
    #expect(times.count == 2 && times[0] <= times[1])
    #expect(try get("/ogc/collections/others").status == 404)
  }

  @Test func pagesLeadToEachOtherAndHoldEveryStationOnce() throws {
    var (found, target) = ([String](), Self.items + "?limit=50")
    while true {
      let answer = try get(target)
      let page = try answer.json()
      #expect(answer["Content-Type"] == "application/geo+json")
      #expect(page["numberMatched"].number == 138)
      #expect(page["numberReturned"].number == Double(page["features"].array.count))
      #expect(page["timeStamp"].string?.hasSuffix("Z") == true)
      #expect(link("self", of: page)["href"].string == "http://localhost" + target)
      found += ids(page)
      guard let next = link("next", of: page)["href"].string else { break }
      #expect(answer["Link"] == "<\(next)>; rel=\"next\"")
      target = String(next.dropFirst("http://localhost".count))
    }
    #expect(found.count == 138 && found == Array(Set(found)).sorted())
    #expect(try ids(page()).count == 10, "the standard's default")
  }

  @Test func aLimitAboveTheMaximumCountsAsTheMaximum() throws {
    for limit in ["10000", "10001", "999999999999999999999999", "010"] {
      #expect(try page("?limit=\(limit)")["numberMatched"].number == 138)
    }
    for limit in ["0", "-1", "1.5", "", "x", "00"] { #expect(try get(Self.items + "?limit=\(limit)").status == 400) }
  }

  @Test func propertiesAreFilters() throws {
    let all = try page("?limit=1000&status=any")["features"].array
    #expect(all.count == 139)
    let model = try #require(all.first { $0["properties"]["hub_id"].string != nil })["properties"]
    for name in ["name", "kind", "hub_id", "town", "address", "entry", "status", "phone", "operator"] {
      let value = try #require(model[name].string, "\(name)")
      let query = try #require(value.addingPercentEncoding(withAllowedCharacters: .alphanumerics))
      let expected = all.filter {
        $0["properties"][name] == model[name] && (name == "status" || $0["properties"]["status"].string != "retired")
      }
      let found = try page("?limit=1000&\(name)=\(query)")
      #expect(ids(found) == expected.compactMap { $0["id"].string }, "\(name)")
      #expect(found["numberMatched"].number == Double(expected.count))
    }
    #expect(try page("?status=retired")["numberMatched"].number == 1)
  }

  @Test func boxesHaveFourNumbersOrSix() throws {
    let inside = "116.75,35.5,116.85,35.6"
    let list = try YanzhouServer.current.get("/v1/stations?limit=1000&bbox=\(inside)").json()["stations"].array
    let found = try page("?limit=1000&bbox=\(inside)")
    #expect(ids(found) == list.compactMap { $0["id"].string } && list.count > 10)
    #expect(try ids(page("?limit=1000&bbox=116.75,35.5,-10,116.85,35.6,9000")) == ids(found))
    #expect(try page("?bbox=170,-90,-170,90")["numberMatched"].number == 0)
    #expect(try page("?bbox=116,-90,-170,90")["numberMatched"].number == 138)
    for box in [
      "1,2,3", "1,2,3,4,5", "1,2,3,4,5,6,7", "116,36,117,35", "0,0,5,1,1,4", "x,1,2,3", "-181,0,0,0", "", "1,2,3,nan",
    ] {
      #expect(try get(Self.items + "?bbox=\(box)").status == 400, "\(box)")
    }
  }

  @Test func timesAreInstantsOrIntervals() throws {
    let time = try #require(page("?limit=1")["features"][0]["properties"]["updated_at"].string)
    for (query, count) in [
      (time, 138), ("\(time)/..", 138), ("../\(time)", 138), ("\(time)/", 138), ("/\(time)", 138),
      ("\(time)/\(time)", 138), ("../..", 138), ("2020-01-01T00:00:00Z", 0), ("2020-01-01T00:00:00%2B08:00/..", 138),
      ("../2020-01-01T00:00:00Z", 0),
    ] {
      #expect(try page("?datetime=\(query)")["numberMatched"].number == Double(count), "\(query)")
    }
    for query in [
      "", "x", "2020-01-01", "..", "2021-01-01T00:00:00Z/2020-01-01T00:00:00Z", "../../..", "2020-13-01T00:00:00Z",
    ] {
      #expect(try get(Self.items + "?datetime=\(query)").status == 400, "\(query)")
    }
  }

  @Test(arguments: [
    "/ogc", "/ogc/conformance", "/ogc/collections", "/ogc/collections/stations", items, items + "/YZ-0001",
    "/openapi.json", "/docs",
  ])
  func unknownParametersAreRefusedAndHEADIsAnswered(path: String) throws {
    let refusal = try get(path + "?unknown=1")
    #expect(refusal.status == 400)
    #expect(try refusal.json()["errors"][0]["parameter"].string == "unknown")
    let server = try YanzhouServer.current
    let (full, head) = try (server.get(path), HTTPConnection(port: server.port).exchange("HEAD", path))
    #expect(head.status == 200 && head.body.isEmpty)
    #expect(head["Content-Length"] == full["Content-Length"] && head["Content-Type"] == full["Content-Type"])
    let tag = try #require(full["ETag"])
    #expect(try server.get(path, ["If-None-Match": tag]).status == 304)
    #expect(try server.exchange("POST", path)["Allow"] == "GET, HEAD")
  }

  @Test func oneFeatureMayBeARetiredOne() throws {
    let retired = try #require(ids(page("?status=retired")).first)
    for id in ["YZ-0001", retired] {
      let answer = try get(Self.items + "/\(id)")
      let feature = try answer.json()
      #expect(answer["Content-Type"] == "application/geo+json")
      #expect(feature["id"].string == id && feature["type"].string == "Feature")
      #expect(link("self", of: feature)["href"].string == "http://localhost\(Self.items)/\(id)")
      #expect(link("collection", of: feature)["href"].string == "http://localhost/ogc/collections/stations")
    }
    #expect(try get(Self.items + "/NOPE").status == 404)
  }

  @Test func itIsGeoJSONUnlessJSONIsPreferred() throws {
    for (accept, type) in [
      ("*/*", "application/geo+json"), ("application/geo+json, application/json", "application/geo+json"),
      ("application/json", "application/json"), ("text/html", "application/geo+json"),
      ("application/json, application/geo+json;q=0.5", "application/json"),
    ] {
      for path in [Self.items, Self.items + "/YZ-0001"] {
        #expect(try get(path, ["Accept": accept])["Content-Type"] == type, "\(accept)")
      }
    }
  }

  @Test func aHostThatCannotBeRepeatedIsNot() throws {
    let server = try YanzhouServer.current
    let connection = try HTTPConnection(port: server.port)
    try connection.send(Array("GET /ogc HTTP/1.1\r\nHost: a\"><script>\r\n\r\n".utf8))
    #expect(try !connection.receive().text.contains("<script"))
  }
}
