import OpeningHours
public import RestStations
import Synchronization

/// The stations of a district: found from memory, changed in the store.
///
/// Questions never touch the database. Each change swaps in a new snapshot before it is acknowledged.
public final class StationDirectory: Sendable {
  private struct View {
    let snapshot: DirectorySnapshot
    let board: OpeningBoard
  }

  private let storage: any DirectoryStorage
  private let clock: @Sendable () -> Int64
  private let view: Mutex<View>

  /// Reads the whole directory.
  ///
  /// - Parameters:
  ///   - storage: where it is kept.
  ///   - clock: seconds since 1970.
  public init(_ storage: any DirectoryStorage, clock: @escaping @Sendable () -> Int64) async throws {
    self.storage = storage
    self.clock = clock
    let snapshot = try await Self.load(storage)
    view = Mutex(View(snapshot: snapshot, board: OpeningBoard(snapshot, at: clock(), holidays: .empty)))
  }

  /// The directory as it is now.
  public var snapshot: DirectorySnapshot {
    view.withLock { $0.snapshot }
  }

  /// The nearest stations to a place.
  public func nearest(_ question: NearestQuestion) -> NearestAnswer {
    let (snapshot, board) = current(at: question.instant)
    return NearestAnswer(question, snapshot, board)
  }

  /// One station, whatever its status, or nothing when there is none of that id.
  public func station(_ id: StationID) -> StationAnswer? {
    let (snapshot, board) = current(at: nil)
    return snapshot.number(of: id).map { StationAnswer(snapshot: snapshot, board: board, number: $0) }
  }

  /// Stations that match, in the order of their ids, a page at a time.
  public func list(_ question: ListQuestion) -> ListAnswer {
    let (snapshot, board) = current(at: nil)
    return ListAnswer(question, snapshot, board)
  }

  /// Lays a station file over the directory.
  ///
  /// - Parameters:
  ///   - csv: the file, UTF-8.
  ///   - progress: is told how much of the work is done, 0…1.
  /// - Throws: ``YizhanError`` with `badData` and every fault of the file; nothing is stored then.
  public func importStations(
    csv: [UInt8], _ options: ImportOptions, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> ImportReport {
    let report = try await Self.importStations(into: storage, csv: csv, options, at: clock(), progress: progress)
    if !options.dryRun, report.revision != snapshot.summary.revision { try await reload() }
    return report
  }

  /// Brings the snapshot up to the store's revision.
  private func reload() async throws {
    let snapshot = try await Self.load(storage)
    let board = OpeningBoard(snapshot, at: clock(), holidays: .empty)
    view.withLock { view in
      // Of two reloads at once the newer stays.
      if snapshot.summary.revision >= view.snapshot.summary.revision { view = View(snapshot: snapshot, board: board) }
    }
  }

  private static func load(_ storage: any DirectoryStorage) async throws -> DirectorySnapshot {
    try await storage.read { try DirectorySnapshot($0, $1) }
  }

  /// The snapshot with its hours at an instant, or now; the board of now is kept as long as it holds.
  private func current(at instant: Int64?) -> (DirectorySnapshot, OpeningBoard) {
    let now = clock()
    let view = self.view.withLock { $0 }
    if view.board.covers(instant ?? now) { return (view.snapshot, view.board) }
    let board = OpeningBoard(view.snapshot, at: instant ?? now, holidays: .empty)
    if instant == nil {
      self.view.withLock { if $0.snapshot === view.snapshot { $0 = View(snapshot: view.snapshot, board: board) } }
    }
    return (view.snapshot, board)
  }
}

extension StationDirectory {
  /// The same as the instance's, for a directory that need not be read whole to be changed.
  public static func importStations(
    into storage: any DirectoryStorage, csv: [UInt8], _ options: ImportOptions, at instant: Int64,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> ImportReport {
    // Reading the file, laying it over the directory and storing take about a third each.
    let table = try StationCSV.read(csv) { progress($0 / 3) }
    let outcome = Mutex(ImportReport())
    let revision = try await storage.change(.all, at: instant * 1000) { summary, existing in
      var work = StationImport(table, options, catalogue: summary.catalogue, existing: existing)
      let changes = try work.changes { progress((1 + $0) / 3) }
      let report = work.report
      outcome.withLock { $0 = report }
      return options.dryRun ? [] : changes
    }
    progress(1)
    var report = outcome.withLock { $0 }
    report.revision = revision
    return report
  }
}

extension NearestQuestion {
  /// The moment that is asked about, seconds since 1970; nothing for now.
  fileprivate var instant: Int64? {
    if case .at(let instant) = open { instant } else { nil }
  }
}
