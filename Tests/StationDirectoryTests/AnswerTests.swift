import Foundation
import Geodesy
import RestStations
import StationDirectory
import TestSupport
import Testing

@Suite("Answers have the contract's fields and shapes")
struct AnswerTests {
  private static let full = """
    id,name,aliases,kind,hub_id,town,address,lat,lon,amenities,broken_amenities,opening_hours,staffed_hours,entry,operator,\
    capacity,phone,status,verified_at
    h,中心,,hub,,,,35.55,116.84,,,,,,,,,,
    a,"say ""甲"" \\ 😀",乙;丙,satellite,h,鼓楼街道,建设路1号,35.5501234,-116.83,seating;microwave,fridge,Mo-Su 08:00-20:00,08:00-12:00,qr,街道办,12,0537-1,active,2026-11-01

    """

  private static let always: Set<String> = ["id", "name", "kind", "lat", "lon", "amenities", "status", "open"]
  private static let optional: Set<String> = [
    "hub_id", "town", "address", "broken_amenities", "opening_hours", "staffed", "changes_at", "entry", "aliases",
    "capacity", "phone", "verified_at",
  ]

  private func place(_ latitude: Double, _ longitude: Double) throws -> Coordinate {
    try #require(Coordinate(latitude: latitude, longitude: longitude))
  }

  @Test func aNearestAnswerHasTheContractsFields() async throws {
    let district = try await District(Self.full)
    let answer = try district.directory.answer(NearestQuestion(place: place(35.55, -116.83)))
    #expect(Set(answer.members.keys) == ["stations", "datum", "as_of", "revision"])
    #expect(answer.members.text("datum") == "wgs84")
    #expect(answer.members.text("as_of") == "2026-11-24T15:04:05+08:00")
    #expect(answer.members["revision"] as? Int == 2)
    let found = Self.always.union(["distance_m", "bearing_deg"])
    #expect(Set(answer.stations[0].keys) == found.union(Self.optional))
    #expect(Set(answer.stations[1].keys) == found, "what has no value is left out")
  }

  @Test func fieldsHaveTheirValues() async throws {
    let district = try await District(Self.full)
    let station = try #require(
      try district.directory.answer(NearestQuestion(place: place(35.55, -116.83))).stations.first)
    #expect(station.text("id") == "a")
    #expect(station.text("name") == "say \"甲\" \\ 😀")
    #expect(station.texts("aliases") == ["乙", "丙"])
    #expect(station.text("kind") == "satellite" && station.text("hub_id") == "h")
    #expect(station.text("town") == "鼓楼街道" && station.text("address") == "建设路1号")
    #expect(station.number("lat") == 35.5501234 && station.number("lon") == -116.83)
    #expect(station.texts("amenities") == ["microwave", "seating"] && station.texts("broken_amenities") == ["fridge"])
    #expect(station.text("opening_hours") == "Mo-Su 08:00-20:00" && station.text("entry") == "qr")
    #expect(station.text("open") == "open" && station.text("changes_at") == "2026-11-24T20:00:00+08:00")
    #expect(station["staffed"] as? Bool == false)
    #expect(station["capacity"] as? Int == 12 && station.text("phone") == "0537-1")
    #expect(station.text("status") == "active" && station.text("verified_at") == "2026-11-01")
  }

  @Test func coordinatesHave7DecimalsAndDistancesAndBearings1() async throws {
    let district = try await District(Self.full)
    let text = try district.directory.answer(NearestQuestion(place: place(35.55, -116.83))).text
    #expect(text.contains("\"lat\":35.5501234,\"lon\":-116.8300000,"))
    #expect(text.contains(/"distance_m":13\.7,"bearing_deg":0\.0,/))
    #expect(text.contains(/"distance_m":\d+\.\d,"bearing_deg":\d+\.\d,"amenities":\[\]/))
  }

  @Test func aSuspendedStationTellsWhyAndUntilWhen() async throws {
    let district = try await District(Self.full)
    var station = try await district.station("h")
    (station.status, station.statusReason) = (.suspended, "漏水 \"急\"")
    station.statusUntil = try #require(Instant.parse("2026-12-01T08:00:00+08:00")) * 1000
    try await district.store([station])
    var question = NearestQuestion(place: try place(35.55, 116.84))
    question.includesSuspended = true
    let found = try #require(try district.directory.answer(question).stations.first)
    #expect(
      Set(found.keys) == Self.always.union(["distance_m", "bearing_deg", "status_reason", "status_until"]))
    #expect(found.text("status_reason") == "漏水 \"急\"")
    #expect(Instant.parse(found.text("status_until") ?? "") == Instant.parse("2026-12-01T08:00:00+08:00"))
    #expect(found.text("open") == "closed")
  }

  @Test func oneStationIsToldWithItsDetails() async throws {
    let district = try await District(Self.full)
    let answer = try #require(try district.answer("a"))
    let station = try JSONAnswer(answer.encoded(.json)).members
    #expect(
      Set(station.keys)
        == Self.always.union(Self.optional)
        .union(["staffed_hours", "operator", "revision", "updated_at", "navigation"]))
    #expect(station.text("staffed_hours") == "08:00-12:00" && station.text("operator") == "街道办")
    #expect(station["revision"] as? Int == 2)
    #expect(Instant.parse(station.text("updated_at") ?? "") == district.clock.now)
  }

  @Test func everyStationIsThereByItsIDAndNoOther() async throws {
    let district = try await District(try District.yanzhou.get())
    for station in try await district.stations() {
      let answer = try #require(try district.answer(station.id.text))
      let members = try JSONAnswer(answer.encoded(.json)).members
      #expect(members.text("id") == station.id.text && members.text("name") == station.name)
      #expect(members.text("status") == station.status.rawValue, "retired ones, too")
      #expect(members["revision"] as? Int == station.revision)
    }
    for id in ["YZ-0000", "YZ-0140", "YZ-00011", "YZ-000", "yz-0001", "A", "z"] {
      #expect(try district.answer(id) == nil)
    }
  }

  @Test func aListHasStationsAndAReferenceToTheNextPage() async throws {
    let district = try await District(Self.full)
    let answer = try district.directory.list(ListQuestion())
    let last = try JSONAnswer(answer.encoded(.json, next: nil))
    #expect(Set(last.members.keys) == ["stations", "datum", "as_of", "revision"])
    #expect(last.ids == ["a", "h"])
    #expect(last.stations[1].texts("amenities") == [] && last.stations[1]["updated_at"] != nil)
    let next = try JSONAnswer(answer.encoded(.json, next: "/v1/stations?cursor=\"x\""))
    #expect(next.members.text("next") == "/v1/stations?cursor=\"x\"")
  }

  @Test func textsOfAnyKindComeThroughJSON() async throws {
    let texts = [
      "\"", "\\", "\\\"", "/", "\u{8}\u{C}\n\r\t", "\u{1}\u{1F}\u{7F}", "😀👨‍👩‍👧𠮷", "e\u{301}\u{2028}\u{2029}\u{FEFF}",
      "</script>", "\\u0041", "兖州充新苑", "{}[],:", String(repeating: "长\"", count: 100),
    ]
    let district = try await District()
    let stations = try texts.enumerated().map { number, text in
      var station = Station(id: try #require(StationID("s\(number)")), name: text, coordinate: .origin)
      (station.address, station.town, station.phone) = (text, String(text.prefix(100)), String(text.prefix(60)))
      station.aliases = [text, text]
      return station
    }
    try await district.store(stations)
    for station in stations {
      let answer = try #require(try district.answer(station.id.text))
      for format in [AnswerFormat.json, .geoJSON] {
        let answer = try JSONAnswer(answer.encoded(format)).members
        let members = try #require(format == .json ? answer : answer["properties"] as? [String: Any])
        #expect(members.text("name")?.utf8.elementsEqual(station.name.utf8) == true)
        #expect(members.text("address") == station.address && members.text("town") == station.town)
        #expect(members.texts("aliases") == station.aliases && members.text("phone") == station.phone)
      }
    }
  }
}

