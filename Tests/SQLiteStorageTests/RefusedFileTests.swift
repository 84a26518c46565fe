import Foundation
import RestStations
import SQLiteStorage
import TestSupport
import Testing

@Suite("A file that is no database of ours is refused, with the reason, and left alone")
struct RefusedFileTests {
  private static let preparations = [SQLiteStorage.Preparation.existing, .create, .migrate]

  /// The error of opening a path.
  private func refusal(
    _ path: String, _ preparation: SQLiteStorage.Preparation, _ user: SQLiteStorage.User = .server
  ) -> YizhanError? {
    #expect(throws: YizhanError.self) { _ = try SQLiteStorage(path: path, preparation, for: user) }
  }

  private func expectRefused(_ path: String, because reason: String, sourceLocation: SourceLocation = #_sourceLocation)
  {
    for preparation in Self.preparations {
      // A refusal lets go of the lock.
      for user in [SQLiteStorage.User.server, .command] {
        let error = refusal(path, preparation, user)
        #expect(error?.code == .storageFailed, sourceLocation: sourceLocation)
        #expect(
          error?.detail.english.contains(reason) == true, "\(String(describing: error))", sourceLocation: sourceLocation
        )
        #expect(error?.detail.english.contains(path) == true, sourceLocation: sourceLocation)
        #expect(error?.detail.chinese.contains(path) == true, sourceLocation: sourceLocation)
      }
    }
  }

  @Test func aMissingFileIsNotFoundAndNotMade() throws {
    let folder = try TemporaryFolder()
    #expect(refusal(folder.path("a.sqlite"), .existing)?.code == .notFound)
    #expect(refusal(folder.path("new/a.sqlite"), .existing)?.code == .notFound)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test func aFolderIsRefused() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "a.sqlite"), withIntermediateDirectories: false)
    expectRefused(folder.path("a.sqlite"), because: "cannot use")
  }

  @Test func aFileWhereAFolderShouldBeIsRefused() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("file", "")
    for preparation in [SQLiteStorage.Preparation.create, .migrate] {
      #expect(refusal(file + "/a.sqlite", preparation)?.code == .storageFailed)
    }
    #expect(refusal(file + "/a.sqlite", .existing)?.code == .notFound)
  }

  @Test func aTextFileIsRefusedAndLeftAsItWas() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "id,name,lat,lon\n", count: 1000)
    let path = try folder.write("a.sqlite", text)
    expectRefused(path, because: "not a database")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test func aDatabaseOfAnotherProgramIsRefused() throws {
    let folder = try TemporaryFolder()
    try Python.sql(folder.path("a.sqlite"), "CREATE TABLE station (id TEXT, name TEXT)")
    expectRefused(folder.path("a.sqlite"), because: "another program")
    #expect(try Python.sql(folder.path("a.sqlite"), "SELECT name FROM sqlite_master") == "[[\"station\"]]")
  }

  @Test func aDatabaseOfAnotherProgramIsLeftAsItWas() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    try Python.sql(path, "CREATE TABLE station (id TEXT, name TEXT)")
    let before = try Data(contentsOf: URL(filePath: path))
    for preparation in Self.preparations { _ = refusal(path, preparation) }
    #expect(try Data(contentsOf: URL(filePath: path)) == before, "its journal mode, too, is its own")
  }

  @Test func aNewerSchemaIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = try Python.freshDatabase(folder)
    try Python.sql(path, "INSERT INTO grdb_migrations VALUES ('999 from the future')")
    expectRefused(path, because: "newer version")
  }

  @Test func anOlderSchemaIsRefusedUnlessItMayBeMigrated() throws {
    let folder = try TemporaryFolder()
    // A database of ours before its first migration.
    try Python.sql(folder.path("a.sqlite"), "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    for preparation in [SQLiteStorage.Preparation.existing, .create] {
      let error = refusal(folder.path("a.sqlite"), preparation)
      #expect(error?.code == .storageFailed)
      #expect(error?.detail.english.contains("yizhan db migrate") == true)
    }
  }

  @Test func migratingKeepsACopyFirstAndNeverOverOne() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.sqlite")
    try Python.sql(path, "CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    try folder.write("a.sqlite.before-migration-1", "an older copy")
    let storage = try #require(try SQLiteStorage(path: path, .migrate))
    #expect(try await storage.summary().catalogue == .standard)
    try storage.close()
    #expect(
      try String(contentsOfFile: folder.path("a.sqlite.before-migration-1"), encoding: .utf8) == "an older copy")
    #expect(
      try Python.sql(folder.path("a.sqlite.before-migration-2"), "SELECT name FROM sqlite_master WHERE type = 'table'")
        == "[[\"grdb_migrations\"]]")
  }

  @Test func anEmptyFileIsAsGoodAsNone() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("a.sqlite", "")
    let storage = try #require(try SQLiteStorage(path: path, .create))
    #expect(try await storage.summary().revision == 0)
    try storage.close()
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(!files.contains { $0.contains("before-migration") })
  }
}
