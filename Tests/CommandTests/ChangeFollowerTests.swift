import Foundation
import TestSupport
import Testing

@Suite("Who follows the changes holds exactly the directory")
struct ChangeFollowerTests {
  private struct Report: Decodable {
    let changes, revision, stations: Int
    let writes: [String: Int]
    let faults: [String]
  }

  /// For five minutes: YIZHAN_TEST_SECONDS=300.
  @Test func underRandomWritesTheCopyIsTheDirectoryByteForByte() throws {
    let settings = ProcessInfo.processInfo.environment
    let seconds = settings["YIZHAN_TEST_SECONDS"] ?? "4"
    let seed = settings["YIZHAN_TEST_SEED"] ?? "1"
    let place = try Workplace.withYanzhou()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    let text = try PythonProgram("change_follower.py", [server.socketPath, String(server.port), seconds, seed]).line()
    let report = try JSONDecoder().decode(Report.self, from: Data(text.utf8))
    #expect(report.faults == [], "seed \(seed)")
    #expect(report.changes > 139)
    #expect(report.revision > 139)
    for kind in ["PUT 201", "PUT 200", "PATCH 200", "DELETE 204"] { #expect(report.writes[kind] ?? 0 > 0, "\(text)") }
    withExtendedLifetime(server) {}
  }
}
