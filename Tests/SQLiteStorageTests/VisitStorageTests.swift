import Foundation
import RestStations
import SQLiteStorage
import TestSupport
import Testing

@Suite("Visits in a database: kept once, never deleted, and erased without a trace")
struct VisitStorageTests {
  private let folder: TemporaryFolder
  private let storage: SQLiteStorage
  private let key = SecretKey.random()

  private var path: String { folder.path("a.sqlite") }

  init() async throws {
    folder = try TemporaryFolder()
    storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
    try await storage.store([Samples.plain("a"), Samples.plain("b")])
  }

  private func pseudonym(_ reference: String) throws -> VisitorPseudonym {
    VisitorPseudonym(try #require(VisitorReference(reference)), under: key)
  }

  private func draft(
    _ number: Int, station: String = "a", people: Int? = nil, visitor: VisitorPseudonym? = nil
  ) throws -> VisitDraft {
    VisitDraft(
      id: VisitID(value: UInt128(number) << 64 | 7), stationID: try Samples.id(station), at: Int64(number),
      group: .sanitation, people: people, services: AmenitySet(bits: 1 << 99 | 1), visitor: visitor)
  }

  private func store(_ drafts: [VisitDraft], isAtomic: Bool = false) async throws -> [VisitOutcome] {
    try storage.store([VisitBatch(drafts, isAtomic: isAtomic, by: .token(3))], at: 5000)[0]
  }

  private func kinds(_ outcomes: [VisitOutcome]) -> [String] {
    outcomes.map { outcome in
      switch outcome {
      case .created: "created"
      case .exists: "exists"
      case .refused(let error): error.code.rawValue
      }
    }
  }

  @Test func aVisitComesBackAsItWasSent() async throws {
    let draft = try draft(1, people: 500, visitor: pseudonym("139"))
    #expect(kinds(try await store([draft])) == ["created"])
    #expect(try await storage.visit(draft.id) == draft.visit(at: 5000))
    #expect(try await storage.visit(VisitID(value: 1)) == nil)
    #expect(kinds(try await store([draft, draft])) == ["exists", "exists"])
  }

  @Test func eachOfABatchIsJudgedByItself() async throws {
    let drafts = try [draft(1), draft(2, station: "x"), draft(1), draft(1, people: 2), draft(3)]
    #expect(kinds(try await store(drafts)) == ["created", "badData", "exists", "conflict", "created"])
    #expect(kinds(try await store([draft(4), draft(2, station: "x")], isAtomic: true)) == ["created", "badData"])
    #expect(try await storage.visit(VisitID(value: 4 << 64 | 7)) == nil)
    let audit = try await storage.audit(AuditQuestion()).filter { $0.action == "visit log" }
    #expect(audit.map(\.subject) == ["2 visits"])
    #expect(audit.map(\.author) == [.token(3)])
  }

  @Test func batchesOfOneCommitDoNotSpoilEachOther() async throws {
    let outcomes = try storage.store(
      [
        VisitBatch([draft(1)], by: .owner), VisitBatch([draft(2), draft(9, station: "x")], isAtomic: true, by: .owner),
        VisitBatch([draft(1), draft(2)], isAtomic: true, by: .token(1)),
      ], at: 5000)
    #expect(outcomes.map(kinds) == [["created"], ["created", "badData"], ["exists", "created"]])
    #expect(try Python.sql(path, "SELECT count(*) FROM visit") == "[[2]]")
  }

  /// Whoever has the file can do worse; whoever makes a mistake in a statement cannot.
  @Test(arguments: [
    "DELETE FROM visit", "DELETE FROM audit", "UPDATE audit SET subject = 'x'", "UPDATE audit SET number = number + 99",
    "REPLACE INTO audit SELECT number, at, author, action, 'x' FROM audit",
    "INSERT INTO audit VALUES (1, 0, 1, 'x', 'x')",
    "INSERT INTO visit SELECT 99, x'00', station_id, at, worker_group, 1, NULL, NULL, 0, author, NULL, NULL FROM visit",
    "UPDATE visit SET people = 0", "UPDATE visit SET people = 501", "UPDATE visit SET at = -1",
    "UPDATE visit SET visitor = x'00'", "UPDATE visit SET worker_group = 'pirates'", "UPDATE visit SET voided_at = 1",
    "UPDATE visit SET void_reason = 'x'", "UPDATE visit SET station_id = 'nowhere'", "UPDATE visit SET author = 99",
    "DELETE FROM station WHERE id = 'a'",
  ])
  func theDatabaseRefuses(statement: String) async throws {
    _ = try await store([draft(1, visitor: pseudonym("139"))])
    try storage.close()
    let dump = "SELECT quote(visit.id), people, quote(visitor), action, subject, audit.number FROM visit JOIN audit"
    let before = try Python.sql(path, dump)
    #expect(before != "[]")
    #expect(throws: Python.Failure.self) { try Python.sql(path, statement) }
    #expect(try Python.sql(path, dump) == before)
  }

  @Test func theSameVisitorHasTheSamePseudonymUnderTheSameKeyOnly() async throws {
    let again = try #require(VisitorReference(" 139 "))
    #expect(VisitorPseudonym(again, under: key) == (try pseudonym("139")))
    #expect(VisitorPseudonym(again, under: .random()) != (try pseudonym("139")))
  }

  @Test func whatIsErasedIsInNoFileAndNoCopy() async throws {
    // Enough for the pages of the index to be split many times, and for pseudonyms to stand on several pages.
    let visitors = try (0..<400).map { try pseudonym("1380000\($0)") }
    for start in stride(from: 0, to: 6000, by: 500) {
      let drafts = try (start..<start + 500).map { try draft($0, visitor: visitors[$0 * 7 % 400]) }
      #expect(kinds(try await store(drafts)).allSatisfy { $0 == "created" })
    }
    let (erased, others) = (visitors.indices.filter { $0 % 40 == 0 }.map { visitors[$0] }, [visitors[1], visitors[7]])
    for visitor in erased + others { #expect(try isAnywhere(visitor)) }
    for visitor in erased {
      let count = try await storage.visits(VisitQuestion()).count
      #expect(try await storage.erase(visitor, by: .token(1), at: 6000) > 0)
      #expect(try await storage.visits(VisitQuestion()).count == count)
      #expect(try !isAnywhere(visitor))
    }
    let copy = folder.path("copy.backup")
    try Python.run(
      """
      import sqlite3, sys
      with sqlite3.connect(sys.argv[1]) as source, sqlite3.connect(sys.argv[2]) as target:
          source.backup(target)
      """, [path, copy])
    for visitor in erased { #expect(try !isAnywhere(visitor)) }
    for visitor in others { #expect(try isAnywhere(visitor)) }
    #expect(try Python.sql(path, "SELECT count(*), sum(people) FROM visit") == "[[6000, 6000]]")
    #expect(try Python.sql(path, "PRAGMA integrity_check") == #"[["ok"]]"#)
    let audit = try await storage.audit(AuditQuestion())
    #expect(audit.filter { $0.action == "visitor erase" }.count == erased.count)
    // Erasing what is not there is no fault, and is noted.
    #expect(try await storage.erase(erased[0], by: .owner, at: 6000) == 0)
  }

  /// Rows that become longer move to other pages, as entries of an index do that fills; SQLite leaves bytes of them behind.
  @Test func nothingIsLeftWhereVisitsStoodBeforeTheyMoved() async throws {
    let visitors = try (0..<120).map { try pseudonym("1390000\($0)") }
    for start in stride(from: 0, to: 3000, by: 10) {
      let drafts = try (start..<start + 10).map { try draft($0, visitor: visitors.randomElement()) }
      _ = try await store(drafts)
      let reason = String(repeating: "counted twice ", count: .random(in: 1...20))
      let id = VisitID(value: UInt128(Int.random(in: 0..<start + 10)) << 64 | 7)
      _ = try await storage.void(id, reason: reason, by: .owner, at: 5500) { _ in }
    }
    let (erased, others) = (visitors[..<60], visitors[60...])
    for visitor in erased { #expect(try await storage.erase(visitor, by: .owner, at: 6000) > 0) }
    try await storage.backUp(to: folder.path("copy.backup"))
    #expect(try piecesLeft(of: erased) == "0")
    #expect(try piecesLeft(of: others) == "\(60 * 25)")
    #expect(try Python.sql(path, "PRAGMA integrity_check") == #"[["ok"]]"#)
  }

  /// What is erased later on a day is due on the next, whether or not more is erased then.
  @Test func onceADayNothingIsLeftOfWhatGrewOld() async throws {
    let visitors = try (0..<2000).map { try pseudonym("\($0)") }
    for start in stride(from: 0, to: 2000, by: 100) {
      _ = try await store((start..<start + 100).map { try draft($0, visitor: visitors[$0]) })
    }
    let (noon, hour, day): (Int64, Int64, Int64) = (1_790_000_000_000, 3_600_000, 86_400_000)
    #expect(try await storage.eraseVisitors(before: 500, at: noon) == 500)
    #expect(try await storage.eraseVisitors(before: 1000, at: noon + hour) == 500)
    #expect(try await storage.eraseVisitors(before: 1000, at: noon + day) == 0)
    let erased = stride(from: 0, to: 1000, by: 9).map { visitors[$0] }
    #expect(try piecesLeft(of: erased) == "0")
    #expect(try piecesLeft(of: visitors[1000..<1010]) == "250")
    let settings = "SELECT count(*) FROM setting WHERE name = 'rewriting_due'"
    #expect(try Python.sql(path, settings) == "[[0]]")
  }

  @Test func whatIsOlderThanATimeIsErasedAndWhatIsNotStays() async throws {
    let visitors = try (0..<100).map { try pseudonym("\($0)") }
    _ = try await store((0..<100).map { try draft($0, visitor: visitors[$0]) })
    #expect(try await storage.eraseVisitors(before: 60, at: 6000) == 60)
    for (number, visitor) in visitors.enumerated() { #expect(try isAnywhere(visitor) == (number >= 60)) }
    #expect(try await storage.eraseVisitors(before: 60, at: 6000) == 0)
    let audit = try await storage.audit(AuditQuestion()).filter { $0.action == "visitor erase" }
    #expect(audit.map(\.author) == [.server] && audit.map(\.subject) == ["60 visits"])
  }

  /// Visitors of visits that come afterwards are counted again.
  @Test func aClockThatWasAheadOnceEndsTheCountingOfVisitorsOnlyForWhatWasErased() async throws {
    _ = try await store((0..<100).map { try draft($0, visitor: pseudonym("\($0)")) })
    func horizon() throws -> String {
      try Python.sql(path, "SELECT value FROM setting WHERE name = 'visitors_erased_before'")
    }
    #expect(try await storage.eraseVisitors(before: 2_000_000_000, at: 2_100_000_000_000) == 100)
    #expect(try horizon() == #"[["2000000000"]]"#)
    #expect(try await storage.eraseVisitors(before: 60, at: 6000) == 0)
    #expect(try horizon() == #"[["100"]]"#)
  }

  /// How many of the pieces of eight bytes that pseudonyms hold are in any file of the folder.
  private func piecesLeft(of visitors: some Sequence<VisitorPseudonym>) throws -> String {
    try Python.run(
      """
      import pathlib, sys
      content = b" ".join(file.read_bytes() for file in pathlib.Path(sys.argv[1]).iterdir())
      visitors = [bytes.fromhex(visitor) for visitor in sys.argv[2:]]
      print(sum(visitor[start:start + 8] in content for visitor in visitors for start in range(25)), end="")
      """, [folder.url.path] + visitors.map { $0.bytes.map { String(format: "%02x", $0) }.joined() })
  }

  /// Whether the bytes are in any file of the folder: database, WAL, index of it, copies.
  private func isAnywhere(_ visitor: VisitorPseudonym) throws -> Bool {
    try FileManager.default.contentsOfDirectory(atPath: folder.url.path).contains { file in
      try Data(contentsOf: folder.url.appending(path: file)).range(of: Data(visitor.bytes)) != nil
    }
  }
}
