import TestSupport
import Testing

@Suite("station import: all rows or none")
struct ImportCommandTests {
  @Test func theDistrictsFileIsLoadedWhole() throws {
    let place = try Workplace()
    let outcome = try place.run("station", "import", Workplace.yanzhou)
    #expect(outcome.status == 0)
    #expect(outcome.messages == "139 created, 0 updated, 0 unchanged\n")
    #expect(outcome.output == "")
    #expect(try place.run("station", "list", "--status", "any", "--format", "json").json().array.count == 139)
  }

  @Test func theSameFileAgainChangesNothing() throws {
    let place = try Workplace.withYanzhou()
    let before = try place.run("station", "list", "--status", "any", "--format", "json").output
    let outcome = try place.run("station", "import", Workplace.yanzhou)
    #expect(outcome.status == 0)
    #expect(outcome.messages == "0 created, 0 updated, 139 unchanged\n")
    // Revisions and times of change too.
    #expect(try place.run("station", "list", "--status", "any", "--format", "json").output == before)
  }

  @Test func badRowsAreAllNamedAndNothingIsStored() throws {
    let place = try Workplace.withYanzhou()
    let before = try place.run("station", "list", "--status", "any", "--format", "json").output
    try place.folder.write(
      "bad.csv",
      """
      id,name,lat,lon,amenities
      NEW-1,Good,35.5,116.8,water
      NEW-2,Too far north,90.5,116.8,water
      NEW-3,"A name
      NEW-4,Another",35.5,116.8,coffee
      NEW-5,,35.5,116.8,
      YZ-0001,Renamed,35.5,116.8,water

      """)
    let outcome = try place.run("station", "import", "bad.csv")
    #expect(outcome.status == 65)
    #expect(outcome.output == "")
    let lines = outcome.messages.split(separator: "\n").map(String.init)
    #expect(lines.first?.contains("nothing was imported") == true)
    #expect(lines.count { $0.contains("line 3, lat:") && $0.contains("90.5") } == 1)
    #expect(lines.count { $0.contains("line 4, name:") } == 1)
    #expect(lines.count { $0.contains("line 4, amenities:") && $0.contains("coffee") } == 1)
    #expect(lines.count { $0.contains("line 6, name:") } == 1)
    #expect(lines.count == 5)
    #expect(try place.run("station", "list", "--status", "any", "--format", "json").output == before)
  }

