public import CoreMetrics
import Dispatch
public import RestStations
import Synchronization

/// Takes visits, and says that it has them when they are on disk.
///
/// Commits are made in groups, by one thread: what arrives while one is being synced goes into the next, and each sender is
/// answered after the commit that its visits were in. Where one follows the other, it begins when ``worthwhileCommit``
/// visits wait, or ``commitInterval`` after the beginning of the one before; a visit that comes after a pause is committed
/// at once. So a busy server pays one sync, and its changes of threads, for many visits; who sends visits one by one,
/// each when the last is acknowledged, gets 125 a second. Who commits lets those go first who answer questions.
public final class VisitLog: Sendable {
  /// Told what became of each visit of a batch, in order, once those that are new are on disk.
  public typealias Receipt = @Sendable (Result<[VisitOutcome], any Error>) -> Void

  private struct Waiting: Sendable {
    let batch: VisitBatch
    let desk: (any ReceiptDesk)?
    let receipt: Receipt
  }

  private struct Queue {
    var waiting: [Waiting] = []
    var visits = 0
    var isCommitting = false
    /// The next commit waits for more.
    var isPausing = false

    var isWorthwhile: Bool { visits >= VisitLog.worthwhileCommit }
  }

  /// More visits than these may not wait; a batch that finds nothing waiting may be larger.
  public static let greatestQueue = 50_000
  /// Visits of one commit, unless a single batch has more.
  private static let greatestCommit = 10_000
  /// So many visits are not kept waiting for others.
  public static let worthwhileCommit = 8
  /// From the beginning of a commit to that of the next, unless it is worthwhile before.
  public static let commitInterval = Duration.milliseconds(8)

  private let storage: any VisitStorage
  private let clock: @Sendable () -> Int64
  private let queue = Mutex(Queue())
  private let commitInterval: DispatchTimeInterval
  private let committer = DispatchQueue(label: "yizhan.visit-log")
  /// Wakes the committer while it pauses.
  private let more = DispatchSemaphore(value: 0)
  private let committed: Counter
  private let commitSizes: Recorder

  /// Batches that wait for the next commit.
  package var queued: Int { queue.withLock { $0.waiting.count } }

  /// - Parameters:
  ///   - clock: milliseconds since 1970.
  ///   - commitInterval: see ``commitInterval``; at most an hour.
  ///   - metrics: where commits are counted.
  public init(
    _ storage: any VisitStorage, clock: @escaping @Sendable () -> Int64,
    commitInterval: Duration = VisitLog.commitInterval, metrics: any MetricsFactory = NOOPMetricsHandler.instance
  ) {
    self.commitInterval = .milliseconds(Int(min(commitInterval, .seconds(3600)) / .milliseconds(1)))
    self.storage = storage
    self.clock = clock
    committed = Counter(label: Self.committedMetric, factory: metrics)
    commitSizes = Recorder(label: Self.commitSizeMetric, aggregate: true, factory: metrics)
  }

  /// Counts visits that were new and are on disk.
  public static let committedMetric = "yizhan_visits_committed_total"
  /// Tells how many visits each commit had.
  public static let commitSizeMetric = "yizhan_visit_commit_size"

  /// Stores a batch of visits.
  ///
  /// - Returns: what became of each, in order, once those that are new are on disk.
  /// - Throws: ``YizhanError`` with `unavailable` when too many are waiting already; nothing is stored then.
  public func record(_ batch: VisitBatch) async throws -> [VisitOutcome] {
    try await withCheckedThrowingContinuation { continuation in
      record(batch) { continuation.resume(with: $0) }
    }
  }