@Suite("GeoJSON is as RFC 7946 has it")
struct GeoJSONAnswerTests {
  private let csv = "id,name,lat,lon\na,甲,35.5501234,-116.83\nb,乙,35.56,-116.8400001\n"

  private func expectFeature(_ feature: [String: Any], _ id: String, _ longitude: Double, _ latitude: Double) throws {
    #expect(feature.text("type") == "Feature")
    #expect(feature.text("id") == id)
    let geometry = try #require(feature["geometry"] as? [String: Any])
    #expect(Set(geometry.keys) == ["type", "coordinates"])
    #expect(geometry.text("type") == "Point")
    #expect((geometry["coordinates"] as? [NSNumber])?.map(\.doubleValue) == [longitude, latitude])
    let properties = try #require(feature["properties"] as? [String: Any])
    #expect(properties["lat"] == nil && properties["lon"] == nil)
    #expect(feature["crs"] == nil)
  }

  @Test func theNearestAreAFeatureCollection() async throws {
    let district = try await District(csv)
    let place = try #require(Coordinate(latitude: 35.55, longitude: -116.83))
    let answer = try JSONAnswer(try district.directory.nearest(NearestQuestion(place: place)).encoded(.geoJSON))
    #expect(answer.members.text("type") == "FeatureCollection")
    #expect(answer.members["crs"] == nil && answer.members["stations"] == nil)
    #expect(answer.features.count == 2)
    try expectFeature(answer.features[0], "a", -116.83, 35.5501234)
    try expectFeature(answer.features[1], "b", -116.8400001, 35.56)
    #expect(answer.text.contains("\"coordinates\":[-116.8300000,35.5501234]"))
    let properties = try #require(answer.features[0]["properties"] as? [String: Any])
    #expect(properties.text("name") == "甲" && properties.number("distance_m") == 13.7)
    #expect(properties.text("status") == "active" && properties.text("open") == "unknown")
    for (name, value) in [("as_of", "2026-11-24T15:04:05+08:00"), ("datum", "wgs84")] {
      #expect(answer.members.text(name) == value)
    }
  }

  @Test func noneFoundIsAnEmptyCollection() async throws {
    let district = try await District()
    let answer = try JSONAnswer(try district.directory.nearest(NearestQuestion(place: .origin)).encoded(.geoJSON))
    #expect(answer.members.text("type") == "FeatureCollection")
    #expect((answer.members["features"] as? [Any])?.isEmpty == true)
  }

  @Test func oneStationIsAFeatureAndAListACollection() async throws {
    let district = try await District(csv)
    let station = try #require(try district.answer("b"))
    try expectFeature(try JSONAnswer(station.encoded(.geoJSON)).members, "b", -116.8400001, 35.56)
    let list = try JSONAnswer(try district.directory.list(ListQuestion()).encoded(.geoJSON, next: "more"))
    #expect(list.features.count == 2 && list.members.text("next") == "more")
    try expectFeature(list.features[0], "a", -116.83, 35.5501234)
  }
}
