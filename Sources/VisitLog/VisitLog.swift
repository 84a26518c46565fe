public import RestStations

/// Takes visits, and says that it has them when they are on disk.
///
/// Commits are made in groups: what arrives while one is being synced goes into the next, and each sender is answered
/// after the commit that its visits were in. So a busy server pays one sync for many visits.
public actor VisitLog {
  private struct Waiting {
    let batch: VisitBatch
    let continuation: CheckedContinuation<[VisitOutcome], any Error>
  }

  /// More visits than these may not wait; a batch that finds nothing waiting may be larger.
  public static let greatestQueue = 50_000
  /// Visits of one commit, unless a single batch has more.
  private static let greatestCommit = 10_000

  private let storage: any VisitStorage
  private let clock: @Sendable () -> Int64
  private var waiting: [Waiting] = []
  private var waitingVisits = 0
  private var isCommitting = false

  /// Batches that wait for the next commit.
  package var queued: Int { waiting.count }

  /// - Parameter clock: milliseconds since 1970.
  public init(_ storage: any VisitStorage, clock: @escaping @Sendable () -> Int64) {
    self.storage = storage
    self.clock = clock
  }

  /// Stores a batch of visits.
  ///
  /// - Returns: what became of each, in order, once those that are new are on disk.
  /// - Throws: ``YizhanError`` with `unavailable` when too many are waiting already; nothing is stored then.
  public func record(_ batch: VisitBatch) async throws -> [VisitOutcome] {
    guard !batch.drafts.isEmpty else { return [] }
    guard waiting.isEmpty || waitingVisits + batch.drafts.count <= Self.greatestQueue else { throw Self.overloaded }
    return try await withCheckedThrowingContinuation { continuation in
      waiting.append(Waiting(batch: batch, continuation: continuation))
      waitingVisits += batch.drafts.count
      if !isCommitting {
        isCommitting = true
        Task { await commitAll() }
      }
    }
  }

  private func commitAll() async {
    while !waiting.isEmpty { await commit(next()) }
    isCommitting = false
  }

  /// Takes off the queue what goes into one commit.
  private func next() -> [Waiting] {
    var (count, visits) = (0, 0)
    while count < waiting.count, count == 0 || visits + waiting[count].batch.drafts.count <= Self.greatestCommit {
      visits += waiting[count].batch.drafts.count
      count += 1
    }
    defer {
      waiting.removeFirst(count)
      waitingVisits -= visits
    }
    return Array(waiting.prefix(count))
  }

  private func commit(_ group: [Waiting]) async {
    do {
      let outcomes = try await storage.store(group.map(\.batch), at: clock())
      for (waiting, outcome) in zip(group, outcomes) { waiting.continuation.resume(returning: outcome) }
    } catch {
      for waiting in group { waiting.continuation.resume(throwing: error) }
    }
  }

  private static let overloaded = YizhanError(
    .unavailable, Bilingual("too many visits are waiting to be stored: try again shortly", "等待保存的到访过多：请稍后重试"),
    retryAfter: 1)
}