  @Test func threeBadRowsOfANewDistrictLeaveItEmpty() throws {
    let place = try Workplace()
    try place.folder.write(
      "bad.csv", "id,name,lat,lon\nA,One,91,0\nB,Two,0,x\nC,Three,0,0\n?,Four,0,0\n")
    let outcome = try place.run("station", "import", "bad.csv")
    #expect(outcome.status == 65)
    for start in ["line 2, lat:", "line 3, lon:", "line 5, id:"] { #expect(outcome.messages.contains(start)) }
    let list = try place.run("station", "list", "--status", "any", "--format", "json")
    #expect(try list.json() == .array([]))
  }

  @Test func badRowsAreNamedInChinese() throws {
    let place = try Workplace()
    try place.folder.write("bad.csv", "id,name,lat,lon\nA,一,91,0\nB,二,0,181\n")
    let outcome = try place.run("station", "import", "bad.csv", "--lang", "zh")
    #expect(outcome.status == 65)
    for start in ["第 2 行 lat：", "第 3 行 lon："] { #expect(outcome.messages.contains(start)) }
  }

  @Test(arguments: [
    ("", "empty"), ("id,name,lat\nA,One,1\n", "lon"), ("id,name,lat,lon,colour\nA,One,1,2,red\n", "colour"),
    ("id,name,lat,lon,lat\nA,One,1,2,1\n", "twice"), ("id,name,lat,lon\nA,\"One,1,2\n", "line 2"),
  ])
  func aFileThatIsNoStationFileIsBadData(file: String, named: String) throws {
    let place = try Workplace()
    try place.folder.write("bad.csv", file)
    let outcome = try place.run("station", "import", "bad.csv")
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains(named))
    #expect(outcome.output == "")
  }

  @Test(arguments: ["stations.geojson", "stations.txt", "-"])
  func geoJSONIsKnownByItsNameOrContent(file: String) throws {
    let place = try Workplace()
    let geoJSON = #"""

        {"type":"FeatureCollection","features":[
        {"type":"Feature","id":"A","geometry":{"type":"Point","coordinates":[2,1]},"properties":{"name":"驿站"}}]}
      """#
    if file != "-" { try place.folder.write(file, geoJSON) }
    let outcome = try place.run("station", "import", file, input: geoJSON)
    #expect(outcome.messages == "1 created, 0 updated, 0 unchanged\n")
    #expect(try place.run("station", "show", "A", "--format", "json").json()["name"].string == "驿站")
  }

  @Test func faultsOfAGeoJSONFileAreNamedByTheirPlace() throws {
    let place = try Workplace()
    try place.folder.write(
      "bad.json", #"{"type":"FeatureCollection","features":[{"type":"Feature","id":"A","properties":{"name":"x"}}]}"#)
    let outcome = try place.run("station", "import", "bad.json")
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("  /features/0/geometry: must be a Point with [longitude, latitude]\n"))
    try place.folder.write("empty.geojson", "")
    #expect(try place.run("station", "import", "empty.geojson").messages.contains("  line 1: a GeoJSON Feature"))
  }

  @Test func aProbableDuplicateIsAWarningAndStrictlyAnError() throws {
    let place = try Workplace()
    try place.folder.write("twins.csv", "id,name,lat,lon\nA,充新苑,1,2\nB,充新苑,1,2.0001\nC,Other,1,2\n")
    let refused = try place.run("station", "import", "twins.csv", "--strict")
    #expect(refused.status == 65)
    #expect(refused.messages.contains("nothing was imported: 2 faults"))
    #expect(refused.messages.contains("  line 3, name: is probably A again"))
    let outcome = try place.run("station", "import", "twins.csv", "--lang", "zh")
    #expect(outcome.status == 0 && outcome.output == "")
    #expect(
      outcome.messages == """
        警告：2 处
          第 2 行 name：可能与 B（充新苑）重复：名称相近，相距 11.1 米
          第 3 行 name：可能与 A（充新苑）重复：名称相近，相距 11.1 米
        新增 3，更新 0，未变 0

        """)
    #expect(try place.run("station", "import", "twins.csv").messages == "0 created, 0 updated, 3 unchanged\n")
  }

  @Test func manyWarningsAreCountedAndFiftyShown() throws {
    let place = try Workplace()
    let rows = (0..<60).map { "S\($0),Twin,\(Double($0 / 2)),0\n" }.joined()
    try place.folder.write("twins.csv", "id,name,lat,lon\n" + rows)
    let messages = try place.run("station", "import", "twins.csv").messages
    #expect(messages.hasPrefix("warnings: 60\n  line 2, name: is probably S1 again"))
    #expect(messages.hasSuffix("  … and 10 more\n60 created, 0 updated, 0 unchanged\n"))
  }

  @Test func aMissingFileIsBadDataAndNamed() throws {
    let place = try Workplace()
    let outcome = try place.run("station", "import", "nowhere.csv")
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("nowhere.csv"))
    #expect(!place.exists(Workplace.database))
  }

  @Test func aDryRunSaysWhatWouldBeDoneAndStoresNothing() throws {
    let place = try Workplace()
    try place.folder.write("first.csv", "id,name,lat,lon\nA,One,1,2\n")
    #expect(try place.run("station", "import", "first.csv").status == 0)
    let outcome = try place.run("station", "import", "--dry-run", Workplace.yanzhou)
    #expect(outcome.status == 0)
    #expect(outcome.messages.contains("139 created"))
    #expect(outcome.messages.contains("nothing stored"))
    #expect(try place.run("station", "list", "--format", "json").json().array.count == 1)
  }

  @Test func aDryRunOfABadFileNamesItsRows() throws {
    let place = try Workplace.withYanzhou()
    try place.folder.write("bad.csv", "id,name,lat,lon\nA,One,91,0\n")
    let outcome = try place.run("station", "import", "--dry-run", "bad.csv")
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("line 2, lat:"))
  }

  @Test func aMissingColumnKeepsAndABlankCellClears() throws {
    let place = try Workplace()
    try place.folder.write("one.csv", "id,name,lat,lon,town,phone\nA,One,1,2,Town,123\n")
    try place.folder.write("two.csv", "id,name,lat,lon,phone\nA,Two,1,2,\n")
    #expect(try place.run("station", "import", "one.csv").status == 0)
    #expect(try place.run("station", "import", "two.csv").messages == "0 created, 1 updated, 0 unchanged\n")
    let station = try place.run("station", "show", "A", "--format", "json").json()
    #expect(station["name"].string == "Two")
    #expect(station["town"].string == "Town")
    #expect(station["phone"] == .null)
  }

  @Test func pruneRetiresWhatTheFileDoesNotName() throws {
    let place = try Workplace()
    try place.folder.write("two.csv", "id,name,lat,lon\nA,One,1,2\nB,Two,1,2\n")
    try place.folder.write("one.csv", "id,name,lat,lon\nB,Two,1,2\n")
    #expect(try place.run("station", "import", "two.csv").status == 0)
    #expect(
      try place.run("station", "import", "one.csv", "--prune").messages
        == "0 created, 0 updated, 1 unchanged, 1 retired\n")
    #expect(try place.run("nearest", "1", "2", "--format", "json").json().array.map { $0["id"].string } == ["B"])
    let retired = try place.run("station", "list", "--status", "retired", "--format", "json").json()
    #expect(retired.array.map { $0["id"].string } == ["A"])
    // It is kept for the statistics, and can be asked for.
    #expect(try place.run("station", "show", "A", "--format", "json").json()["status"].string == "retired")
  }

  @Test func chineseColumnNamesAndStandardInputAreTaken() throws {
    let place = try Workplace()
    let csv = "\u{FEFF}编号,名称,纬度,经度,镇街,设施\r\nA,驿站,35.5,116.8,鼓楼街道,water;microwave\r\n"
    let outcome = try place.run("station", "import", "-", input: csv)
    #expect(outcome.status == 0, "\(outcome.messages)")
    let station = try place.run("station", "show", "A", "--format", "json").json()
    #expect(station["name"].string == "驿站")
    #expect(station["town"].string == "鼓楼街道")
    #expect(station["amenities"].strings == ["water", "microwave"])
  }
}
