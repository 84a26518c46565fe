import Foundation
import TestSupport
import Testing

@Suite("GET /v1/stations/nearest answers the courier's question", .yanzhouServer)
struct NearestAPITests {
  private static let question = "/v1/stations/nearest?lat=35.5531&lon=116.7836&amenities=microwave"

  @Test func theExampleAnswersByTheContract() throws {
    let answer = try YanzhouServer.current.get(Self.question)
    #expect(answer.status == 200)
    #expect(answer["Content-Type"] == "application/json")
    #expect(answer["Content-Length"] == String(answer.body.count))
    let json = try answer.json()
    #expect(Set(json.object?.keys ?? [:].keys) == ["stations", "datum", "as_of", "revision"])
    #expect(json["datum"].string == "wgs84")
    #expect(json["revision"].number == 139)
    let stations = json["stations"].array
    #expect(stations.count == 5)
    for station in stations {
      expectFields(of: station)
      #expect(station["amenities"].strings.contains("microwave"))
      #expect(station["status"].string == "active")
    }
    let distances = stations.compactMap { $0["distance_m"].number }
    #expect(distances == distances.sorted())
    #expect(stations[0]["id"].string == "YZ-0001")
    #expect(stations[0]["lat"].number == 35.5531959)
    #expect(stations[0]["lon"].number == 116.7841105)
    #expect(stations[0]["distance_m"].number == 47.5)
    #expect(stations[0]["bearing_deg"].number == 77.1)
  }

  /// Every field that the contract has, with the type that it has; those that have no value are left out.
  private func expectFields(of station: JSONValue) {
    let id = station["id"].string ?? "?"
    let always: [String: (JSONValue) -> Bool] = [
      "id": { $0.string != nil }, "name": { $0.string != nil }, "lat": { $0.number != nil },
      "lon": { $0.number != nil }, "distance_m": { ($0.number ?? -1) >= 0 },
      "bearing_deg": { (0..<360).contains($0.number ?? -1) },
      "kind": { ["hub", "satellite", "point", "mobile"].contains($0.string) },
      "amenities": { !$0.array.isEmpty && $0.strings.count == $0.array.count },
      "status": { ["active", "suspended"].contains($0.string) },
      "open": { ["open", "closed", "unknown"].contains($0.string) },
    ]
    let sometimes: [String: (JSONValue) -> Bool] = [
      "hub_id": { $0.string?.hasPrefix("YZ-") == true }, "town": { isChinese($0.string) },
      "address": { isChinese($0.string) }, "broken_amenities": { !$0.strings.isEmpty },
      "opening_hours": { $0.string?.isEmpty == false }, "staffed": { $0.bool != nil },
      "changes_at": { $0.string?.hasSuffix("+08:00") == true },
      "entry": { ["open", "staff", "qr", "code", "key"].contains($0.string) }, "aliases": { !$0.strings.isEmpty },
      "capacity": { ($0.number ?? 0) > 0 }, "phone": { $0.string != nil },
      "verified_at": { $0.string?.wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil },
    ]
    for (name, isRight) in always { #expect(isRight(station[name]), "\(id) \(name)") }
    for (name, value) in station.object ?? [:] {
      #expect(always[name] != nil || sometimes[name]?(value) == true, "\(id) \(name) \(value)")
    }
  }

  @Test func allFieldsOfTheContractOccur() throws {
    let json = try YanzhouServer.current.get("/v1/stations/nearest?lat=35.5531&lon=116.7836&limit=100").json()
    let names = json["stations"].array.reduce(into: Set<String>()) { $0.formUnion($1.object?.keys ?? [:].keys) }
    #expect(
      names.isSuperset(of: [
        "id", "name", "kind", "hub_id", "town", "address", "lat", "lon", "distance_m", "bearing_deg", "amenities",
        "broken_amenities", "opening_hours", "status", "open", "staffed", "changes_at", "entry", "aliases", "capacity",
        "phone", "verified_at",
      ]))
    for station in json["stations"].array { expectFields(of: station) }
  }

  @Test func theMomentIsNowInTheDistrictsZone() throws {
    let before = Int(Date.now.timeIntervalSince1970)
    let moment = try #require(try YanzhouServer.current.get(Self.question).json()["as_of"].string)
    let after = Int(Date.now.timeIntervalSince1970)
    #expect(moment.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00/) != nil)
    let seconds = try Int(Date(moment, strategy: .iso8601).timeIntervalSince1970)
    #expect((before...after).contains(seconds))
  }

  @Test func anotherMomentIsAnsweredAsOfThen() throws {
    let server = try YanzhouServer.current
    let answer = try server.get(Self.question + "&open=2026-11-24T23:30:00%2B08:00&limit=100")
    let json = try answer.json()
    #expect(json["as_of"].string == "2026-11-24T23:30:00+08:00")
    // `+` stands for itself, and another offset says the same.
    for text in ["2026-11-24T23:30:00+08:00", "2026-11-24T15:30:00Z"] {
      #expect(try server.get(Self.question + "&limit=100&open=" + text).text == answer.text)
    }
    // Open ones first, then those whose hours are not known; none that is closed; each by distance.
    let stations = json["stations"].array
    let states = stations.compactMap { $0["open"].string }
    #expect(states == states.filter { $0 == "open" } + states.filter { $0 == "unknown" })
    #expect(Set(states) == ["open", "unknown"])
    for state in ["open", "unknown"] {
      let distances = stations.filter { $0["open"].string == state }.compactMap { $0["distance_m"].number }
      #expect(distances == distances.sorted())
    }
  }

