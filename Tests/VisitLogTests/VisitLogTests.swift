import Dispatch
import Foundation
import Glibc
import RestStations
import Synchronization
import TestSupport
import Testing
import VisitLog

@Suite("Visits that arrive while a commit is being synced, or soon after one, share the next one")
struct VisitLogTests {
  /// `SCHED_BATCH`, for which there is no name in Swift.
  fileprivate static let batchPolicy: Int32 = 3

  private func batch(_ count: Int, atomic: Bool = false) throws -> VisitBatch {
    VisitBatch(try (0..<count).map { _ in try Samples.draft() }, isAtomic: atomic, by: .owner)
  }

  @Test func whatArrivesDuringACommitGoesIntoTheNextAsOne() async throws {
    let storage = GatedStorage()
    let log = VisitLog(storage) { 0 }
    try await withThrowingTaskGroup(of: Int.self) { group in
      let first = try batch(1)
      group.addTask { try await log.record(first).count }
      await storage.waitForCommit()
      for count in 2...20 {
        let batch = try batch(count)
        group.addTask { try await log.record(batch).count }
      }
      // Those have been queued when a question that came behind them is answered.
      for _ in 0..<1000 where log.queued < 19 { await Task.yield() }
      #expect(log.queued == 19)
      storage.open()
      var counts: [Int] = []
      for try await count in group { counts.append(count) }
      #expect(counts.sorted() == Array(1...20))
    }
    #expect(storage.commits.map(\.count) == [1, 19])
  }

  @Test func whatFollowsACommitWaitsUntilItIsWorthwhile() async throws {
    let storage = GatedStorage()
    storage.open()
    let log = VisitLog(storage, clock: { 0 }, commitInterval: .seconds(600))
    let one = try batch(1)
    #expect(try await log.record(one).count == 1)
    try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 1..<VisitLog.worthwhileCommit { group.addTask { try await log.record(one).count } }
      for _ in 0..<10_000 where log.queued < VisitLog.worthwhileCommit - 1 { await Task.yield() }
      #expect(storage.commits == [[1]])
      group.addTask { try await log.record(one).count }
      for try await count in group { #expect(count == 1) }
    }
    #expect(storage.commits.map(\.count) == [1, VisitLog.worthwhileCommit])
  }

  @Test func aVisitThatNoOthersJoinIsCommittedAfterTheInterval() async throws {
    let storage = GatedStorage()
    storage.open()
    let log = VisitLog(storage) { 0 }
    for _ in 0..<3 { #expect(try await log.record(batch(1)).count == 1) }
    #expect(storage.commits == [[1], [1], [1]])
  }

  @Test func whenACommitFailsAllWhoWereInItHearOfIt() async throws {
    let storage = GatedStorage(fails: true)
    let log = VisitLog(storage) { 0 }
    storage.open()
    for _ in 0..<3 {
      let batch = try batch(2)
      await #expect(throws: GatedStorage.Failure.self) { try await log.record(batch) }
    }
    #expect(storage.commits.count == 3)
  }

  @Test func beforeTooManyWaitTheNextIsToldToComeAgain() async throws {
    let storage = GatedStorage()
    let log = VisitLog(storage) { 0 }
    let thousand = try batch(1000)
    try await withThrowingTaskGroup(of: Int.self) { group in
      group.addTask { try await log.record(thousand).count }
      await storage.waitForCommit()
      let most = VisitLog.greatestQueue / 1000
      for _ in 0..<most { group.addTask { try await log.record(thousand).count } }
      for _ in 0..<10_000 where log.queued < most { await Task.yield() }
      let one = try batch(1)
      let error = await #expect(throws: YizhanError.self) { try await log.record(one) }
      #expect(error?.code == .unavailable)
      #expect(error?.retryAfter == 1)
      storage.open()
      var total = 0
      for try await count in group { total += count }
      #expect(total == VisitLog.greatestQueue + 1000)
      #expect(try await log.record(one).count == 1)
    }
    // Ten thousand to a commit.
    #expect(storage.commits.map { $0.reduce(0, +) } == [1000, 10_000, 10_000, 10_000, 10_000, 10_000, 1])
  }

  @Test func aBatchLargerThanTheQueueIsTakenWhenNothingWaits() async throws {
    let storage = GatedStorage()
    storage.open()
    let log = VisitLog(storage) { 0 }
    let large = VisitBatch(
      [VisitDraft](repeating: try Samples.draft(), count: VisitLog.greatestQueue + 1), by: .owner)
    #expect(try await log.record(large).count == VisitLog.greatestQueue + 1)
  }

  @Test(arguments: [false, true])
  func theReceiptsOfACommitAreHandedOverAtEachDeskAtOnce(isFailing: Bool) async throws {
    let storage = GatedStorage(fails: isFailing)
    let log = VisitLog(storage) { 0 }
    let (desk, other) = (Desk(), Desk())
    let (counts, told) = AsyncStream.makeStream(of: Int?.self)
    func record(_ count: Int, at desk: Desk?) throws {
      log.record(try batch(count), at: desk) { told.yield(try? $0.get().count) }
    }
    try record(1, at: desk)
    await storage.waitForCommit()
    for count in 2...4 { try record(count, at: desk) }
    try record(5, at: other)
    try record(6, at: nil)
    storage.open()
    let found = await counts.prefix(6).reduce(into: []) { $0.append($1) }
    #expect(found.count { $0 == nil } == (isFailing ? 6 : 0))
    #expect(found.compactMap(\.self).sorted() == (isFailing ? [] : [1, 2, 3, 4, 5, 6]))
    #expect(desk.handedOver == [1, 3])
    #expect(other.handedOver == [1])
  }

  /// Whether this system lets a thread say how it is to share the processors.
  static let canLetOthersGoFirst = Deference.toOthers { sched_getscheduler(0) } == batchPolicy

  @Test(.enabled(if: canLetOthersGoFirst))
  func whoCommitsLetsOthersGoFirstButNotWithWhatFollows() async throws {
    let storage = GatedStorage()
    storage.open()
    let log = VisitLog(storage) { 0 }
    let (policies, told) = AsyncStream.makeStream(of: Int32.self)
    log.record(try batch(1)) { _ in told.yield(sched_getscheduler(0)) }
    #expect(await policies.first { _ in true } == SCHED_OTHER)
    #expect(storage.policies == [Self.batchPolicy])
  }

  @Test(.enabled(if: canLetOthersGoFirst))
  func whoLetOthersGoFirstGoesAsTheyDoAfterwardsEvenWhenTheWorkFails() async throws {
    let policies = await withCheckedContinuation { continuation in
      // A thread of its own: what another was before is not known.
      Thread {
        let during = try? Deference.toOthers { () throws -> Int32 in sched_getscheduler(0) }
        try? Deference.toOthers { throw GatedStorage.Failure() }
        continuation.resume(returning: [during, sched_getscheduler(0)])
      }.start()
    }
    #expect(policies == [Self.batchPolicy, SCHED_OTHER])
  }

  @Test func nothingIsStoredForNothing() async throws {
    let storage = GatedStorage()
    #expect(try await VisitLog(storage) { 0 }.record(VisitBatch([], by: .owner)).isEmpty)
    #expect(storage.commits.isEmpty)
  }
}

/// Calls receipts where it stands, and keeps how many it was given each time.
private final class Desk: ReceiptDesk {
  private let counts = Mutex<[Int]>([])

