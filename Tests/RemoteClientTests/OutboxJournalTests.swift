import Foundation
import Glibc
import RemoteClient
import RestStations
import TestSupport
import Testing

@Suite("An outbox's file survives a kill at any moment, tells of damage, and leaves nothing behind")
struct OutboxJournalTests {
  let place: OutboxPlace
  var outbox: Outbox { place.outbox }

  init() throws {
    place = try OutboxPlace()
  }

  @Test func aFileThatWasCutAnywhereInItsLastLineLosesThatLineAlone() throws {
    try outbox.add([sample("1"), sample("2")])
    let two = try Data(contentsOf: journal)
    try outbox.add([sample("3")])
    let three = try Data(contentsOf: journal)
    for length in two.count..<three.count {
      try three.prefix(length).write(to: journal)
      let isWhole = length == three.count - 1
      #expect(try outbox.pending().map(\.id) == (isWhole ? ["1", "2", "3"] : ["1", "2"]), "\(length)")
      try outbox.add([sample("4")])
      #expect(try outbox.pending().map(\.id) == (isWhole ? ["1", "2", "3", "4"] : ["1", "2", "4"]), "\(length)")
      #expect(try place.lines().count == (isWhole ? 5 : 4))
    }
  }

  @Test func aFileThatWasCutInItsFirstLineIsEmptyAndLeavesNothing() throws {
    try outbox.add([sample("1")])
    let whole = try Data(contentsOf: journal)
    let first = try #require(whole.firstIndex(of: UInt8(ascii: "\n")))
    for length in 0...first {
      try whole.prefix(length).write(to: journal)
      #expect(try outbox.pending().isEmpty, "\(length)")
      #expect(!FileManager.default.fileExists(atPath: outbox.path))
      try whole.prefix(length).write(to: journal)
      try outbox.add([sample("2")])
      #expect(try outbox.pending().map(\.id) == ["2"], "\(length)")
    }
  }

  @Test func zerosAtTheEndAreALineThatWasCut() throws {
    try outbox.add([sample("1")])
    try (Data(contentsOf: journal) + Data(count: 5000)).write(to: journal)
    #expect(try outbox.pending().map(\.id) == ["1"])
    try outbox.add([sample("2")])
    #expect(try outbox.pending().map(\.id) == ["1", "2"])
  }

  @Test func everyOtherDamageIsToldWithItsLineAndTheFileLeftAsItIs() async throws {
    try outbox.add(["1", "2", "3"].map { sample($0) })
    let whole = try Data(contentsOf: journal)
    var line = 1
    for place in whole.indices {
      let isNewline = whole[place] == UInt8(ascii: "\n")
      defer { if isNewline { line += 1 } }
      // A newline that is gone joins two lines; the last one's is told too, for a killed program leaves no other byte.
      var damaged = whole
      damaged[place] ^= 1
      try damaged.write(to: journal)
      let error = try #require(throws: YizhanError.self) { try outbox.pending() }
      #expect(error.code == .storageFailed)
      #expect(error.detail.english.contains("\(outbox.path) is damaged in line \(line)"), "byte \(place)")
      #expect(error.detail.chinese.contains("第 \(line) 行"))
      if place % 16 == 0 {
        #expect(throws: YizhanError.self) { try outbox.add([sample("4")]) }
        #expect(throws: YizhanError.self) { try outbox.retryAll() }
        await #expect(throws: YizhanError.self) { try await outbox.send(batchSize: 1) { _ in [.sent] } }
      }
      #expect(try Data(contentsOf: journal) == damaged)
    }
  }

  /// What to do about a damaged line is to take it away, whichever it is.
  @Test(arguments: 0..<4) func whatIsLeftOfAFileWithoutOneOfItsLinesIsSent(line: Int) throws {
    try outbox.add([sample("1")])
    try outbox.add([sample("2")])
    try outbox.add([sample("3")])
    var lines = try place.lines()
    #expect(lines.count == 4)
    lines.remove(at: line)
    try place.temporary.write("state/outbox/" + journal.lastPathComponent, lines.map { $0 + "\n" }.joined())
    #expect(try outbox.pending().map(\.id) == ["1", "2", "3"].filter { $0 != "\(line)" })
  }