  /// The same for who does not wait.
  ///
  /// - Parameters:
  ///   - desk: where the receipt is handed over; without one the thread that commits calls it.
  ///   - receipt: is called once, with what ``record(_:)`` returns or throws; before this returns, by who calls this, when
  ///     the batch is empty or too many wait.
  public func record(_ batch: VisitBatch, at desk: (any ReceiptDesk)? = nil, _ receipt: @escaping Receipt) {
    guard !batch.drafts.isEmpty else { return receipt(.success([])) }
    let (isTaken, isFirst, isAwaited) = queue.withLock { queue in
      guard queue.waiting.isEmpty || queue.visits + batch.drafts.count <= Self.greatestQueue else {
        return (false, false, false)
      }
      queue.waiting.append(Waiting(batch: batch, desk: desk, receipt: receipt))
      queue.visits += batch.drafts.count
      let (isFirst, isAwaited) = (!queue.isCommitting, queue.isPausing && queue.isWorthwhile)
      queue.isCommitting = true
      if isAwaited { queue.isPausing = false }
      return (true, isFirst, isAwaited)
    }
    guard isTaken else { return receipt(.failure(Self.overloaded)) }
    if isFirst { committer.async { self.commitAll() } }
    if isAwaited { more.signal() }
  }

  private func commitAll() {
    var end: DispatchTime?
    while true {
      // Receipts are called outside: a thread that the system starts for what they lead to is as the one that starts it.
      let (group, results) = Deference.toOthers {
        if let end { pause(until: end) }
        end = .now() + commitInterval
        let group = next()
        return (group, group.isEmpty ? [] : store(group))
      }
      if group.isEmpty { return }
      handOver(zip(group, results))
    }
  }

  /// Waits until it is worthwhile to commit, or a time.
  private func pause(until end: DispatchTime) {
    let isPausing = queue.withLock { queue in
      queue.isPausing = !queue.isWorthwhile
      return queue.isPausing
    }
    guard isPausing, more.wait(timeout: end) == .timedOut else { return }
    let isWoken = queue.withLock { queue in
      defer { queue.isPausing = false }
      return !queue.isPausing
    }
    // Who has found it pausing wakes it, though it be too late.
    if isWoken { more.wait() }
  }

  /// Takes off the queue what goes into one commit; when there is nothing, the next to come starts anew.
  private func next() -> [Waiting] {
    queue.withLock { queue in
      var (count, visits) = (0, 0)
      while count < queue.waiting.count,
        count == 0 || visits + queue.waiting[count].batch.drafts.count <= Self.greatestCommit
      {
        visits += queue.waiting[count].batch.drafts.count
        count += 1
      }
      queue.isCommitting = count > 0
      guard count > 0 else { return [] }
      defer {
        queue.waiting.removeFirst(count)
        queue.visits -= visits
      }
      return Array(queue.waiting.prefix(count))
    }
  }

  /// What each is to be told.
  private func store(_ group: [Waiting]) -> [Result<[VisitOutcome], any Error>] {
    do {
      let outcomes = try storage.store(group.map(\.batch), at: clock())
      count(outcomes)
      return outcomes.map { .success($0) }
    } catch {
      return group.map { _ in .failure(error) }
    }
  }

  private func handOver(_ results: some Sequence<(Waiting, Result<[VisitOutcome], any Error>)>) {
    var desks: [ObjectIdentifier: (desk: any ReceiptDesk, receipts: [@Sendable () -> Void])] = [:]
    for (waiting, result) in results {
      guard let desk = waiting.desk else {
        waiting.receipt(result)
        continue
      }
      desks[ObjectIdentifier(desk), default: (desk, [])].receipts.append { waiting.receipt(result) }
    }
    for (desk, receipts) in desks.values { desk.handOver(receipts) }
  }

  private func count(_ outcomes: [[VisitOutcome]]) {
    committed.increment(by: outcomes.joined().count { if case .created = $0 { true } else { false } })
    commitSizes.record(outcomes.reduce(0) { $0 + $1.count })
  }

  private static let overloaded = YizhanError(
    .unavailable, Bilingual("too many visits are waiting to be stored: try again shortly", "等待保存的到访过多：请稍后重试"),
    retryAfter: 1)
}
