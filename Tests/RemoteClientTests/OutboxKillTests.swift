import Foundation
import Glibc
import RemoteClient
import RestStations
import SampleData
import Synchronization
import TestSupport
import Testing

@Suite("An outbox loses nothing when processes that use it are killed")
struct OutboxKillTests {
  private let place: OutboxPlace
  private var outbox: Outbox { place.outbox }
  private let seed = ProcessInfo.processInfo.environment["YIZHAN_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_124

  init() throws {
    place = try OutboxPlace()
  }

  @Test func everyAcknowledgedVisitOfKilledProcessesIsThereOnce() throws {
    var random = SeededGenerator(seed: seed)
    var acknowledged: [String] = []
    let rounds = 40
    for round in 0..<rounds {
      let adders = try (0..<2).map { try Adder(to: place, prefix: "\(round)-\($0)") }
      // The first has begun; the other is wherever it is.
      adders[0].waitForFirst()
      _ = adders[1].process.wait(within: .microseconds(Int.random(in: 0...8000, using: &random)))
      acknowledged += adders.flatMap { $0.killed() }
    }
    let kept = try outbox.pending()
    #expect(acknowledged.count >= rounds)
    #expect(Set(kept.map(\.id)).count == kept.count, "seed \(seed)")
    #expect(Set(kept.map(\.id)).isSuperset(of: acknowledged), "seed \(seed)")
    // At most one more of each: written, but not yet told.
    #expect(kept.count <= acknowledged.count + 2 * rounds, "seed \(seed)")
    #expect(kept.allSatisfy { $0.body.contains("\"id\":\"\($0.id)\"") })
  }

  @Test func killedSendersSendEverythingAndForgetNothing() async throws {
    var random = SeededGenerator(seed: seed)
    let server = try place.temporary.write("server", "")
    var acknowledged: [String] = []
    let rounds = 30
    for round in 0..<rounds {
      let adder = try Adder(to: place, prefix: "\(round)")
      adder.waitForFirst()
      let senders = try (0..<2).map { _ in try place.program(["send", place.folder, server]) }
      _ = senders[0].wait(within: .microseconds(Int.random(in: 0...30_000, using: &random)))
      for sender in senders { sender.signal(SIGKILL) }
      acknowledged += adder.killed()
      for sender in senders { _ = sender.wait(within: .seconds(20)) }
    }
    let received = Mutex<[String]>(try lines(of: server))
    _ = try await outbox.send(batchSize: 1000) { batch in
      received.withLock { $0 += batch.map(\.id) }
      return batch.map { _ in .sent }
    }
    let ids = received.withLock { $0 }
    #expect(Set(ids).isSuperset(of: acknowledged), "seed \(seed)")
    // A batch of five at a time was on its way when a sender was killed: the server knows it by its ids.
    #expect(ids.count - Set(ids).count <= 5 * 2 * rounds, "seed \(seed)")
    #expect(!FileManager.default.fileExists(atPath: outbox.path))
  }

  @Test func twoProcessesThatSendAtOnceSendNothingTwice() throws {
    for round in 0..<15 {
      let server = try place.temporary.write("server", "")
      let ids = (0..<60).map { "\(round)-\($0)" }
      try outbox.add(ids.map { sample($0) })
      let senders = try (0..<4).map { _ in try place.program(["send", place.folder, server]) }
      for sender in senders { #expect(sender.wait(within: .seconds(20)) == 0) }
      #expect(try lines(of: server) == ids)
      #expect(try outbox.pending().isEmpty)
    }
  }

  @Test func visitsThatManyProcessesAddWhileOneSendsAreAllSentOnce() async throws {
    let server = try place.temporary.write("server", "")
    let adders = try (0..<4).map { try Adder(to: place, prefix: "\($0)", count: 50) }
    for _ in 0..<20 {
      _ = try place.program(["send", place.folder, server]).wait(within: .seconds(20))
    }
    for adder in adders { #expect(adder.process.wait(within: .seconds(30)) == 0) }
    #expect(try place.program(["send", place.folder, server]).wait(within: .seconds(20)) == 0)
    let ids = try lines(of: server)
    #expect(ids.count == 200 && Set(ids).count == 200)
    for adder in 0..<4 {
      #expect(ids.filter { $0.hasPrefix("\(adder)-") } == (0..<50).map { "\(adder)-\($0)" })
    }
    #expect(try outbox.pending().isEmpty)
  }

  private func lines(of file: String) throws -> [String] {
    try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map(String.init)
  }
}

/// A process that adds visits and says so.
private final class Adder {
  let process: ChildProcess
  private let output = Pipe()
  private var told = Data()

  init(to place: OutboxPlace, prefix: String, count: Int = 100_000) throws {
    process = try place.program(
      ["add", place.folder, prefix, "\(count)"], output: output.fileHandleForWriting.fileDescriptor)
    try output.fileHandleForWriting.close()
  }

  /// Waits until one visit at least was acknowledged.
  func waitForFirst() {
    while !told.contains(UInt8(ascii: "\n")) {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { return }
      told += more
    }
  }

  /// Kills the process and gives what it had acknowledged.
  func killed() -> [String] {
    process.signal(SIGKILL)
    _ = process.wait(within: .seconds(20))
    while case let more = output.fileHandleForReading.availableData, !more.isEmpty { told += more }
    return String(decoding: told, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map(String.init)
  }
}

extension OutboxPlace {
  /// Starts `outbox-program`.
  func program(_ arguments: [String], output: Int32? = nil) throws -> ChildProcess {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    return try ChildProcess(
      .init(
        Project.products.appending(path: "outbox-program").path, arguments, environment: [:],
        folder: temporary.url.path, input: null, output: output ?? null, error: STDERR_FILENO))
  }
}
