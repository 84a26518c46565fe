import Geodesy
import OpeningHours
import RestStations
import SQLiteStorage
import TestSupport
import Testing

@Suite("A database of an older version comes up to date with all that is in it")
struct MigrationTests {
  /// Two stations, a town and an amenity of the district's own.
  private static let content = """
    INSERT INTO town VALUES (1, '鼓楼街道');
    INSERT INTO amenity VALUES (34, 'tea', 'food', 'tea', '茶');
    INSERT INTO station (id, name, kind, town, latitude, longitude, amenities, broken_amenities, opening_hours, status,
      status_reason, status_until, revision, updated_at)
    VALUES
      ('h', '中心', 'hub', 1, 35.5531959, 116.7841105, x'05000000040000000000000000000000', zeroblob(16),
        'Mo-Fr 08:00-20:00; PH off', 'suspended', '漏水', 1798761600000, 1, 7);
    INSERT INTO station (id, name, kind, hub_id, latitude, longitude, amenities, broken_amenities, status, revision,
      updated_at)
    VALUES ('s', '卫星', 'satellite', 'h', -89.5, -180, zeroblob(16), x'02000000000000000000000000000000', 'active', 2, 8);
    UPDATE setting SET value = '2' WHERE name = 'revision';
    UPDATE setting SET value = 'Asia/Urumqi' WHERE name = 'time_zone';

    """

  private func stations() throws -> [Station] {
    var hub = try Samples.plain("h")
    (hub.name, hub.kind, hub.town) = ("中心", .hub, "鼓楼街道")
    hub.amenities = AmenitySet(bits: 0b101 | 1 << 34)
    hub.openingHours = try OpeningHours(parsing: "Mo-Fr 08:00-20:00; PH off")
    (hub.status, hub.statusReason, hub.statusUntil) = (.suspended, "漏水", 1_798_761_600_000)
    let place = try #require(Coordinate(latitude: -89.5, longitude: -180))
    var satellite = Station(id: try Samples.id("s"), name: "卫星", coordinate: place)
    (satellite.kind, satellite.hubID) = (.satellite, hub.id)
    satellite.brokenAmenities = AmenitySet(bits: 0b10)
    return [hub.stored(revision: 1, at: 7), satellite.stored(revision: 2, at: 8)]
  }

  @Test func itIsRefusedUntilItIsMigrated() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    try SchemaOne.make(path, Self.content)
    for preparation in [SQLiteStorage.Preparation.existing, .create] {
      let error = #expect(throws: YizhanError.self) { try SQLiteStorage(path: path, preparation) }
      #expect(error?.detail.english.contains("yizhan db migrate") == true)
    }
    #expect(try Python.sql(path, "SELECT identifier FROM grdb_migrations") == "[[\"1 directory\"]]")
  }

  @Test func everythingInItIsThereAfterwards() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    try SchemaOne.make(path, Self.content)
    for preparation in [SQLiteStorage.Preparation.migrate, .existing] {
      let storage = try #require(try SQLiteStorage(path: path, preparation))
      #expect(try await storage.allStations() == stations())
      let summary = try await storage.summary()
      #expect(summary.revision == 2 && summary.stationCount == 2)
      #expect(summary.timeZone == "Asia/Urumqi")
      #expect(summary.towns == ["鼓楼街道"])
      #expect(summary.catalogue.amenities.dropLast() == AmenityCatalogue.standard.amenities[...])
      #expect(summary.catalogue.amenities.last?.label == Bilingual("tea", "茶"))
      #expect(summary.holidays == .empty)
      try storage.close()
    }
  }

  @Test func whatIsNewInItWorks() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    try SchemaOne.make(path, Self.content)
    let storage = try #require(try SQLiteStorage(path: path, .migrate))
    let day = HolidayTable.Entry(
      date: try #require(CivilDate("2026-10-01")), kind: .holiday, nameZh: "国庆节", nameEn: "National Day")
    #expect(try await storage.store(HolidayTable(entries: [day])) == 3)
    #expect(try await storage.summary().holidays.entries == [day])
    #expect(try await storage.store(stations()) == 5)
  }

  @Test func theCopyThatIsKeptIsTheDatabaseAsItWas() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    try SchemaOne.make(path, Self.content)
    let before = try dump(path)
    let storage = try #require(try SQLiteStorage(path: path, .migrate))
    try storage.close()
    #expect(try dump(path + ".before-migration-1") == before)
    #expect(try dump(path) != before)
  }

  private func dump(_ path: String) throws -> String {
    try Python.run(
      """
      import sqlite3, sys
      with sqlite3.connect(sys.argv[1]) as database:
          print("\\n".join(database.iterdump()))
      """, [path])
  }
}
