import Foundation
import RestStations
import SQLiteStorage
import TestSupport
import Testing

@Suite("A backup holds all at one moment, and takes a database's place whole or not at all")
struct RestorationTests {
  private let folder: TemporaryFolder
  private let key = SecretKey.random()

  private var path: String { folder.path("a.sqlite") }
  private var backup: String { folder.path("b.sqlite") }

  /// A database with two stations and visits of two people, its backup, and what came afterwards.
  init() async throws {
    folder = try TemporaryFolder()
    let storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
    try await storage.store(Samples.plains("x", "y"))
    try await log(storage, 1, "anna")
    try await log(storage, 2, "bert")
    try await storage.backUp(to: folder.path("b.sqlite"))
    try await log(storage, 3, "anna")
    try await storage.store(Samples.plains("z"))
    try storage.close()
  }

  private func visitor(_ reference: String) throws -> VisitorPseudonym {
    VisitorPseudonym(try #require(VisitorReference(reference)), under: key)
  }

  private func log(_ storage: SQLiteStorage, _ number: Int64, _ person: String) async throws {
    let draft = VisitDraft(
      id: VisitID(value: UInt128(number)), stationID: try Samples.id("x"), at: number, group: .express,
      people: 1, services: AmenitySet(), visitor: try visitor(person))
    _ = try storage.store([VisitBatch([draft], isAtomic: true, by: .owner)], at: 5000)
  }

  @discardableResult
  private func restore(
    _ file: String? = nil, replaces: Bool = true, erased: [VisitorPseudonym] = []
  ) async throws -> DatabaseRestoration.Outcome? {
    try await DatabaseRestoration(of: file ?? backup, to: path).run(replaces: replaces, at: 9000) {
      erased.contains($0)
    }
  }

  private func contents(_ path: String) async throws -> (visits: [Visit], stations: [Station]) {
    let storage = try #require(try SQLiteStorage(path: path, .existing))
    defer { try? storage.close() }
    return (try await storage.visits(VisitQuestion()).map(\.visit), try await storage.allStations())
  }

  @Test func itHoldsWhatThereWasAndNothingElse() async throws {
    let outcome = try #require(try await restore())
    #expect(outcome.check.visits == 2 && outcome.check.faultCount == 0 && outcome.erased == 0)
    let (visits, stations) = try await contents(path)
    #expect(try visits.map(\.visitor) == [visitor("anna"), visitor("bert")])
    #expect(stations.map(\.id.text) == ["x", "y"])
  }

  @Test func whatWasThereIsKeptUnderAnotherName() async throws {
    #expect(try await restore()?.kept == path + ".before-restore-1")
    #expect(try await restore()?.kept == path + ".before-restore-2")
    #expect(try await contents(path + ".before-restore-1").visits.count == 3)
    #expect(try await contents(path + ".before-restore-2").visits.count == 2)
  }

  @Test func aWALThatACrashLeftIsKeptWithItsDatabase() async throws {
    let crashed = folder.path("crashed")
    try FileManager.default.createDirectory(atPath: crashed, withIntermediateDirectories: true)
    let storage = try #require(try SQLiteStorage(path: path, .existing))
    try await log(storage, 4, "carl")
    for ending in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: path + ending, toPath: crashed + "/a.sqlite" + ending)
    }
    try storage.close()
    let restoration = DatabaseRestoration(of: backup, to: crashed + "/a.sqlite")
    let outcome = try #require(try await restoration.run(replaces: true, at: 9000) { _ in false })
    #expect(try await contents(crashed + "/a.sqlite").visits.count == 2)
    #expect(try await contents(try #require(outcome.kept)).visits.count == 4)
  }

  @Test func whoWasErasedIsErasedAgain() async throws {
    let anna = try visitor("anna")
    #expect(try await restore(erased: [anna])?.erased == 1)
    #expect(try await contents(path).visits.map(\.visitor) == [nil, visitor("bert")])
    let bytes = try Data(contentsOf: URL(filePath: path))
    #expect(bytes.firstRange(of: Data(anna.bytes)) == nil)
    #expect(try bytes.firstRange(of: Data(visitor("bert").bytes)) != nil)
  }

  /// Whoever followed the database that was there has seen revisions that the backup does not know.
  @Test func stationsHaveRevisionsThatNoOneHasSeen() async throws {
    let seen = try await contents(path).stations.map(\.revision)
    try await restore()
    let now = try await contents(path).stations.map(\.revision)
    #expect(try #require(now.min()) > (try #require(seen.max())))
    #expect(Set(now).count == now.count)
  }

  @Test func aDatabaseIsReplacedOnlyWhenThatIsSaid() async throws {
    let error = await #expect(throws: YizhanError.self) { try await restore(replaces: false) }
    #expect(error?.code == .conflict)
    #expect(try await contents(path).visits.count == 3)
    let elsewhere = DatabaseRestoration(of: backup, to: folder.path("new/c.sqlite"))
    #expect(try await elsewhere.run(replaces: false, at: 9000) { _ in false }?.kept == nil)
    #expect(try await contents(folder.path("new/c.sqlite")).visits.count == 2)
  }

  @Test func aDatabaseInUseIsLeftAlone() async throws {
    let storage = try #require(try SQLiteStorage(path: path, .existing))
    #expect(try await restore() == nil)
    #expect(try await storage.visits(VisitQuestion()).count == 3)
    try storage.close()
  }

  @Test(arguments: [
    "cut", "empty", "text", "newer", "foreign", "miscounted", "impossible", "misindexed", "in use", "missing",
  ])
  func whatIsNoGoodBackupChangesNothing(fault: String) async throws {
    let file = folder.path(fault)
    if fault != "missing" { try FileManager.default.copyItem(atPath: backup, toPath: file) }
    switch fault {
    case "cut": try Data(contentsOf: URL(filePath: backup)).prefix(20_000).write(to: URL(filePath: file))
    case "empty": try Data().write(to: URL(filePath: file))
    case "text": try Data("id,name\n".utf8).write(to: URL(filePath: file))
    case "newer": try Python.script(file, "INSERT INTO grdb_migrations VALUES ('99 future')")
    case "foreign": try Python.script(file, "DROP TABLE grdb_migrations")
    case "miscounted": try Python.script(file, "DELETE FROM usage_day")
    case "impossible":
      try Python.script(file, "PRAGMA ignore_check_constraints = 1; UPDATE visit SET worker_group = 'pirates'")
    case "misindexed":
      let root = "(SELECT rootpage FROM sqlite_master WHERE name = 'visit_by_time')"
      try Python.script(
        file,
        "PRAGMA writable_schema = 1; UPDATE sqlite_master SET rootpage = \(root) WHERE name = 'visit_by_visitor'")
    case "in use": try Data("x".utf8).write(to: URL(filePath: file + "-wal"))
    default: break
    }
    let error = await #expect(throws: YizhanError.self) { try await restore(file) }
    #expect(error?.detail.english.contains(file) == true, "\(String(describing: error))")
    #expect(error?.code == (fault == "missing" ? .notFound : fault == "newer" ? .storageFailed : .badData))
    #expect(error?.detail.chinese.contains(file) == true)
    #expect(try await contents(path).visits.count == 3)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
    #expect(!files.contains { $0.contains("before-restore") || $0.hasSuffix(".work") })
  }

  @Test func aKeyIsToldFromOthersOnceItIsKnown() throws {
    let storage = try #require(try SQLiteStorage(path: path, .existing))
    #expect(try storage.knows(key) == nil)
    try storage.take(key)
    #expect(try storage.knows(key) == true)
    #expect(try storage.knows(SecretKey.random()) == false)
    try storage.close()
  }
}
