import Foundation
import Glibc
import RemoteClient
import RestStations
import TestSupport
import Testing

@Suite("An outbox keeps visits until their server has them")
struct OutboxTests {
  let place: OutboxPlace
  var outbox: Outbox { place.outbox }

  init() throws {
    place = try OutboxPlace()
  }

  @Test func anOutboxThatWasNeverUsedIsEmptyAndMakesNoFile() async throws {
    #expect(try outbox.pending().isEmpty)
    #expect(try outbox.setAside().isEmpty)
    #expect(try outbox.retryAll() == 0)
    #expect(try await outbox.send(batchSize: 10) { _ in [] } == Outbox.Delivery())
    #expect(!FileManager.default.fileExists(atPath: place.folder))
  }

  @Test func visitsWaitInTheOrderInWhichTheyWereAdded() throws {
    try outbox.add([sample("c"), sample("a")])
    try outbox.add([])
    try outbox.add([sample("b", body: "{\"name\":\"驿站 \\\"1\\\"\\n\"}")])
    #expect(try outbox.pending().map(\.id) == ["c", "a", "b"])
    #expect(try outbox.pending().last == sample("b", body: "{\"name\":\"驿站 \\\"1\\\"\\n\"}"))
    #expect(try place.again.pending() == outbox.pending())
  }

