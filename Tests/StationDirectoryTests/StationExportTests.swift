import Geodesy
import RestStations
import SampleData
import StationDirectory
import Testing

@Suite("An export goes round: importing it changes nothing")
struct StationExportTests {
  @Test func theFixtureGoesRoundUnchanged() async throws {
    let district = try await District(try District.yanzhou.get())
    let file = try await district.exported()
    #expect(file == (try District.yanzhou.get()), "the fixture is as an export writes it")
    let report = try await district.take(file, ImportOptions(prune: true))
    #expect(report.unchanged == 139 && report.revision == 139)
  }

  @Test func nastyValuesGoRoundUnchanged() async throws {
    var generator = SeededGenerator(seed: testSeed)
    let stations = try (0..<2000).map { try Self.station($0, &generator) }
    let district = try await District()
    try await district.store(stations)
    let file = try await district.exported()
    let report = try await district.take(file, ImportOptions(prune: true))
    #expect(report.unchanged == 2000, "seed \(testSeed)")
    #expect(report.updated == 0 && report.created == 0 && report.retired == 0)

    // Into an empty directory they come as they were.
    let other = try await District(file)
    #expect(try await other.exported() == file)
    let pairs = zip(try await other.stations(), try await district.stations())
    let different = pairs.filter { copy, station in !copy.hasSameContent(as: station) }
    #expect(different.isEmpty, "seed \(testSeed): \(different.prefix(2))")
  }

  @Test func nastyValuesGoRoundInGeoJSON() async throws {
    var generator = SeededGenerator(seed: testSeed + 1)
    let stations = try (0..<2000).map { try Self.station($0, &generator) }
    let district = try await District()
    try await district.store(stations)
    var writer = StationGeoJSON.Writer(.standard)
    for station in try await district.stations() { writer.append(station) }
    writer.end()
    let file = writer.take()
    #expect(writer.take().isEmpty)
    let text = try #require(String(validating: file, as: UTF8.self))
    #expect(try JSONAnswer(file).features.count == 2000, "Foundation reads it, too")
    let report = try await district.take(geoJSON: text, ImportOptions(prune: true))
    #expect(report.unchanged == 2000 && report.retired == 0, "seed \(testSeed)")

    let other = try await District()
    try await other.take(geoJSON: text)
    let pairs = zip(try await other.stations(), try await district.stations())
    let different = pairs.filter { copy, station in !copy.hasSameContent(as: station) }
    #expect(different.isEmpty, "seed \(testSeed): \(different.prefix(2))")
  }

  @Test func aGeoJSONExportNamesEveryColumnAndNullsWhatIsNotThere() async throws {
    let district = try await District("id,name,lat,lon,aliases\na,x,1,-180,y;z\n")
    var writer = StationGeoJSON.Writer(.standard)
    writer.append(try await district.station("a"))
    writer.end()
    #expect(
      String(decoding: writer.take(), as: UTF8.self) == """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[-180.0000000,1.0000000]},"properties":{\
        "id":"a","name":"x","aliases":["y","z"],"kind":"point","hub_id":null,"town":null,"address":null,"amenities":[],\
        "broken_amenities":[],"opening_hours":null,"staffed_hours":null,"entry":null,"operator":null,"capacity":null,\
        "phone":null,"status":"active","verified_at":null,"status_reason":null,"status_until":null}}
        ]}

        """)
  }

  @Test func aGeoJSONExportLaidOverAChangedDirectoryBringsItBack() async throws {
    let district = try await District("id,name,lat,lon\na,x,1,2\n")
    let before = try await district.station("a")
    var writer = StationGeoJSON.Writer(.standard)
    writer.append(before)
    writer.end()
    let file = String(decoding: writer.take(), as: UTF8.self)
    try await district.take("id,name,lat,lon,town,aliases,capacity\na,x,1,2,镇,y,3\n")
    #expect(try await district.take(geoJSON: file).updated == 1)
    #expect(try await district.station("a").hasSameContent(as: before))
  }

  @Test func noTextOfAnExportBeginsAFormulaAndNumbersAreNotGuarded() async throws {
    let district = try await District(
      "id,name,lat,lon,aliases,phone,capacity\na,'=1+1,-35.5,-116.8,'-x;=y,+86 537,12\nb,@home,1,2,,,\n")
    #expect(
      try await district.exported() == """
        id,name,aliases,kind,hub_id,town,address,lat,lon,amenities,broken_amenities,opening_hours,staffed_hours,entry,\
        operator,capacity,phone,status,verified_at,status_reason,status_until
        a,'=1+1,'-x;=y,point,,,,-35.5000000,-116.8000000,,,,,,,12,'+86 537,active,,,
        b,'@home,,point,,,,1.0000000,2.0000000,,,,,,,,,active,,,

        """)
  }

  @Test func takingHandsOverWhatWasWrittenSince() {
    var writer = StationCSV.Writer(.standard)
    #expect(String(decoding: writer.take(), as: UTF8.self).hasPrefix("id,name,aliases,kind,"))
    #expect(writer.take().isEmpty)
  }

  /// A station of values that files trip over, all within the rules of the import.
  private static func station(_ number: Int, _ generator: inout SeededGenerator) throws -> Station {
    func text(_ limit: Int) -> String? {
      guard !generator.chance(0.2) else { return nil }
      let words = (0...Int.random(in: 0..<6, using: &generator)).compactMap { _ in
        pieces.randomElement(using: &generator)
      }
      let text = String(words.joined().unicodeScalars.prefix(limit))
      return text.allSatisfy(\.isWhitespace) || text.first == " " || text.last == " " ? "x\(text)x" : text
    }
    let place = generator.coordinate().rounded
    var station = Station(
      id: try #require(StationID("s\(number % 2 == 0 ? "." : ":")\(number)")), name: text(200) ?? "=", coordinate: place
    )
    station.aliases = (0..<Int.random(in: 0...3, using: &generator)).compactMap { _ in
      text(100)?.replacing(";", with: "")
    }
    .filter { !$0.allSatisfy(\.isWhitespace) && $0.first != " " && $0.last != " " }
    station.kind = StationKind.allCases.randomElement(using: &generator) ?? .point
    (station.town, station.address, station.operatorName, station.phone) = (text(100), text(300), text(200), text(60))
    let bits = UInt128(generator.next() & generator.next()) & (1 << 34 - 1)
    station.amenities = AmenitySet(bits: bits)
    station.brokenAmenities = AmenitySet(bits: UInt128(generator.next() & generator.next()) & (1 << 34 - 1) & ~bits)
    station.entry = generator.chance(0.5) ? StationEntry.allCases.randomElement(using: &generator) : nil
    station.capacity = generator.chance(0.5) ? Int.random(in: 1...100_000, using: &generator) : nil
    station.status = StationStatus.allCases.randomElement(using: &generator) ?? .active
    if station.status != .active { station.statusReason = text(300) }
    if station.status == .suspended, generator.chance(0.5) {
      station.statusUntil = Int64.random(in: -62_135_596_800...253_402_300_799, using: &generator) * 1000
    }
    return station
  }

  private static let pieces = [
    "a", "兖州", "😀", "\"", "\"\"", ",", ";", "'", "=", "+", "-", "@", "=1+1", "'=", "''", "\\", "\\n", "1e5", "007", " ",
    "e\u{301}", "👨‍👩‍👧", "𠮷", "\u{200B}", "%00", "<b>", "&amp;", "NULL", "true", "#", "/", "\u{202E}", "“”",
  ]
}
