import Foundation
import TestSupport
import Testing

@Suite("db migrate")
struct MigrateTests {
  @Test func itMakesADatabaseAndDoesNothingTheSecondTime() throws {
    let place = try Workplace()
    let first = try place.run("db", "migrate")
    #expect(first.status == 0)
    #expect(first.output == "")
    #expect(first.messages.contains(Workplace.database))
    #expect(try place.run("station", "list", "--format", "json").json() == .array([]))
    let before = try FileManager.default.contentsOfDirectory(atPath: place.folder.url.path).sorted()
    let second = try place.run("db", "migrate")
    #expect(second.status == 0)
    #expect(second.messages == first.messages)
    // No copy was kept, since there was nothing to do.
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.folder.url.path).sorted() == before)
  }

  @Test func stationsAreKept() throws {
    let place = try Workplace.withYanzhou()
    let before = try place.run("station", "export").output
    #expect(try place.run("db", "migrate").status == 0)
    #expect(try place.run("station", "export").output == before)
  }

  @Test func itMakesTheFolderToo() throws {
    let place = try Workplace()
    #expect(try place.run("db", "migrate", "--db", "a/b/c.sqlite").status == 0)
    #expect(place.exists("a/b/c.sqlite"))
  }

  /// Everything works, running or not: the server has brought the database up to date when it started.
  @Test func withAServerRunningThereIsNothingToDo() throws {
    let place = try Workplace.withYanzhou()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    let outcome = try place.run("db", "migrate")
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(server.end() == 0)
  }
}
