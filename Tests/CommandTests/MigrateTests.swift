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
    let before = try files(place)
    let second = try place.run("db", "migrate")
    #expect(second.status == 0)
    #expect(second.messages == first.messages)
    #expect(try files(place) == before)
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

  /// The contents of the place's files by their names.
  private func files(_ place: Workplace) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: place.folder.url.path)
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: place.folder.url.appending(path: $0))) })
  }
}
