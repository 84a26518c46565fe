import Foundation
import RestStations
import TestSupport
import Testing

@Suite("The journal of erasures says who was erased, to whoever has the key")
struct ErasureJournalTests {
  private let folder: TemporaryFolder
  private let key = SecretKey.random()

  private var path: String { folder.path("a.erasures") }
  private var journal: ErasureJournal { ErasureJournal(path: path) }

  init() throws {
    folder = try TemporaryFolder()
  }

  private func visitor(_ reference: String) throws -> VisitorPseudonym {
    VisitorPseudonym(try #require(VisitorReference(reference)), under: key)
  }

  @Test func whoWasErasedIsToldFromAllOthers() throws {
    #expect(try !journal.erased { key }(visitor("a")))
    try journal.note(visitor("a"), under: key)
    try journal.note(visitor("b"), under: key)
    try journal.note(visitor("a"), under: key)
    let isErased = try journal.erased { key }
    #expect(try ["a", "b", "c"].map { isErased(try visitor($0)) } == [true, true, false])
    let other = SecretKey.random()
    #expect(try !journal.erased { other }(visitor("a")))
  }

  @Test func withoutErasuresNoKeyIsAskedFor() throws {
    struct Asked: Error {}
    _ = try journal.erased { throw Asked() }
    try journal.note(visitor("a"), under: key)
    #expect(throws: Asked.self) { try journal.erased { throw Asked() } }
  }

  @Test func itIsForItsOwnerAloneAndHoldsNoPseudonym() throws {
    try journal.note(visitor("a"), under: key)
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.utf8.count == 65)
    let digits = try visitor("a").bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    #expect(!text.contains(digits))
  }

  /// A killed process leaves the beginning of a line, and the next line goes in its place.
  @Test func aLineThatWasCutShortIsNone() throws {
    try journal.note(visitor("a"), under: key)
    let whole = try Data(contentsOf: URL(filePath: path))
    try (whole + whole.prefix(40)).write(to: URL(filePath: path))
    #expect(try journal.erased { key }(visitor("a")))
    try journal.note(visitor("b"), under: key)
    #expect(try Data(contentsOf: URL(filePath: path)).count == 130)
    #expect(try journal.erased { key }(visitor("b")))
  }

  @Test(arguments: [0, 63, 64, 65, 129]) func aDamagedLineIsNamed(place: Int) throws {
    try journal.note(visitor("a"), under: key)
    try journal.note(visitor("b"), under: key)
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[place] ^= 0x80
    try bytes.write(to: URL(filePath: path))
    let error = #expect(throws: YizhanError.self) { try journal.erased { key } }
    #expect(error?.code == .storageFailed)
    #expect(error?.detail.english.contains("line \(place / 65 + 1)") == true)
  }
}
