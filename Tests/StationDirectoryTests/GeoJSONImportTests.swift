import Geodesy
import OpeningHours
import RestStations
import StationDirectory
import Testing

extension District {
  @discardableResult
  func take(geoJSON: String, _ options: ImportOptions = ImportOptions()) async throws -> ImportReport {
    try await directory.importStations(geoJSON: Array(geoJSON.utf8), options)
  }
}

/// A collection of features.
private func collection(_ features: String...) -> String {
  "{\"type\":\"FeatureCollection\",\"features\":[" + features.joined(separator: ",\n") + "]}"
}

/// A feature at 35.5, 116.8.
private func feature(_ properties: String) -> String {
  feature("a", properties)
}

private func feature(_ id: String, _ properties: String) -> String {
  """
  {"type":"Feature","id":"\(id)","geometry":{"type":"Point","coordinates":[116.8,35.5]},"properties":\(properties)}
  """
}

@Suite("A GeoJSON file is laid over the directory")
struct GeoJSONImportTests {
  private static let full = """
    {
      "type": "FeatureCollection", "name": "stations", "bbox": [0, 0, 1, 1],
      "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
      "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [116.8, 35.5, 41.0]},
         "properties": {"id": "h", "name": "中心", "kind": "hub"}, "bbox": [0, 0, 1, 1]},
        {"type": "Feature", "id": "a", "geometry": {"coordinates": [116.8123456, -3.55e1], "type": "Point"},
         "properties": {"name": "甲\\u5154\\ud83d\\ude00\\/", "aliases": ["乙", " 丙 丁"], "kind": "satellite",
           "hub_id": "h", "town": "鼓楼街道", "address": "=1, \\"2\\"", "amenities": "seating;water",
           "broken_amenities": ["fridge"], "opening_hours": "Mo-Su 08:00-20:00", "staffed_hours": "24/7", "entry": "qr",
           "operator": "街道办", "capacity": 12.0, "phone": "'+86", "status": "suspended", "verified_at": "2026-11-01",
           "status_reason": "漏水", "status_until": "2026-12-01T08:00:00+08:00"}}
      ], "last": true
    }
    """

  @Test func everyPropertySetsItsField() async throws {
    let district = try await District()
    let report = try await district.take(geoJSON: Self.full)
    #expect(report.created == 2)
    let station = try await district.station("a")
    #expect(station.name == "甲兔😀/")
    #expect(station.aliases == ["乙", "丙 丁"] && station.kind == .satellite && station.hubID?.text == "h")
    #expect(station.town == "鼓楼街道" && station.address == "=1, \"2\"")
    #expect(station.coordinate.latitude == -35.5 && station.coordinate.longitude == 116.8123456)
    #expect(AmenityCatalogue.standard.codes(of: station.amenities).map(\.text) == ["water", "seating"])
    #expect(AmenityCatalogue.standard.codes(of: station.brokenAmenities).map(\.text) == ["fridge"])
    #expect(station.openingHours?.text == "Mo-Su 08:00-20:00" && station.staffedHours?.text == "24/7")
    #expect(station.entry == .qr && station.operatorName == "街道办" && station.capacity == 12)
    #expect(station.phone == "'+86", "there is no formula guard in GeoJSON")
    #expect(station.status == .suspended && station.verifiedAt?.description == "2026-11-01")
    #expect(station.statusReason == "漏水" && station.statusUntil == 1_796_083_200_000)
    #expect(try await district.take(geoJSON: Self.full).unchanged == 2)
    #expect(try await district.take(district.exported()).unchanged == 2, "as in CSV")
  }

