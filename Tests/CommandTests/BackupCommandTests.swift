import Foundation
import TestSupport
import Testing

@Suite("db backup and db restore")
struct BackupCommandTests {
  private static let visitor = "13800000001"

  private func log(_ place: Workplace, _ visitor: String = visitor) throws {
    let outcome = try place.run("visit", "log", "YZ-0001", "--group", "delivery", "--visitor", visitor)
    #expect(outcome.status == 0, "\(outcome.messages)")
  }

  private func visits(_ place: Workplace, of database: String = Workplace.database) throws -> Int {
    try place.run("visit", "list", "--format", "json", "--db", database).json().array.count
  }

  @Test(arguments: ["alone", "by the owner's socket", "by the network"])
  func aBackupIsADatabaseOfItsOwn(way: String) throws {
    let place = try Workplace.withYanzhou()
    try log(place)
    let token = try #require(try place.run("token", "create", "--role", "admin").lines.first)
    let server = way == "alone" ? nil : try RunningServer(in: place.folder, database: Workplace.database)
    let backup =
      if way == "by the network", let server {
        try place.run(
          "db", "backup", "b.sqlite", "--server", "http://127.0.0.1:\(server.port)",
          environment: ["YIZHAN_TOKEN": token])
      } else {
        try place.run("db", "backup", "b.sqlite")
      }
    #expect(backup.status == 0, "\(backup.messages)")
    #expect(try place.run("db", "check", "--db", "b.sqlite").status == 0)
    #expect(try visits(place, of: "b.sqlite") == 1)
    let attributes = try FileManager.default.attributesOfItem(atPath: place.folder.path("b.sqlite"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let key = try place.text(of: Workplace.database + ".key").prefix(64)
    #expect(try Data(contentsOf: URL(filePath: place.folder.path("b.sqlite"))).firstRange(of: Data(key.utf8)) == nil)
    // Nothing but the backup is left.
    let files = try FileManager.default.contentsOfDirectory(atPath: place.folder.url.path)
    #expect(!files.contains { $0.contains("part") })
    if let server { #expect(server.end() == 0) }
  }

  @Test func aFileThatIsThereIsNotOverwritten() throws {
    let place = try Workplace.withYanzhou()
    try place.folder.write("b.sqlite", "precious")
    let outcome = try place.run("db", "backup", "b.sqlite")
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("b.sqlite"))
    #expect(try place.text(of: "b.sqlite") == "precious")
  }

  @Test func onlyAnAdminGetsABackup() throws {
    let place = try Workplace.withYanzhou()
    let token = try #require(try place.run("token", "create", "--role", "staff").lines.first)
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    let outcome = try place.run(
      "db", "backup", "b.sqlite", "--server", "http://127.0.0.1:\(server.port)", environment: ["YIZHAN_TOKEN": token])
    #expect(outcome.status == 77)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: place.folder.url.path).filter { $0.hasPrefix("b.") } == [])
    withExtendedLifetime(server) {}
  }

  @Test func whoWasErasedStaysErased() throws {
    let place = try Workplace.withYanzhou()
    try log(place)
    try log(place, "other")
    #expect(try place.run("db", "backup", "b.sqlite").status == 0)
    #expect(try place.run("visitor", "erase", Self.visitor).status == 0)
    let outcome = try place.run("db", "restore", "b.sqlite", "--replace")
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(outcome.messages.contains("erased again from 1 visits"))
    #expect(try Python.sql(place.database, "SELECT count(*), count(visitor) FROM visit") == "[[2, 1]]")
    #expect(try place.run("db", "check").status == 0)
  }

  @Test func withoutTheKeyThatTellsWhoWasErasedNothingIsRestored() throws {
    let place = try Workplace.withYanzhou()
    try log(place)
    #expect(try place.run("db", "backup", "b.sqlite").status == 0)
    #expect(try place.run("visitor", "erase", Self.visitor).status == 0)
    try FileManager.default.removeItem(atPath: place.database + ".key")
    let outcome = try place.run("db", "restore", "b.sqlite", "--replace")
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains(Workplace.database + ".key"))
  }

  @Test func aDatabaseIsReplacedOnlyWhenThatIsSaidAndNoOneHasItOpen() throws {
    let place = try Workplace.withYanzhou()
    #expect(try place.run("db", "backup", "b.sqlite").status == 0)
    try log(place)
    let refused = try place.run("db", "restore", "b.sqlite")
    #expect(refused.status == 1)
    #expect(refused.messages.contains("--replace"))
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    #expect(try place.run("db", "restore", "b.sqlite", "--replace").status == 75)
    #expect(server.end() == 0)
    #expect(try visits(place) == 1)
    #expect(try place.run("db", "restore", "b.sqlite", "--replace").status == 0)
    #expect(try visits(place) == 0)
    #expect(try visits(place, of: Workplace.database + ".before-restore-1") == 1)
  }

  @Test func abrokenBackupIsBadData() throws {
    let place = try Workplace.withYanzhou()
    try place.folder.write("b.sqlite", "id,name")
    let outcome = try place.run("db", "restore", "b.sqlite", "--replace")
    #expect(outcome.status == 65)
    #expect(outcome.messages.contains("b.sqlite"))
    #expect(try place.run("station", "list", "--format", "json").json().array.count == 138)
  }

  /// With another key visitors would be counted twice and the codes on the posters be void, and nobody would know why.
  @Test func aKeyOfAnotherDatabaseIsToldAndANewOneMayBeMade() throws {
    let place = try Workplace.withYanzhou()
    try log(place)
    let digits = try place.text(of: Workplace.database + ".key")
    try FileManager.default.removeItem(atPath: place.database + ".key")
    try place.folder.write(Workplace.database + ".key", (digits.hasPrefix("0") ? "1" : "0") + digits.dropFirst())
    chmod(place.database + ".key", 0o600)
    let serve = try place.start(["serve", "--port", "0", "--db", Workplace.database]).outcome()
    #expect(serve.status == 1)
    #expect(serve.messages.contains("not the key of this database"))
    let logged = try place.run("visit", "log", "YZ-0001", "--group", "delivery", "--visitor", "a")
    #expect(logged.status == 1)
    try FileManager.default.removeItem(atPath: place.database + ".key")
    try log(place)
    try log(place)
  }
}
