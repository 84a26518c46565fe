import Foundation
import TestSupport
import Testing

@Suite("Exports are read by GDAL as they are meant")
struct MapProgramTests {
  private static let nasty = #"""
    id,name,aliases,lat,lon,town,address,opening_hours,operator,phone,status,status_reason,status_until
    X-1,"=1+1 <&>""'",@a;+b;-c,-0.0000001,-180,"Town, with comma","a ""quoted"" place","Mo-Fr 08:00-12:00, Sa 10:00-11:00",'quoted,+86 537,suspended,漏水,2127-12-01T08:00:00+08:00
    X-2,''=kept,,90,180,,,,-,'0537,retired,,
    X-3,"驿站；🚲 é ]]> &amp;",别名,0,0,镇,地址,24/7,,,active,,

    """#

  /// A place with Yanzhou's stations, three odd ones, and an export.
  private func place(_ format: String) throws -> Workplace {
    let place = try Workplace.withYanzhou()
    try place.folder.write("nasty.csv", Self.nasty)
    #expect(try place.run("station", "import", "nasty.csv").status == 0)
    let outcome = try place.run("station", "export", "--format", format, "-o", "out.\(format)")
    #expect(outcome.status == 0, "\(outcome.messages)")
    return place
  }

  /// Runs one of GDAL's programs, which `scripts/setup --tests` installs.
  private func gdal(_ arguments: String..., in place: Workplace) throws -> String {
    let result = try Command.run("/usr/bin/env", arguments, folder: place.folder.url)
    try #require(result.status == 0, "\(arguments.joined(separator: " ")): \(result.standardError)")
    return result.standardOutput
  }

  @Test(arguments: [("csv", "out"), ("geojson", "out"), ("gpx", "waypoints")])
  func everyStationIsAPointInItsPlace(format: String, layer: String) throws {
    let place = try place(format)
    let asPoints =
      format == "csv" ? ["-oo", "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat"] : []
    let summary = try Command.run(
      "/usr/bin/env", ["ogrinfo", "-ro", "-so"] + asPoints + ["out.\(format)", layer], folder: place.folder.url)
    #expect(summary.standardOutput.contains("\nFeature Count: 142\n"), "\(summary.standardError)")
    #expect(summary.standardOutput.contains("\nGeometry: Point\n"))

    let converted = try Command.run(
      "/usr/bin/env",
      ["ogr2ogr", "-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=9", "/vsistdout/", "out.\(format)", layer] + asPoints,
      folder: place.folder.url)
    let features = try JSONValue(converted.standardOutput)["features"].array
    let stations = try place.run("station", "list", "--status", "any", "--format", "json").json().array
    try #require(features.count == 142 && stations.count == 142)
    for (feature, station) in zip(features, stations) {
      let position = feature["geometry"]["coordinates"].array.map(\.number)
      // GPX has no 180th meridian but the western one.
      let longitude = format == "gpx" && station["lon"].number == 180 ? -180 : station["lon"].number
      #expect(position == [longitude, station["lat"].number], "\(station["id"])")
      let name = feature["properties"]["name"].string
      #expect(name == station["name"].string || format == "csv" && name == station["name"].string.map { "'" + $0 })
    }
  }

  @Test func gpxTellsACourierWhatToExpect() throws {
    let place = try place("gpx")
    let text = try gdal("ogr2ogr", "-f", "GeoJSON", "/vsistdout/", "out.gpx", "waypoints", in: place)
    let features = try JSONValue(text)["features"].array.map { $0["properties"] }
    #expect(
      features[0]["desc"].string
        == "suspended: 漏水 · a \"quoted\" place · open Mo-Fr 08:00-12:00, Sa 10:00-11:00")
    #expect(features[1]["desc"].string == "retired")
    #expect(features[3]["type"].string == "hub")
    #expect(features[3]["desc"].string?.contains(" · open 08:00-22:00 · drinking water, microwave, first-aid") == true)
    #expect(try place.run("station", "export", "--format", "gpx", "--lang", "zh").output.contains("饮用水、微波炉"))
  }

  @Test func whatGDALMakesOfAGeoJSONExportIsImportedUnchanged() throws {
    let place = try place("geojson")
    _ = try gdal("ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=YES", "copy.geojson", "out.geojson", in: place)
    #expect(try place.run("station", "import", "copy.geojson").messages == "0 created, 0 updated, 142 unchanged\n")
  }

  @Test func aGeoJSONExportGoesRoundUnchanged() throws {
    let place = try place("geojson")
    #expect(
      try place.run("station", "import", "out.geojson", "--prune").messages
        == "0 created, 0 updated, 142 unchanged, 0 retired\n")
    let other = ["--db", "other.sqlite"]
    #expect(
      try place.start(["station", "import", "out.geojson"] + other).outcome().messages
        == "142 created, 0 updated, 0 unchanged\n")
    let printed = try place.start(["station", "export", "--format", "geojson"] + other).outcome().output
    #expect(try printed == place.text(of: "out.geojson"))
    #expect(
      try place.start(["station", "export"] + other).outcome().output == place.run("station", "export").output)
  }

  @Test func anExportOfNoStationsIsAWholeFile() throws {
    let place = try Workplace()
    try place.folder.write("none.csv", "id,name,lat,lon\n")
    #expect(try place.run("station", "import", "none.csv").status == 0)
    for format in ["geojson", "gpx"] {
      #expect(try place.run("station", "export", "--format", format, "-o", "out.\(format)").status == 0)
      let layer = format == "gpx" ? "waypoints" : "out"
      #expect(try gdal("ogrinfo", "-ro", "-so", "out.\(format)", layer, in: place).contains("Feature Count: 0"))
    }
  }

  @Test func anExportLongerThanAPageIsWhole() throws {
    let place = try Workplace()
    let rows = (1...2500).map { "S\(10_000 + $0),Name \($0),\(Double($0) / 100),0\n" }.joined()
    try place.folder.write("many.csv", "id,name,lat,lon\n" + rows)
    #expect(try place.run("station", "import", "many.csv").status == 0)
    for format in ["geojson", "gpx"] {
      #expect(try place.run("station", "export", "--format", format, "-o", "out.\(format)").status == 0)
      let layer = format == "gpx" ? "waypoints" : "out"
      #expect(try gdal("ogrinfo", "-ro", "-so", "out.\(format)", layer, in: place).contains("Feature Count: 2500"))
    }
  }
}