  var handedOver: [Int] { counts.withLock { $0 } }

  func handOver(_ receipts: [@Sendable () -> Void]) {
    counts.withLock { $0.append(receipts.count) }
    for receipt in receipts { receipt() }
  }
}

/// A storage whose commits take as long as a test wants. It keeps nothing.
private final class GatedStorage: VisitStorage {
  struct Failure: Error {}

  private struct State {
    var commits: [[Int]] = []
    var policies: [Int32] = []
    var isOpen = false
    var held = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let fails: Bool
  private let state = Mutex(State())
  private let gate = DispatchSemaphore(value: 0)

  init(fails: Bool = false) {
    self.fails = fails
  }

  /// Of each commit, how many visits each of its batches had.
  var commits: [[Int]] { state.withLock { $0.commits } }

  /// How each commit was to share the processors with others: the system's word for it.
  var policies: [Int32] { state.withLock { $0.policies } }

  /// Lets commits end.
  func open() {
    state.withLock { state in
      state.isOpen = true
      for _ in 0..<state.held { gate.signal() }
    }
  }

  /// Returns when a commit is under way.
  func waitForCommit() async {
    await withCheckedContinuation { continuation in
      let hasBegun = state.withLock { state in
        if state.commits.isEmpty { state.waiting.append(continuation) }
        return !state.commits.isEmpty
      }
      if hasBegun { continuation.resume() }
    }
  }

  func store(_ batches: [VisitBatch], at instant: Int64) throws -> [[VisitOutcome]] {
    let (waiting, isHeld) = state.withLock { state in
      state.commits.append(batches.map(\.drafts.count))
      state.policies.append(sched_getscheduler(0))
      if !state.isOpen { state.held += 1 }
      defer { state.waiting = [] }
      return (state.waiting, !state.isOpen)
    }
    for continuation in waiting { continuation.resume() }
    if isHeld { gate.wait() }
    if fails { throw Failure() }
    return batches.map { $0.drafts.map { .created($0.visit(at: instant)) } }
  }

  func visit(_ id: VisitID) async throws -> Visit? { nil }

  func void(
    _ id: VisitID, reason: String, by author: Author, at instant: Int64,
    _ allow: @escaping @Sendable (StationID) throws -> Void
  ) async throws -> Visit {
    throw Failure()
  }

  func visits(_ question: VisitQuestion) async throws -> [VisitRow] { [] }
  func erase(_ visitor: VisitorPseudonym, by author: Author, at instant: Int64) async throws -> Int { 0 }
  func eraseVisitors(before time: Int64, at instant: Int64) async throws -> Int { 0 }
}

enum Samples {
  static func draft() throws -> VisitDraft {
    VisitDraft(
      id: VisitID.random(at: 0), stationID: try #require(StationID("YZ-0001")), at: nil, group: .delivery, people: nil,
      services: nil, visitor: nil)
  }
}
