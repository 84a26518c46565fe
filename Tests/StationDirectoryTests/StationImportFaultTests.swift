import RestStations
import SQLiteStorage
import StationDirectory
import Testing

@Suite("A file with faults imports nothing and names every fault by line, column and reason")
struct StationImportFaultTests {
  struct Expected: Equatable, Sendable {
    let line: Int
    let column: String?
    /// Part of the English reason.
    let reason: String

    init(_ line: Int, _ column: String?, _ reason: String) {
      (self.line, self.column, self.reason) = (line, column, reason)
    }
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let file: String
    let faults: [Expected]

    init(_ name: String, _ file: String, _ faults: Expected...) {
      testDescription = name
      self.file = file
      self.faults = faults
    }
  }

  private func expect(_ bytes: some Sequence<UInt8>, _ expected: [Expected], _ comment: Comment? = nil) async throws {
    let district = try await District("id,name,lat,lon,kind\nold,x,1,2,point\n")
    let before = try await district.stations()
    let error = try #require(await district.refusal(bytes))
    #expect(error.code == .badData, comment)
    let places = error.faults.map(\.place)
    #expect(places == expected.map { .row(line: $0.line, column: $0.column) }, comment)
    for (fault, expected) in zip(error.faults, expected) {
      #expect(fault.detail.english.contains(expected.reason), comment)
      #expect(fault.detail.chinese.unicodeScalars.contains { $0.value > 0x2E80 }, comment)
    }
    let count = error.faults.count
    #expect(error.detail.english == "nothing was imported: \(count) fault\(count == 1 ? "" : "s") in the file")
    #expect(try await district.stations() == before, comment)
    #expect(try await district.storage.summary().revision == 1, comment)
  }

  @Test(arguments: cells + hubs + shapes + headers)
  func theFaultIsNamed(fault: Case) async throws {
    try await expect(fault.file.utf8, fault.faults)
  }

  @Test func ofThreeBadRowsAmongGoodOnesAllThreeAreNamed() async throws {
    let file = """
      id,name,lat,lon,opening_hours
      a,甲,35.5,116.8,24/7
      b,乙,91,116.8,24/7
      c,丙,35.5,116.8,24/7
      ,丁,35.5,116.8,24/7
      e,戊,35.5,116.8,Mo-Fr
      f,己,35.5,116.8,weekdays

      """
    try await expect(
      file.utf8,
      [
        Expected(3, "lat", "'91'"), Expected(5, "id", "must not be blank"),
        Expected(7, "opening_hours", "at character 1"),
      ])
  }

  @Test func everyFaultOfARowIsNamed() async throws {
    let file = "id,name,lat,lon,kind,capacity\na,,91,east,depot,0\n"
    let district = try await District()
    let error = try #require(await district.refusal(file.utf8))
    let columns = ["name", "lat", "lon", "kind", "capacity"]
    #expect(Set(error.faults.map(\.place)) == Set(columns.map { .row(line: 2, column: $0) }))
    #expect(error.faults.count == 5)
  }