  @Test func coordinatesHaveSevenDecimalsAndDistancesOne() throws {
    let text = try YanzhouServer.current.get(Self.question).text
    let numbers = /"lat":\d+\.\d{7},"lon":\d+\.\d{7},"distance_m":\d+\.\d,"bearing_deg":\d+\.\d,/
    #expect(text.matches(of: numbers).count == 5)
  }

  @Test func geoJSONIsTheSameAnswerWhenPreferred() throws {
    let server = try YanzhouServer.current
    let question = Self.question + "&limit=7&open=2026-11-24T12:00:00Z"
    let plain = try server.get(question).json()["stations"].array
    let answer = try server.get(question, ["Accept": "application/geo+json"])
    #expect(answer.status == 200)
    #expect(answer["Content-Type"] == "application/geo+json")
    #expect(answer["Vary"]?.contains("Accept") == true)
    let json = try answer.json()
    #expect(json["type"].string == "FeatureCollection")
    #expect(json["crs"] == .null)
    #expect(json["as_of"].string == "2026-11-24T20:00:00+08:00")
    let features = json["features"].array
    #expect(features.count == 7)
    for (feature, station) in zip(features, plain) {
      #expect(feature["type"].string == "Feature")
      #expect(feature["id"] == station["id"])
      #expect(feature["geometry"]["type"].string == "Point")
      // Longitude comes first here.
      #expect(feature["geometry"]["coordinates"] == .array([station["lon"], station["lat"]]))
      let properties = feature["properties"].object ?? [:]
      let others = (station.object ?? [:]).filter { !["lat", "lon"].contains($0.key) }
      #expect(properties == others)
    }
  }

  @Test(arguments: [
    ("application/json", false), ("*/*", false), ("", false), ("text/html", false),
    ("application/json, application/geo+json;q=0.5", false), ("application/geo+json;q=0", false),
    ("application/geo+json, application/json;q=0.9", true), ("text/html, application/geo+json", true),
    ("application/geo+json;q=0.5, */*;q=0.1", true), ("Application/GEO+JSON", true),
  ])
  func theFormIsTheOneThatIsPreferred(accept: String, isGeoJSON: Bool) throws {
    let answer = try YanzhouServer.current.get(Self.question, ["Accept": accept])
    #expect(answer.status == 200)
    #expect(answer["Content-Type"] == (isGeoJSON ? "application/geo+json" : "application/json"))
  }

  @Test func filtersApplyBeforeTheLimit() throws {
    let server = try YanzhouServer.current
    for filter in ["amenities=aed", "amenities=microwave,wifi", "kind=hub", "amenities=shower&kind=satellite"] {
      let matching = try server.get("/v1/stations?limit=1000&status=active&" + filter).json()["stations"].array
      let found = try server.get("/v1/stations/nearest?lat=35.4&lon=116.5&limit=100&" + filter).json()["stations"].array
      #expect(!found.isEmpty)
      #expect(found.count == min(100, matching.count), "\(filter)")
    }
  }

  @Test func theRadiusIsAGreatestDistance() throws {
    let server = try YanzhouServer.current
    let all = try server.get("/v1/stations/nearest?lat=35.55&lon=116.78&limit=100").json()["stations"].array
    let near = try server.get("/v1/stations/nearest?lat=35.55&lon=116.78&limit=100&radius_m=1500").json()["stations"]
    #expect(near.array == all.filter { ($0["distance_m"].number ?? .infinity) <= 1500 })
    #expect(!near.array.isEmpty)
  }

  @Test func suspendedStationsComeOnlyWhenIncludedAndAreClosed() throws {
    let server = try YanzhouServer.current
    let suspended = try server.get("/v1/stations?status=suspended").json()["stations"].array
    #expect(suspended.count == 2)
    for station in suspended {
      let place = "lat=\(station["lat"].number ?? 0)&lon=\(station["lon"].number ?? 0)&limit=1"
      let without = try server.get("/v1/stations/nearest?" + place).json()["stations"][0]
      #expect(without["id"] != station["id"])
      let with = try server.get("/v1/stations/nearest?include=suspended&" + place).json()["stations"][0]
      #expect(with["id"] == station["id"])
      #expect(with["open"].string == "closed")
      #expect(with["distance_m"].number == 0)
    }
  }

  @Test func noneFoundIsAnEmptyList() throws {
    let answer = try YanzhouServer.current.get("/v1/stations/nearest?lat=-35&lon=-116&radius_m=0.001")
    #expect(answer.status == 200)
    #expect(try answer.json()["stations"] == .array([]))
    #expect(answer.text.contains(#""stations":[]"#))
  }
}
