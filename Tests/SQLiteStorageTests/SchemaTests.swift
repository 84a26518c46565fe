import Foundation
import RestStations
import SQLiteStorage
import TestSupport
import Testing

@Suite("The schema refuses bad rows, whoever writes them")
struct SchemaTests {
  /// A good row, and columns of it put otherwise, as SQL.
  struct Row: Sendable, CustomTestStringConvertible {
    let changes: [String: String]

    init(_ changes: [String: String]) {
      self.changes = changes
    }

    var testDescription: String {
      changes.sorted { $0.key < $1.key }.map { "\($0) = \($1.prefix(60))" }.joined(separator: ", ")
    }

    var insertion: String {
      var values = [
        "id": "'a'", "name": "'x'", "kind": "'point'", "latitude": "35.5", "longitude": "116.8",
        "amenities": "zeroblob(16)", "broken_amenities": "zeroblob(16)", "status": "'active'", "revision": "1",
        "updated_at": "0",
      ]
      values.merge(changes) { $1 }
      let columns = values.keys.sorted()
      return "INSERT INTO station (\(columns.joined(separator: ", "))) "
        + "VALUES (\(columns.map { values[$0] ?? "NULL" }.joined(separator: ", ")))"
    }
  }

  @Test(arguments: [
    Row([:]), Row(["latitude": "-90", "longitude": "180"]), Row(["status": "'suspended'", "status_until": "5"]),
    Row(["verified_at": "'2026-11-24'", "capacity": "100000", "entry": "'qr'"]),
    Row(["name": "'" + String(repeating: "苑", count: 200) + "'"]),
  ])
  func goodRowsAreTaken(row: Row) throws {
    let folder = try TemporaryFolder()
    let path = try Python.freshDatabase(folder)
    try Python.sql(path, row.insertion)
    #expect(try Python.sql(path, "SELECT count(*) FROM station") == "[[1]]")
  }

  @Test(arguments: bad)
  func badRowsAreRefused(row: Row) throws {
    let folder = try TemporaryFolder()
    let path = try Python.freshDatabase(folder)
    #expect {
      try Python.sql(path, row.insertion)
    } throws: { error in
      "\(error)".contains("IntegrityError")
    }
    #expect(try Python.sql(path, "SELECT count(*) FROM station") == "[[0]]")
  }

  private static let bad = [
    Row(["latitude": "91"]), Row(["latitude": "-90.0000001"]), Row(["longitude": "180.0000001"]),
    Row(["latitude": "'north'"]), Row(["latitude": "NULL"]), Row(["latitude": "9e999"]), Row(["kind": "'x'"]),
    Row(["kind": "NULL"]), Row(["id": "''"]), Row(["id": "'a b'"]), Row(["id": "'a/b'"]), Row(["id": "'中'"]),
    Row(["id": "NULL"]), Row(["id": "'\(String(repeating: "a", count: 65))'"]), Row(["name": "''"]),
    Row(["name": "NULL"]), Row(["name": "x'00'"]), Row(["name": "'\(String(repeating: "a", count: 201))'"]),
    Row(["aliases": "''"]), Row(["hub_id": "'a'"]), Row(["hub_id": "'nowhere'"]), Row(["town": "7"]),
    Row(["address": "''"]), Row(["amenities": "zeroblob(3)"]), Row(["amenities": "NULL"]),
    Row(["amenities": "'0123456789abcdef'"]),
    Row(["broken_amenities": "zeroblob(17)"]), Row(["opening_hours": "''"]), Row(["staffed_hours": "''"]),
    Row(["entry": "'window'"]), Row(["operator": "''"]), Row(["capacity": "0"]), Row(["capacity": "100001"]),
    Row(["capacity": "1.5"]), Row(["phone": "''"]), Row(["status": "'gone'"]), Row(["status": "NULL"]),
    Row(["status_until": "5"]), Row(["status": "'retired'", "status_until": "5"]), Row(["verified_at": "'today'"]),
    Row(["verified_at": "'2026-1-2'"]), Row(["revision": "0"]), Row(["revision": "NULL"]), Row(["updated_at": "NULL"]),
  ]

  @Test func aRevisionIsNeverGivenTwice() throws {
    let folder = try TemporaryFolder()
    let path = try Python.freshDatabase(folder)
    try Python.sql(path, Row([:]).insertion)
    #expect(throws: Python.Failure.self) { try Python.sql(path, Row(["id": "'b'"]).insertion) }
    #expect(try Python.sql(path, "SELECT id FROM station") == "[[\"a\"]]")
  }

  @Test func aHubThatHasSatellitesCannotBeDeleted() throws {
    let folder = try TemporaryFolder()
    let path = try Python.freshDatabase(folder)
    try Python.sql(path, Row(["id": "'h'", "kind": "'hub'"]).insertion)
    try Python.sql(path, Row(["hub_id": "'h'", "revision": "2"]).insertion)
    #expect(throws: Python.Failure.self) { try Python.sql(path, "DELETE FROM station WHERE id = 'h'") }
  }

  @Test(arguments: [
    "INSERT INTO amenity VALUES (100, 'own', 'food', 'own', '自有')",
    "INSERT INTO amenity VALUES (-1, 'own', 'food', 'own', '自有')",
    "INSERT INTO amenity VALUES (34, 'water', 'food', 'own', '自有')",
    "INSERT INTO amenity VALUES (34, 'Own', 'food', 'own', '自有')",
    "INSERT INTO amenity VALUES (34, 'own', 'fun', 'own', '自有')",
    "INSERT INTO amenity VALUES (34, 'own', 'food', '', '自有')",
    "INSERT INTO amenity VALUES (0, 'own', 'food', 'own', '自有')", "INSERT INTO town VALUES (1, '')",
    "INSERT INTO town VALUES (1, NULL)",
    "INSERT INTO town VALUES (1, 'a'), (2, 'a')", "INSERT INTO setting VALUES ('revision', '1')",
    "INSERT INTO setting VALUES ('x', NULL)",
  ])
  func badVocabularyIsRefused(statement: String) throws {
    let folder = try TemporaryFolder()
    let path = try Python.freshDatabase(folder)
    #expect(throws: Python.Failure.self) { try Python.sql(path, statement) }
  }

  @Test func anAmenityOfTheDistrictIsInTheCatalogue() async throws {
    let folder = try TemporaryFolder()
    let path = try Python.freshDatabase(folder)
    try Python.sql(path, "INSERT INTO amenity VALUES (34, 'tea', 'food', 'tea', '茶')")
    let storage = try #require(try SQLiteStorage(path: path, .existing))
    let catalogue = try await storage.summary().catalogue
    #expect(catalogue.amenities.count == 35)
    #expect(AmenityCode("tea").flatMap(catalogue.number) == 34)
  }

  @Test func aStationWhoseHoursSomeoneDamagedIsToldAsDamaged() async throws {
    let folder = try TemporaryFolder()
    let path = try Python.freshDatabase(folder)
    try Python.sql(path, Row(["opening_hours": "'whenever'"]).insertion)
    let storage = try #require(try SQLiteStorage(path: path, .existing))
    let error = await #expect(throws: YizhanError.self) { try await storage.allStations() }
    #expect(error?.code == .storageFailed)
    #expect(error?.detail.english.contains("the stored station a is damaged") == true)
  }
}