  @Test func faultsComeInTheOrderOfTheirLines() async throws {
    let rows = (2...60).map { line in
      line % 3 == 0 ? "s\(line),x,1,2,nowhere" : line % 3 == 1 ? "s\(line),x,1,abc," : "\"s\(line)\"x,x,1,2,"
    }
    let district = try await District()
    let error = try #require(
      await district.refusal(("id,name,lat,lon,hub_id\n" + rows.joined(separator: "\n")).utf8))
    let lines = error.faults.map { if case .row(let line, _) = $0.place { line } else { 0 } }
    #expect(lines == Array(2...60))
  }

  @Test func linesAreCountedThroughBlankLinesAndLineEndsInCells() async throws {
    let file = "id,name,lat,lon\n\na,\"one\ntwo\",1,2\n\r\nb,x,abc,2\n"
    try await expect(file.utf8, [Expected(3, "name", "control character or a line end"), Expected(6, "lat", "'abc'")])
  }

  @Test func bytesThatAreInNoEncodingAreNamedByTheirLine() async throws {
    let gb18030: [UInt8] = [0xB9, 0xC4, 0xC2]  // 鼓 and half of 楼
    let bytes = Array("id,name,lat,lon\na,x,1,2\nb,".utf8) + gb18030 + Array(",1,2\nc,x,1,abc\n".utf8)
    try await expect(bytes, [Expected(3, nil, "is neither UTF-8 nor GB18030"), Expected(4, "lon", "'abc'")])
    try await expect(
      [0xB1, 0xE0, 0xBA, 0x2C] + Array("name\n".utf8), [Expected(1, nil, "is neither UTF-8 nor GB18030")])
  }

  @Test func aDryRunNamesFaultsToo() async throws {
    let district = try await District()
    await #expect(throws: YizhanError.self) {
      try await district.take("id,name,lat,lon\na,x,91,2\n", ImportOptions(dryRun: true))
    }
  }

  @Test func aStationIsNotBlamedForTheKindThatItsHubsRowGotWrong() async throws {
    let file = "id,name,lat,lon,kind,hub_id\nh,x,1,2,hubb,\ns,x,1,2,satellite,h\n"
    try await expect(file.utf8, [Expected(2, "kind", "'hubb' is none of")])
  }

  @Test func aHubWithSatellitesOutsideTheFileCannotBecomeSomethingElse() async throws {
    let district = try await District("id,name,lat,lon,kind,hub_id\nh,x,1,2,hub,\ns,x,1,2,satellite,h\n")
    let error = try #require(await district.refusal("id,name,lat,lon,kind\nh,x,1,2,point\n".utf8))
    #expect(error.faults.count == 1)
    #expect(try await district.station("h").kind == .hub)
  }

  // MARK: - Cases

  private static func cell(_ column: String, _ value: String, _ reason: String) -> Case {
    let columns = ["id", "name", "lat", "lon"].contains(column) ? "id,name,lat,lon" : "id,name,lat,lon,\(column)"
    let row = columns.split(separator: ",").map { name in
      name == column ? value : ["id": "a", "name": "x", "lat": "1", "lon": "2"][String(name)] ?? ""
    }
    return Case(
      "\(column) '\(value.prefix(40))'", "\(columns)\n\(row.joined(separator: ","))\n", Expected(2, column, reason))
  }

  private static let cells = [
    cell("id", "", "must not be blank"), cell("id", "a b", "'a b' must be 1 to 64 letters"),
    cell("id", "站1", "must be 1 to 64 letters"), cell("id", "nearest", "and not nearest"),
    cell("id", String(repeating: "a", count: 65), "must be 1 to 64 letters"),
    cell("name", "", "must not be blank"), cell("name", " \u{3000} ", "must not be blank"),
    cell("name", String(repeating: "苑", count: 201), "is longer than 200 characters"),
    cell("name", "a\u{1}b", "control character"), cell("name", "a\u{7F}b", "control character"),
    cell("name", "\"a\nb\"", "line end"),
    cell("lat", "91", "'91' is no number of degrees from -90 to 90"), cell("lat", "-90.0000001", "from -90 to 90"),
    cell("lat", "abc", "'abc' is no number of degrees"), cell("lat", "", "must not be blank"),
    cell("lat", "nan", "no number"), cell("lat", "0x10", "no number"), cell("lat", "1e400", "no number"),
    cell("lat", "35°33'", "no number"), cell("lat", "１", "no number"),
    cell("lon", "", "must not be blank"), cell("lon", "180.0000001", "from -180 to 180"),
    cell("lon", "inf", "no number"),
    cell("aliases", String(repeating: "a", count: 101), "is longer than 100 characters"),
    cell("aliases", String(repeating: "a;", count: 51), "lists more than 50"),
    cell("kind", "depot", "'depot' is none of hub, satellite, point, mobile"),
    cell("town", String(repeating: "镇", count: 101), "is longer than 100 characters"),
    cell("address", String(repeating: "路", count: 301), "is longer than 300 characters"),
    cell("amenities", "water;sauna", "'sauna' is no known amenity"), cell("amenities", "饮用水", "is no known amenity"),
    cell("broken_amenities", "Water!", "is no known amenity"),
    cell("opening_hours", "Mo-Fr 25:00-26:00", "at character 7: expected a time from 00:00 to 23:59"),
    cell("opening_hours", "sometimes", "at character 1"), cell("staffed_hours", "08:00", "at character 6"),
    cell("opening_hours", String(repeating: "24/7;", count: 250), "is longer than 1000 characters"),
    cell("entry", "window", "'window' is none of open, staff, qr, code, key"),
    cell("operator", String(repeating: "a", count: 201), "is longer than 200 characters"),
    cell("capacity", "0", "'0' is no whole number from 1 to 100000"), cell("capacity", "100001", "no whole number"),
    cell("capacity", "12.5", "no whole number"), cell("capacity", "-3", "no whole number"),
    cell("capacity", "viele", "no whole number"), cell("capacity", "99999999999999999999", "no whole number"),
    cell("phone", String(repeating: "1", count: 61), "is longer than 60 characters"),
    cell("status", "closed", "'closed' is none of active, suspended, retired"),
    cell("verified_at", "2026-02-30", "'2026-02-30' is no date such as 2026-11-24"),
    cell("verified_at", "24.11.2026", "is no date"), cell("verified_at", "2026-1-2", "is no date"),
    cell("status_reason", String(repeating: "因", count: 301), "is longer than 300 characters"),
    cell("status_reason", "closed", "belongs to suspended or retired stations alone"),
    cell("status_until", "2026-12-01T08:00:00Z", "belongs to suspended stations alone"),
    cell("status_until", "2026-12-01", "'2026-12-01' is no instant such as 2026-11-24T08:00:00+08:00"),
    cell("status_until", "2026-12-01T08:00:00", "is no instant"),
    cell("status_until", "0001-01-01T00:00:00+08:00", "is no instant"),
    Case(
      "an until of a retired station",
      "status_until,id,name,lat,lon,status_reason,status\n2026-12-01T08:00:00Z,a,x,1,2,gone,retired\n",
      Expected(2, "status_until", "belongs to suspended stations alone")),
    Case(
      "a reason beside a status that is wrong", "id,name,lat,lon,status,status_reason\na,x,1,2,shut,leak\n",
      Expected(2, "status", "'shut' is none of")),
    Case(
      "a text that is too long for one column and not for another before it",
      "id,name,lat,lon,operator,town\na,x,1,2,\(String(repeating: "处", count: 150)),\n"
        + "b,x,1,2,,\(String(repeating: "处", count: 150))\n",
      Expected(3, "town", "is longer than 100 characters")),
    Case(
      "an amenity in both lists", "id,name,lat,lon,amenities,broken_amenities\na,x,1,2,water;wifi,fridge;wifi\n",
      Expected(2, "broken_amenities", "both available and broken")),
    Case(
      "an id that is there already", "id,name,lat,lon\na,x,1,2\nb,x,1,2\na,y,3,4\na,z,5,6\n",
      Expected(4, "id", "a is in line 2 already"), Expected(5, "id", "a is in line 2 already")),
  ]

  private static let hubs = [
    Case(
      "a hub that is not there", "id,name,lat,lon,hub_id\na,x,1,2,h\n", Expected(2, "hub_id", "there is no station h")),
    Case(
      "a hub of the file that is no hub", "id,name,lat,lon,kind,hub_id\np,x,1,2,point,\na,x,1,2,satellite,p\n",
      Expected(3, "hub_id", "p is a point, not a hub")),
    Case(
      "a hub of the directory that is no hub", "id,name,lat,lon,kind,hub_id\na,x,1,2,satellite,old\n",
      Expected(2, "hub_id", "old is a point, not a hub")),
    Case(
      "a station that is its own hub", "id,name,lat,lon,kind,hub_id\na,x,1,2,hub,a\n",
      Expected(2, "hub_id", "cannot be its own hub")),
    Case(
      "a hub whose id is malformed", "id,name,lat,lon,hub_id\na,x,1,2,h h\n",
      Expected(2, "hub_id", "'h h' must be 1 to 64 letters")),
  ]

  private static let shapes = [
    Case(
      "rows that are too short or too long", "id,name,lat,lon\na,x,1\nb,x,1,2,3\nc,x,1,2,,\nd\n",
      Expected(2, nil, "has 3 fields where the header has 4"), Expected(3, nil, "has 5 fields where the header has 4"),
      Expected(5, nil, "has 1 fields where the header has 4")),
    Case(
      "text after a closing quote", "id,name,lat,lon\na,\"x\"y,1,2\nb,x,91,2\n",
      Expected(2, nil, "text follows a closing quote"), Expected(3, "lat", "'91'")),
    Case(
      "a quote that is not closed", "id,name,lat,lon\na,x,91,2\nb,\"x,1,2\nc,x,1,2\n", Expected(2, "lat", "'91'"),
      Expected(3, nil, "a quoted field is not closed")),
  ]

  private static let headers = [
    Case("an empty file", "", Expected(1, nil, "the file is empty")),
    Case("a file of blank lines", "\u{FEFF}\r\n\n", Expected(1, nil, "the file is empty")),
    Case(
      "an unknown column", "id,name,lat,lon,colour\na,x,1,2,red\n",
      Expected(1, "colour", "unknown column; known ones are id,")),
    Case("a missing required column", "id,name,lat\na,x,1\n", Expected(1, "lon", "the column is missing")),
    Case(
      "no header", "a,x,1,2\n", Expected(1, "a", "unknown column"), Expected(1, "x", "unknown column"),
      Expected(1, "1", "unknown column"), Expected(1, "2", "unknown column"), Expected(1, "id", "is missing"),
      Expected(1, "name", "is missing"), Expected(1, "lat", "is missing"), Expected(1, "lon", "is missing")),
    Case(
      "a column twice", "id,name,lat,lon,name\na,x,1,2,y\n", Expected(1, "name", "the column is there twice")),
    Case(
      "a column in both languages", "id,name,lat,lon,名称\na,x,1,2,y\n", Expected(1, "名称", "the column is there twice")),
    Case(
      "a header on a later line", "\n\nid,name,lat\n", Expected(3, "lon", "the column is missing")),
    Case("a header whose quote is not closed", "id,\"name\n", Expected(1, nil, "a quoted field is not closed")),
  ]
}