  @Test func aLineOfANewerVersionIsTold() throws {
    try outbox.add([sample("1")])
    let lines = try place.lines()
    let record = #"{"event":"pinned","id":"1"}"#
    let sum = String(CRC32.checksum(Array(record.utf8)[...]) | 1 << 32, radix: 16).suffix(8)
    let newer = lines[0] + "\n" + #"{"crc32":"\#(sum)","record":\#(record)}"# + "\n"
    try place.temporary.write("state/outbox/" + journal.lastPathComponent, newer)
    #expect(try #require(throws: YizhanError.self) { try outbox.pending() }.detail.english.contains("line 2"))
  }

  @Test func nothingIsLeftOfVisitsThatAreGone() async throws {
    try outbox.add((1...50).map { sample("\($0)") })
    // Held open, the file shows what happens to its bytes.
    let held = try FileHandle(forReadingFrom: journal)
    _ = try await outbox.send(batchSize: 7) { $0.map { _ in .sent } }
    #expect(try held.readToEnd() ?? Data() == Data())
    #expect(try place.fileNames().allSatisfy { $0.hasSuffix(".lock") || $0.hasSuffix(".sending") })
    for name in try place.fileNames() {
      #expect(try Data(contentsOf: URL(filePath: place.folder + "/" + name)).isEmpty)
    }
  }

  @Test func whatIsSentIsForgottenThoughOthersStay() async throws {
    try outbox.add((1...4).map { sample("\($0)") })
    let held = try FileHandle(forReadingFrom: journal)
    _ = try await outbox.send(batchSize: 9) { $0.map { $0.id == "3" ? .refused("no") : .sent } }
    #expect(try held.readToEnd() ?? Data() == Data())
    let text = try place.lines().joined()
    #expect(text.contains("visitor of 3") && !text.contains("visitor of 1") && !text.contains("visitor of 4"))
    #expect(try outbox.setAside().map(\.entry) == [sample("3")])
    try outbox.discard("3")
    #expect(!FileManager.default.fileExists(atPath: outbox.path))
  }

  @Test func aDeliveryThatFailsForgetsWhatWasSentBefore() async throws {
    struct Unreachable: Error {}
    try outbox.add((1...2).map { sample("\($0)") })
    _ = try? await outbox.send(batchSize: 1) { batch in
      guard batch[0].id == "1" else { throw Unreachable() }
      return [.sent]
    }
    #expect(try !place.lines().joined().contains("visitor of 1"))
    #expect(try outbox.pending().map(\.id) == ["2"])
  }

  @Test(arguments: ["draft", "waste"]) func whatACompactionLeftBehindIsWiped(ending: String) throws {
    try outbox.add([sample("1")])
    let left = journal.deletingPathExtension().appendingPathExtension(ending)
    try Data("a visitor".utf8).write(to: left)
    let held = try FileHandle(forReadingFrom: left)
    #expect(try outbox.pending().map(\.id) == ["1"])
    #expect(!FileManager.default.fileExists(atPath: left.path))
    #expect(try held.readToEnd() ?? Data() == Data())
  }

  @Test func aCompactionCutShortBeforeTheNewFileTookItsPlaceLosesNothing() throws {
    try outbox.add([sample("1")])
    // Linked already, not replaced yet.
    let waste = journal.deletingPathExtension().appendingPathExtension("waste")
    try FileManager.default.linkItem(at: journal, to: waste)
    #expect(try outbox.pending().map(\.id) == ["1"])
    #expect(!FileManager.default.fileExists(atPath: waste.path))
  }

  @Test func aWipeCutShortIsFinished() throws {
    try outbox.add([sample("1")])
    let waste = journal.deletingPathExtension().appendingPathExtension("waste")
    var bytes = try Data(contentsOf: journal)
    bytes.replaceSubrange(0..<20, with: Data(count: 20))
    try bytes.write(to: waste)
    try FileManager.default.removeItem(at: journal)
    #expect(try outbox.pending().isEmpty)
    #expect(!FileManager.default.fileExists(atPath: waste.path))
  }

  private var journal: URL { URL(filePath: outbox.path) }
}
