public import RestStations

/// Visits that could not be sent to their server, kept on disk until they are.
///
/// Any number of processes may use the same outbox at once. Each change is on disk before its call returns and survives
/// a kill at any moment. When nothing is left the file is overwritten and removed, since visits may name visitors; a
/// file system that copies on write may keep the old blocks all the same.
public struct Outbox: Sendable {
  /// A visit that waits.
  public struct Entry: Hashable, Sendable, Codable {
    /// The visit's own id, by which the server knows it again.
    public var id: String
    /// The visit as a JSON object.
    public var body: String
    /// When it was put here, milliseconds since 1970.
    public var addedAt: Int64

    public init(id: String, body: String, addedAt: Int64) {
      (self.id, self.body, self.addedAt) = (id, body, addedAt)
    }
  }

  /// A visit that the server will never accept as it is.
  public struct SetAside: Hashable, Sendable {
    public var entry: Entry
    /// Why, as the server told it.
    public var reason: String

    public init(_ entry: Entry, reason: String) {
      (self.entry, self.reason) = (entry, reason)
    }
  }

  /// What became of a visit that was sent.
  public enum Outcome: Hashable, Sendable {
    /// The server has it.
    case sent
    /// The server will never accept it: it is set aside with the reason.
    case refused(String)
    /// Not now: it stays, and nothing more is sent.
    case later
  }

  /// What a call of ``send(batchSize:_:)`` did.
  public struct Delivery: Hashable, Sendable {
    public var sent = 0
    public var refused = 0
    /// Visits that still wait.
    public var waiting = 0
    /// Another process, or another call, was sending, so this one did nothing.
    public var isBusy = false

    public init() {}
  }

  private let files: OutboxFiles

  /// Touches no file yet.
  ///
  /// - Parameters:
  ///   - folder: holds one journal for each server; made when it is needed, and refused when others may look into it.
  ///   - server: the address of the server that the visits are meant for.
  public init(folder: String, server: String) {
    files = OutboxFiles(folder: folder, server: server)
  }

  /// The file that holds the visits. It need not be there.
  public var path: String { files.journal }

  /// Keeps visits, all of them or, when this throws, perhaps none.
  ///
  /// One that is here already stays as it is; had it been set aside, it waits again.
  ///
  /// - Throws: `.badData` when another visit with the same id is here, `.storageFailed`.
  public func add(_ entries: [Entry]) throws(YizhanError) {
    guard !entries.isEmpty else { return }
    try files.makeFolder()
    let journal = try OutboxJournal(files)
    var records: [OutboxRecord] = []
    var news: [String: Entry] = [:]
    for entry in entries {
      guard let known = journal.contents.entry(entry.id) ?? news[entry.id] else {
        records.append(.added(entry))
        news[entry.id] = entry
        continue
      }
      guard known.body == entry.body else { throw Self.conflict(entry.id) }
      if journal.contents.isSetAside(entry.id) { records.append(.retried(entry.id)) }
    }
    try journal.append(records)
  }

  /// The visits that wait, in the order in which they were added.
  ///
  /// - Throws: `.storageFailed`.
  public func pending() throws(YizhanError) -> [Entry] {
    try contents().pending
  }

  /// The visits that were set aside, in the order in which they were added.
  ///
  /// - Throws: `.storageFailed`.
  public func setAside() throws(YizhanError) -> [SetAside] {
    try contents().setAside
  }

  /// Lets a visit that was set aside wait again, at its old place.
  ///
  /// - Throws: `.notFound` when none of that id is set aside, `.storageFailed`.
  public func retry(_ id: String) throws(YizhanError) {
    guard try files.folderIsThere() else { throw Self.notSetAside(id) }
    let journal = try OutboxJournal(files)
    guard journal.contents.isSetAside(id) else { throw Self.notSetAside(id) }
    try journal.append([.retried(id)])
  }

  /// Lets all visits that were set aside wait again.
  ///
  /// - Returns: how many there were.
  /// - Throws: `.storageFailed`.
  @discardableResult
  public func retryAll() throws(YizhanError) -> Int {
    guard try files.folderIsThere() else { return 0 }
    let journal = try OutboxJournal(files)
    let ids = journal.contents.setAside.map(\.entry.id)
    try journal.append(ids.map { .retried($0) })
    return ids.count
  }