  @Test func aMissingPropertyKeepsAndNullClears() async throws {
    let district = try await District(
      "id,name,lat,lon,town,phone,capacity,aliases\na,甲,35.5,116.8,镇,1,5,乙;丙\n")
    #expect(try await district.take(geoJSON: collection(feature("{}"))).unchanged == 1)
    #expect(try await district.take(geoJSON: collection(feature("null"))).unchanged == 1)
    let nulls = #"{"phone":null,"capacity":null,"aliases":[]}"#
    #expect(try await district.take(geoJSON: collection(feature(nulls))).updated == 1)
    let station = try await district.station("a")
    #expect(station.name == "甲" && station.town == "镇")
    #expect(station.phone == nil && station.capacity == nil && station.aliases.isEmpty)
  }

  @Test func chineseNamesAndTextsOfNumbersAreTaken() async throws {
    let district = try await District()
    try await district.take(geoJSON: collection(feature(#"{"名称":"甲","容量":"12","电话":5550101,"ID":"a"}"#)))
    let station = try await district.station("a")
    #expect(station.name == "甲" && station.capacity == 12 && station.phone == "5550101")
  }

  @Test(arguments: [
    #""id":"b","#, "", #""id":null,"#, #""id":17,"#,
  ])
  func theIDMayBeAProperty(own: String) async throws {
    let district = try await District()
    let feature =
      "{\"type\":\"Feature\",\(own)\"geometry\":{\"type\":\"Point\",\"coordinates\":[2,1]},"
      + "\"properties\":{\"id\":\"b\",\"name\":\"x\",\"lat\":1.0,\"lon\":\"2\"}}"
    #expect(try await district.take(geoJSON: collection(feature)).created == 1)
    #expect(try await district.station("b").coordinate.latitude == 1)
  }

  @Test func aNumberMayBeAFeaturesID() async throws {
    let district = try await District()
    let feature =
      #"{"type":"Feature","id":17,"geometry":{"type":"Point","coordinates":[2,1]},"properties":{"name":"x"}}"#
    try await district.take(geoJSON: collection(feature))
    #expect(try await district.station("17").name == "x")
  }

  @Test func whatTheServerAnswersCanBeSentBack() async throws {
    let district = try await District(try District.yanzhou.get())
    var question = ListQuestion()
    (question.limit, question.status) = (1000, .any)
    let list = String(decoding: try district.directory.list(question).encoded(.geoJSON, next: nil), as: UTF8.self)
    #expect(list.contains("\"revision\"") && list.contains("\"open\"") && list.contains("\"changes_at\""))
    #expect(try await district.take(geoJSON: list, ImportOptions(prune: true)).unchanged == 139)
    let place = try #require(Coordinate(latitude: 35.55, longitude: 116.83))
    let nearest = String(
      decoding: try district.directory.nearest(NearestQuestion(place: place)).encoded(.geoJSON, .english),
      as: UTF8.self)
    #expect(try await district.take(geoJSON: nearest).unchanged == 5)
  }

  @Test func anotherDatumIsThatOfTheFilesCoordinates() async throws {
    let csv = try await District()
    try await csv.take("id,name,lat,lon\na,x,35.5,116.8\n", ImportOptions(datum: .gcj02))
    let geoJSON = try await District()
    try await geoJSON.take(geoJSON: collection(feature(#"{"name":"x"}"#)), ImportOptions(datum: .gcj02))
    #expect(try await geoJSON.station("a").coordinate == (try await csv.station("a").coordinate))
    #expect(try await geoJSON.station("a").coordinate.longitude != 116.8)
  }

  @Test func pruningAndDryRunsAreAsWithCSV() async throws {
    let district = try await District("id,name,lat,lon\na,x,35.5,116.8\nb,y,1,2\n")
    let file = collection(feature(#"{"name":"new"}"#))
    let report = try await district.take(geoJSON: file, ImportOptions(dryRun: true, prune: true))
    #expect(report.updated == 1 && report.retired == 1 && report.dryRun)
    #expect(try await district.station("a").name == "x")
    #expect(try await district.take(geoJSON: collection(), ImportOptions(prune: true)).retired == 2)
  }
}

@Suite("A GeoJSON file with faults imports nothing and names every fault by its place")
struct GeoJSONImportFaultTests {
  private func faults(_ file: some Sequence<UInt8>) async throws -> [Fault] {
    let district = try await District("id,name,lat,lon,kind\nold,x,1,2,point\n")
    let error = await #expect(throws: YizhanError.self) {
      try await district.directory.importStations(geoJSON: Array(file), ImportOptions())
    }
    #expect(error?.code == .badData)
    #expect(try await district.stations().count == 1)
    for fault in error?.faults ?? [] {
      #expect(fault.detail.chinese.unicodeScalars.contains { $0.value > 0x2E80 })
    }
    return error?.faults ?? []
  }

  @Test func everyFaultOfEveryFeatureIsNamed() async throws {
    let file = collection(
      feature("a", #"{"name":"x","capacity":true,"colour":"red","a/b~c":1,"lat":36}"#),
      feature("b", #"{"name":"x"}"#),
      feature("c", #"{"name":["x"],"aliases":["y;z"],"kind":7,"容量":0,"entry":{}}"#),
      #"{"type":"Feature","geometry":{"type":"Point","coordinates":[181,-91.5]},"properties":{"name":"x"}}"#,
      #"{"type":"Feature","id":"d","geometry":null,"properties":{"id":"e","hub_id":"h"}}"#,
      "[]", feature("b", "{}"), feature("f", #"{"name":null,"town":"\u0000","hub_id":"old"}"#),
      feature("g", #"{"name":"x","Name":"y"}"#), feature("h", "[]"))
    let expected = [
      ("/features/0/properties/a~1b~0c", "unknown property; known ones are id, name,"),
      ("/features/0/properties/capacity", "must be a text or a number"),
      ("/features/0/properties/colour", "unknown property"),
      ("/features/0/properties/lat", "is not what the geometry says"),
      ("/features/2/properties/aliases", "must be a list of texts without ';'"),
      ("/features/2/properties/entry", "must be a text or a number"),
      ("/features/2/properties/name", "must be a text or a number"),
      ("/features/2/properties/kind", "'7' is none of hub"),
      ("/features/2/properties/容量", "'0' is no whole number"),
      ("/features/3/id", "must not be blank"),
      ("/features/4/geometry", "must be a Point"),
      ("/features/4/properties/id", "is not the feature's id"),
      ("/features/4/properties/name", "must not be blank"),
      ("/features/4/properties/hub_id", "h is a point, not a hub"),
      ("/features/5", "must be an object of the type Feature"),
      ("/features/6/id", "b is in /features/1 already"),
      ("/features/7/properties/name", "must not be blank"),
      ("/features/7/properties/town", "control character"),
      ("/features/7/properties/hub_id", "old is a point, not a hub"),
      ("/features/8/properties/name", "the column is there twice"),
      ("/features/9/properties", "must be an object or null"),
      ("/features/9/properties/Name", "must not be blank"),
    ]
    let faults = try await faults(file.utf8)
    #expect(faults.count == expected.count)
    for (fault, expected) in zip(faults, expected) {
      guard case .pointer(let pointer) = fault.place else {
        Issue.record("\(fault.place)")
        continue
      }
      #expect(pointer.hasPrefix(expected.0) && fault.detail.english.contains(expected.1), "\(fault) \(expected)")
    }
  }

  @Test func coordinatesOutsideOfTheEarthAreNamedInTheGeometry() async throws {
    let file = collection(
      #"{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[181,-91.5]},"properties":{"name":"x"}}"#)
    let faults = try await faults(file.utf8)
    #expect(
      faults.map(\.place) == [
        .pointer("/features/0/geometry/coordinates/1"), .pointer("/features/0/geometry/coordinates/0"),
      ])
    #expect(
      faults.map(\.detail.english) == [
        "'-91.5' is no number of degrees from -90 to 90", "'181' is no number of degrees from -180 to 180",
      ])
  }

  @Test(arguments: [
    #"{"type":"Point","coordinates":["116.8",35.5]}"#, #"{"type":"Point","coordinates":[116.8]}"#,
    #"{"type":"Point"}"#, #"{"type":"LineString","coordinates":[[1,2],[3,4]]}"#, #"{"coordinates":[1,2]}"#, "[1,2]",
    "null",
  ])
  func aGeometryThatIsNoPointIsNamed(geometry: String) async throws {
    let faults = try await faults(
      collection("{\"type\":\"Feature\",\"id\":\"a\",\"geometry\":\(geometry),\"properties\":{\"name\":\"x\"}}").utf8)
    #expect(faults.map(\.place) == [.pointer("/features/0/geometry")])
  }

  @Test(arguments: [
    ("{}", ["/type", "/features"]), (#"{"type":"FeatureCollection"}"#, ["/features"]),
    (#"{"features":[]}"#, ["/type"]), (#"{"type":"Feature","features":[]}"#, ["/type"]),
    (#"{"features":[{"type":"x"}],"type":7}"#, ["/type", "/features/0"]),
  ])
  func whatIsNoCollectionIsNamed(file: String, pointers: [String]) async throws {
    #expect(try await faults(file.utf8).map(\.place) == pointers.map { .pointer($0) })
  }

  @Test(arguments: [
    ("", 1), ("[]", 1), ("\n\n7", 3), ("{\"type\":\n\"x\",}", 2), ("{\"features\":{}}", 1), ("{\"features\":[\n{]}", 2),
    ("{\"features\":[],\n\"features\":[]}", 2), ("{\"features\":[{},\n\n]}", 3), ("{\"features\":[{}\n{}]}", 2),
    ("{\"features\":[]", 1), ("{\"features\":[]}\nx", 2), ("{\"a\":\"\nb\"}", 1),
    ("{\"a\":1,\"b\":{\"c\":1,\"c\":2}}", 1),
    ("{\"features\":[{\"a\":1e999}]}", 1), ("{\"a\":\"\\ud800\"}", 1), ("{\"a\":\"\\x\"}", 1), ("{\"a\":nul}", 1),
    ("{'a':1}", 1), ("{\"a\":01}", 1), ("{\"a\":1.}", 1), ("{\"a\":-}", 1), ("{\"a\":\"\\u12\"}", 1), ("{\"a\"}", 1),
  ])
  func whatIsNoJSONIsToldByItsLine(file: String, line: Int) async throws {
    let faults = try await faults(file.utf8)
    #expect(faults.last?.place == .row(line: line, column: nil))
    #expect(faults.count { if case .row = $0.place { true } else { false } } == 1)
  }

  @Test func bytesThatAreNotUTF8AreRefused() async throws {
    let faults = try await faults(Array("{\"type\":\"".utf8) + [0xB9, 0xC4] + Array("\"}".utf8))
    #expect(faults.map(\.detail.english) == ["is not UTF-8 (byte 12)"])
  }

  @Test(arguments: ["[", "{\"a\":", "[[{\"b\":"])
  func deepNestingIsAFault(opening: String) async throws {
    let deep = String(repeating: opening, count: 200_000)
    for file in ["{\"a\":" + deep, "{\"features\":[" + deep, collection(feature("{\"name\":" + deep + "}"))] {
      let faults = try await faults(file.utf8)
      #expect(faults.first?.detail.english.contains("nested deeper than 64 levels") == true)
    }
  }

  @Test func faultsInFrontOfTheEndOfJSONAreNamedToo() async throws {
    let file = "{\"features\":[\n" + feature("a", "{}") + ",\n" + feature("b", "{\"kind\":\"x\"}") + ",\noops"
    let faults = try await faults(file.utf8)
    #expect(
      faults.map(\.place).dropLast() == [
        .pointer("/features/0/properties/name"), .pointer("/features/1/properties/kind"),
        .pointer("/features/1/properties/name"),
      ])
    #expect(faults.last?.place == .row(line: 4, column: nil))
  }
}
