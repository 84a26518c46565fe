import Foundation
import RestStations
import SQLiteStorage
import TestSupport
import Testing

@Suite("A change that was acknowledged is on disk")
struct DurabilityTests {
  @Test(arguments: [SQLiteStorage.User.server, .command])
  func whatWasAcknowledgedOutlivesTheProcess(user: SQLiteStorage.User) async throws {
    let folder = try TemporaryFolder()
    let storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create, for: user))
    try await storage.store([Samples.plain("a"), Samples.plain("b")])
    // As a crash would leave them: the files while the database is open.
    for ending in ["", "-wal"] {
      try FileManager.default.copyItem(
        atPath: folder.path("a.sqlite" + ending), toPath: folder.path("crashed.sqlite" + ending))
    }
    let recovered = try #require(try SQLiteStorage(path: folder.path("crashed.sqlite"), .existing))
    #expect(try await recovered.allStations().map(\.id.text) == ["a", "b"])
    #expect(try await recovered.summary().revision == 2)
    try storage.close()
  }
}