  @Test func nobodyElseCanLookIntoIt() throws {
    let before = umask(0)
    defer { umask(before) }
    try outbox.add([sample("a")])
    #expect(try mode(place.folder) == 0o700)
    for file in try place.fileNames() { #expect(try mode(place.folder + "/" + file) == 0o600) }
  }

  @Test func aFolderThatOthersMayLookIntoIsRefused() throws {
    try FileManager.default.createDirectory(
      atPath: place.folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
    let error = try #require(throws: YizhanError.self) { try outbox.add([sample("a")]) }
    #expect(error.code == .storageFailed)
    #expect(error.detail.english.contains("mode 755") && error.detail.english.contains(place.folder))
    #expect(try place.fileNames().isEmpty)
  }

  @Test func anIdIsKeptOnceAndNeverForTwoVisits() throws {
    try outbox.add([sample("a"), sample("a")])
    try outbox.add([sample("a", addedAt: 99)])
    #expect(try outbox.pending() == [sample("a")])
    let error = try #require(throws: YizhanError.self) { try outbox.add([sample("b"), sample("a", body: "{}")]) }
    #expect(error.code == .badData)
    #expect(error.detail.english.contains("id a "))
    #expect(try outbox.pending().map(\.id) == ["a"])
  }

  @Test func serversHaveOutboxesOfTheirOwn() throws {
    let servers = [
      "http://a.example", "http://a.example:80", "https://a.example", "http://a_example", "http://驿站.example",
    ]
    for (number, server) in servers.enumerated() {
      try place.outbox(of: server).add([sample("\(number)")])
    }
    for (number, server) in servers.enumerated() {
      #expect(try place.outbox(of: server).pending().map(\.id) == ["\(number)"])
      #expect(try place.outbox(of: server + "/").pending().map(\.id) == ["\(number)"])
    }
    let long = "http://" + String(repeating: "long.", count: 100) + "example"
    try place.outbox(of: long).add([sample("l")])
    #expect(try place.outbox(of: long).pending().map(\.id) == ["l"])
  }

  @Test func anotherServersFileIsRefused() throws {
    try outbox.add([sample("a")])
    let other = place.outbox(of: "http://other.example")
    try FileManager.default.copyItem(atPath: outbox.path, toPath: other.path)
    let error = try #require(throws: YizhanError.self) { try other.pending() }
    #expect(error.detail.english.contains("http://127.0.0.1:8080"))
  }

  @Test func whatIsSentIsGoneAndTheRestStaysInOrder() async throws {
    try outbox.add((1...7).map { sample("\($0)") })
    var batches: [[String]] = []
    let delivery = try await outbox.send(batchSize: 3) { batch in
      batches.append(batch.map(\.id))
      return batch.map { $0.id == "5" ? .later : $0.id == "2" ? .refused("no such station") : .sent }
    }
    #expect(batches == [["1", "2", "3"], ["4", "5", "6"]])
    #expect((delivery.sent, delivery.refused, delivery.waiting, delivery.isBusy) == (4, 1, 2, false))
    #expect(try outbox.pending().map(\.id) == ["5", "7"])
    #expect(try outbox.setAside() == [Outbox.SetAside(sample("2"), reason: "no such station")])
  }

  @Test func aDeliveryThatFailsKeepsItsBatchAndThoseAfterIt() async throws {
    struct Unreachable: Error {}
    try outbox.add((1...5).map { sample("\($0)") })
    await #expect(throws: Unreachable.self) {
      _ = try await outbox.send(batchSize: 2) { batch in
        guard batch[0].id != "3" else { throw Unreachable() }
        return batch.map { _ in .sent }
      }
    }
    #expect(try outbox.pending().map(\.id) == ["3", "4", "5"])
  }

  @Test func outcomesThatAreMissingMeanLater() async throws {
    try outbox.add((1...4).map { sample("\($0)") })
    let delivery = try await outbox.send(batchSize: 2) { _ in [.sent] }
    #expect((delivery.sent, delivery.waiting) == (1, 3))
    #expect(try outbox.pending().map(\.id) == ["2", "3", "4"])
  }

  @Test func aBatchIsOnDiskBeforeTheNextOneGoes() async throws {
    try outbox.add((1...4).map { sample("\($0)") })
    var waiting: [Int] = []
    _ = try await outbox.send(batchSize: 1) { batch in
      waiting.append(try place.again.pending().count)
      return [.sent]
    }
    #expect(waiting == [4, 3, 2, 1])
  }

  @Test func whatIsAddedMeanwhileGoesToo() async throws {
    try outbox.add([sample("1")])
    var sent: [String] = []
    let delivery = try await outbox.send(batchSize: 10) { batch in
      sent += batch.map(\.id)
      if sent.count < 4 { try place.again.add([sample("\(sent.count + 1)")]) }
      return batch.map { _ in .sent }
    }
    #expect(sent == ["1", "2", "3", "4"])
    #expect((delivery.sent, delivery.waiting) == (4, 0))
  }

  @Test func oneSendsAtATime() async throws {
    try outbox.add([sample("1"), sample("2")])
    var other = Outbox.Delivery()
    let delivery = try await outbox.send(batchSize: 1) { batch in
      other = try await place.again.send(batchSize: 1) { _ in
        Issue.record("two senders at once")
        return [.sent]
      }
      return [.sent]
    }
    #expect(other.isBusy && other.sent == 0 && other.waiting == 1)
    #expect(delivery.sent == 2 && !delivery.isBusy)
    #expect(try await place.again.send(batchSize: 1) { _ in [] } == Outbox.Delivery())
  }

  @Test func whatWasSetAsideWaitsAgainOrIsForgottenByCommandOnly() async throws {
    try outbox.add(["1", "2", "3"].map { sample($0) })
    let refusing = try await outbox.send(batchSize: 9) { $0.map { .refused("no \($0.id)") } }
    #expect((refusing.refused, refusing.waiting) == (3, 0))
    #expect(try await outbox.send(batchSize: 9) { _ in [.sent] }.sent == 0)
    #expect(try outbox.setAside().map(\.reason) == ["no 1", "no 2", "no 3"])

    try outbox.retry("3")
    try outbox.discard("2")
    #expect(try outbox.pending().map(\.id) == ["3"])
    #expect(try outbox.setAside().map(\.entry.id) == ["1"])
    #expect(try outbox.retryAll() == 1)
    #expect(try outbox.pending().map(\.id) == ["1", "3"])
    try outbox.discard("1")
    #expect(try outbox.pending().map(\.id) == ["3"])
  }

  @Test func addingWhatWasSetAsideLetsItWaitAgain() async throws {
    try outbox.add([sample("1")])
    _ = try await outbox.send(batchSize: 9) { _ in [.refused("no")] }
    try outbox.add([sample("1")])
    #expect(try outbox.pending().map(\.id) == ["1"])
    #expect(try outbox.setAside().isEmpty)
  }

  @Test func idsThatAreNotThereAreTold() throws {
    for isUsed in [false, true] {
      if isUsed { try outbox.add([sample("1")]) }
      #expect(try #require(throws: YizhanError.self) { try outbox.discard("x") }.code == .notFound)
      #expect(try #require(throws: YizhanError.self) { try outbox.retry("1") }.code == .notFound)
    }
  }

  private func mode(_ path: String) throws -> mode_t {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return status.st_mode & 0o7777
  }
}

/// A folder for the outboxes of one test, not there yet.
struct OutboxPlace {
  let temporary: TemporaryFolder

  init() throws {
    temporary = try TemporaryFolder()
  }

  var folder: String { temporary.path("state/outbox") }
  var outbox: Outbox { outbox(of: "http://127.0.0.1:8080") }
  /// The same as another process sees it.
  var again: Outbox { outbox }

  func outbox(of server: String) -> Outbox {
    Outbox(folder: folder, server: server)
  }

  func fileNames() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// The journal's lines, none when there is no file.
  func lines() throws -> [String] {
    guard FileManager.default.fileExists(atPath: outbox.path) else { return [] }
    return try String(contentsOfFile: outbox.path, encoding: .utf8).split(separator: "\n").map(String.init)
  }
}

func sample(_ id: String, body: String? = nil, addedAt: Int64 = 1_795_503_845_000) -> Outbox.Entry {
  Outbox.Entry(id: id, body: body ?? #"{"id":"\#(id)","visitor":"visitor of \#(id)"}"#, addedAt: addedAt)
}
