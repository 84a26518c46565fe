import Foundation
import OpeningHours
import RestStations
import SQLiteStorage
import TestSupport
import Testing

/// The schemas are written out in `fixtures/schemas`: they are what there is on people's disks, whatever becomes of the
/// program. Those called early were changed by a later version under the same number.
@Suite("A database of any earlier schema, with all that it can hold, comes up to date")
struct EarlierSchemaTests {
  private static let stations = """
    INSERT INTO town VALUES (1, '鼓楼街道');
    INSERT INTO station (id, name, kind, town, latitude, longitude, amenities, broken_amenities, status, revision,
      updated_at)
    VALUES ('h', '中心', 'hub', 1, 35.5, 116.75, zeroblob(16), zeroblob(16), 'active', 1, 7),
      ('s', '卫星', 'point', NULL, 35.5, 116.75, zeroblob(16), zeroblob(16), 'retired', 2, 8);
    UPDATE setting SET value = '2' WHERE name = 'revision';

    """

  private static let holidays = "INSERT INTO holiday VALUES ('2026-10-01', 'holiday', '国庆节', 'National Day');\n"

  /// Two visits of one person and one of another's in January 2026, one of them void; a token; an erasure by the server.
  private static let visits = """
    INSERT INTO author VALUES (1, 'owner'), (2, 'server'), (3, 'token 1');
    INSERT INTO token VALUES (1, zeroblob(32), 'manager', 'desk', 1, 4000000000000, NULL, NULL);
    INSERT INTO token_station VALUES (1, 'h');
    INSERT INTO check_in_code VALUES ('h', 3);
    INSERT INTO audit VALUES (1, 1000, 1, 'token create', '1'), (2, 1767225600000, 2, 'visitor erase', '1 visit');
    INSERT INTO visit VALUES
      (1, x'00000000000000000000000000000001', 'h', 1767300000, 'delivery', 3, NULL, randomblob(32), 1, 3, NULL, NULL),
      (2, x'00000000000000000000000000000002', 'h', 1767300001, 'express', 1,
        x'01000000000000000000000000000000', NULL, 1, 3, NULL, NULL),
      (3, x'00000000000000000000000000000003', 's', 1767300002, 'other', 5, NULL, NULL, 1, 3, 2, 'counted twice');

    """

  private static let content = [
    "1": stations, "2": stations + holidays, "3-early": stations + holidays + visits, "3": stations + holidays + visits,
  ]

  private func migrated(_ schema: String, _ folder: TemporaryFolder) throws -> SQLiteStorage {
    let script = try String(contentsOf: Project.fixture("schemas/\(schema).sql"), encoding: .utf8)
    try Python.script(folder.path("a.sqlite"), script + (Self.content[schema] ?? Self.stations))
    return try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .migrate))
  }

  @Test(arguments: ["1", "2", "3-early", "3", "4-early", "4"])
  func itIsLikeOneThatIsMadeToday(schema: String) async throws {
    let folder = try TemporaryFolder()
    try migrated(schema, folder).close()
    let objects = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
    let fresh = try Python.freshDatabase(folder)
    #expect(try Python.sql(folder.path("a.sqlite"), objects) == Python.sql(fresh, objects))
  }

  @Test(arguments: ["1", "2", "3-early", "3", "4-early", "4"])
  func stationsAreKept(schema: String) async throws {
    let storage = try migrated(schema, TemporaryFolder())
    #expect(try await storage.allStations().map(\.id.text) == ["h", "s"])
    let summary = try await storage.summary()
    #expect(summary.revision == 2 && summary.towns == ["鼓楼街道"])
    #expect(summary.holidays.entries.count == (["2", "3-early", "3"].contains(schema) ? 1 : 0))
    #expect(try await storage.check().faultCount == 0)
  }

  @Test(arguments: ["3-early", "3"])
  func visitsAreKeptAndCounted(schema: String) async throws {
    let storage = try migrated(schema, TemporaryFolder())
    let rows = try await storage.visits(VisitQuestion())
    #expect(rows.map(\.visit.people) == [3, 1, 5])
    #expect(rows.map { $0.visit.voidReason != nil } == [false, false, true])
    let check = try await storage.check()
    #expect(check.faultCount == 0 && check.visits == 2 && check.people == 4)
    #expect(try await storage.audit(AuditQuestion()).map(\.action) == ["visitor erase", "token create"])
  }
}