  /// Forgets a visit for good, waiting or set aside. One that is just being sent may arrive all the same.
  ///
  /// - Throws: `.notFound`, `.storageFailed`.
  public func discard(_ id: String) throws(YizhanError) {
    guard try files.folderIsThere() else { throw Self.notFound(id) }
    let journal = try OutboxJournal(files)
    guard journal.contents.entry(id) != nil else { throw Self.notFound(id) }
    try journal.append([.discarded(id)])
    try journal.compact()
  }

  /// Sends what waits, in the order in which it was added, those included that are added meanwhile.
  ///
  /// One call at a time sends, whatever process it is in; another returns at once. What became of a batch is on disk
  /// before the next one goes. A visit whose delivery was cut short is sent again by the next call: the server knows it
  /// by its id.
  ///
  /// - Parameters:
  ///   - batchSize: how many visits go at once, at most; at least 1.
  ///   - deliver: sends a batch and tells what became of each, in the same order; an outcome that is missing is `later`.
  /// - Throws: what `deliver` throws, the batch staying where it is; `.storageFailed`.
  public func send(
    batchSize: Int, _ deliver: ([Entry]) async throws -> [Outcome]
  ) async throws -> Delivery {
    var delivery = Delivery()
    guard try files.folderIsThere() else { return delivery }
    guard let sender = try files.lockForSending() else {
      delivery.isBusy = true
      delivery.waiting = try pending().count
      return delivery
    }
    defer { withExtendedLifetime(sender) {} }
    var batches = Batches(size: max(1, batchSize))
    do {
      while let batch = try batches.next(after: pending) {
        let outcomes = try await deliver(batch)
        try record(zip(batch, outcomes), in: &delivery)
        if outcomes.count < batch.count || outcomes.contains(.later) { break }
      }
    } catch {
      _ = try? compact()
      throw error
    }
    delivery.waiting = try compact().count
    return delivery
  }

  /// Forgets for good what is gone, and gives what waits.
  private func compact() throws(YizhanError) -> [Entry] {
    let journal = try OutboxJournal(files)
    try journal.compact()
    return journal.contents.pending
  }

  private func record(_ outcomes: some Sequence<(Entry, Outcome)>, in delivery: inout Delivery) throws(YizhanError) {
    var records: [OutboxRecord] = []
    for (entry, outcome) in outcomes {
      switch outcome {
      case .sent:
        records.append(.sent(entry.id))
        delivery.sent += 1
      case .refused(let reason):
        records.append(.refused(entry.id, reason))
        delivery.refused += 1
      case .later: continue
      }
    }
    let journal = try OutboxJournal(files)
    try journal.append(records)
  }

  private func contents() throws(YizhanError) -> OutboxContents {
    guard try files.folderIsThere() else { return OutboxContents() }
    return try OutboxJournal(files).contents
  }

  private static func conflict(_ id: String) -> YizhanError {
    YizhanError(
      .badData,
      Bilingual(
        "another visit with the id \(id) waits in the outbox already", "待发队列中已有编号为 \(id) 的另一条到访记录"))
  }

  private static func notFound(_ id: String) -> YizhanError {
    YizhanError(.notFound, Bilingual("there is no visit \(id) in the outbox", "待发队列中没有到访记录 \(id)"))
  }

  private static func notSetAside(_ id: String) -> YizhanError {
    YizhanError(
      .notFound, Bilingual("there is no visit \(id) that was set aside", "没有被搁置的到访记录 \(id)"))
  }
}

/// Batches of what waits: as long as there are some, the journal need not be read again.
private struct Batches {
  let size: Int
  private var rest: ArraySlice<Outbox.Entry> = []

  init(size: Int) {
    self.size = size
  }

  mutating func next(after pending: () throws -> [Outbox.Entry]) rethrows -> [Outbox.Entry]? {
    if rest.isEmpty { rest = try pending()[...] }
    defer { rest = rest.dropFirst(size) }
    return rest.isEmpty ? nil : Array(rest.prefix(size))
  }
}
