public import Foundation
import OpeningHours
public import RestStations
import Synchronization

/// The stations of a district: found from memory, changed in the store.
///
/// Questions never touch the database. Each change swaps in a new snapshot before it is acknowledged.
public final class StationDirectory: Sendable {
  private struct View {
    let snapshot: DirectorySnapshot
    /// Seconds since 1970.
    let madeAt: Int64
    /// The last second that was asked about as now.
    var latest: Moment
  }

  let storage: any DirectoryStorage
  /// Seconds since 1970.
  let clock: @Sendable () -> Int64
  private let keepsSearchReady: Bool
  private let view = Mutex<View?>(nil)
  private let slots = Mutex<[MomentSlot]>([])
  /// How often the view has been replaced: who has seen what is new, by whatever way, finds this raised.
  let generation = Atomic<Int>(0)

  /// Reads nothing yet: see ``load()``.
  ///
  /// - Parameters:
  ///   - storage: where it is kept.
  ///   - keepsSearchReady: whether what searches go through is made as soon as other questions can be answered, and not only
  ///     when the first search comes, which waits for it then: a tenth of a second for 186,100 stations.
  ///   - clock: seconds since 1970.
  public init(
    _ storage: any DirectoryStorage, keepsSearchReady: Bool = false, clock: @escaping @Sendable () -> Int64
  ) {
    self.storage = storage
    self.keepsSearchReady = keepsSearchReady
    self.clock = clock
  }

  /// Brings the snapshot up to the store. Until it was called once, questions are refused.
  public func load() async throws {
    let known = view.withLock { $0?.latest }
    let moment: Moment
    if let known, let (snapshot, changed) = try await known.snapshot.newest(storage) {
      moment = Moment(known, snapshot, changed: changed, at: clock())
    } else {
      moment = Moment(try await DirectorySnapshot(storage), at: clock())
    }
    let snapshot = moment.snapshot
    view.withLock { view in
      // Of two that load at once the newer stays.
      let present = view?.snapshot.summary.revision ?? -1
      guard snapshot.summary.revision >= present else { return }
      view = View(snapshot: snapshot, madeAt: clock(), latest: moment)
      generation.wrappingAdd(1, ordering: .releasing)
    }
    // So that no one who does not ask keeps what is older.
    for slot in slots.withLock({ $0 }) { slot.clear() }
    if keepsSearchReady, snapshot.names !== known?.snapshot.names {
      Task.detached(priority: .utility) { snapshot.names.prepare() }
    }
  }

  /// Loads unless that was done before: nobody else changes the store.
  public func loadIfNeeded() async throws {
    if view.withLock({ $0 == nil }) { try await load() }
  }

  /// The directory as it is now.
  ///
  /// - Throws: ``YizhanError`` with `unavailable` before it was loaded, like all questions.
  public var snapshot: DirectorySnapshot {
    get throws(YizhanError) { try latest().snapshot }
  }

  /// Seconds since what questions are answered from was read; nothing before it was.
  public var age: Int64? {
    view.withLock { $0?.madeAt }.map { max(0, clock() - $0) }
  }

  /// What belongs to the directory as a whole; asked of the store when it is not loaded.
  public func summary() async throws -> DirectorySummary {
    if let view = view.withLock({ $0 }) { return view.snapshot.summary }
    return try await storage.summary()
  }

  /// The district's time zone.
  public func zone() async throws -> TimeZone {
    TimeZone(identifier: try await summary().timeZone) ?? .gmt
  }

  /// What changed after a revision, a page of it.
  ///
  /// - Parameter limit: see ``ChangesAnswer/limits``.
  /// - Throws: ``YizhanError`` with `badRequest` for a revision that is still to come.
  public func changes(since revision: Int, limit: Int) throws(YizhanError) -> ChangesAnswer {
    let moment = try moment(nil)
    let present = moment.snapshot.summary.revision
    guard revision <= present else {
      let fault = Fault.parameter(
        "since", "is beyond the directory's revision \(present): begin again with 0", "大于目录的版本 \(present)：请从 0 重新开始")
      throw YizhanError.badQuestion([fault])
    }
    return ChangesAnswer(since: revision, limit: limit, moment)
  }

  /// The nearest stations to a place.
  public func nearest(_ question: NearestQuestion) throws(YizhanError) -> NearestAnswer {
    try moment().nearest(question)
  }

  /// How much of what is needed is near a station in use, and where the gaps are.
  ///
  /// - Parameters:
  ///   - points: at most ``CoveragePoint/limit``.
  ///   - progress: is told how much of the work is done, 0…1.
  /// - Throws: ``YizhanError``: `badRequest` with every fault of the question, `tooLarge` with too many points.
  public func coverage(
    of points: [CoveragePoint], question: CoverageQuestion, progress: (Double) -> Void = { _ in }
  ) throws(YizhanError) -> CoverageReport {
    try question.check()
    guard points.count <= CoveragePoint.limit else { throw CoverageFile.tooLarge }
    return CoverageSurvey(points, question, try moment(question.open.instant), progress: progress).report
  }

  /// One station, whatever its status, or nothing when there is none of that id.
  public func station(_ id: StationID) throws(YizhanError) -> StationAnswer? {
    let moment = try moment()
    return moment.snapshot.number(of: id).map { StationAnswer(moment: moment, number: $0) }
  }

  /// Stations that match, in the order of their ids, a page at a time.
  public func list(_ question: ListQuestion) throws(YizhanError) -> ListAnswer {
    ListAnswer(question, try moment(question.open.instant))
  }

  /// Stations that match, as features in the order of their ids, a page at a time, and how many there are in all.
  public func features(_ question: FeatureQuestion) throws(YizhanError) -> FeatureAnswer {
    FeatureAnswer(question, try moment())
  }

  /// Where the stations are that a map finds, and when they last changed.
  public func featureExtent() throws(YizhanError) -> FeatureExtent {
    FeatureExtent(try moment())
  }

  /// The towns, ordered by name, and how many stations each has that are in use or suspended.
  public func towns() throws(YizhanError) -> [(name: String, stations: Int)] {
    let moment = try moment()
    var counts = [Int](repeating: 0, count: moment.snapshot.summary.towns.count)
    for facts in moment.snapshot.facts where facts.town >= 0 && facts.lastingBits & FilterBits.findable != 0 {
      counts[Int(facts.town)] += 1
    }
    return Array(zip(moment.snapshot.summary.towns, counts))
  }

  /// Lays a station file over the directory.
  ///
  /// - Parameters:
  ///   - csv: the file, in UTF-8 or GB18030.
  ///   - progress: is told how much of the work is done, 0…1.
  /// - Throws: ``YizhanError`` with `badData` and every fault of the file; nothing is stored then.
  public func importStations(
    csv: [UInt8], _ options: ImportOptions, by author: Author = .owner,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> ImportReport {
    try await importStations(try StationCSV.Reader(csv), options, author, progress)
  }

  /// The same of a GeoJSON file: a FeatureCollection of Points, its properties named like the columns of a CSV file.
  public func importStations(
    geoJSON: [UInt8], _ options: ImportOptions, by author: Author = .owner,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> ImportReport {
    try await importStations(StationGeoJSON.Reader(geoJSON), options, author, progress)
  }

  private func importStations(
    _ file: any StationFile, _ options: ImportOptions, _ author: Author,
    _ progress: @escaping @Sendable (Double) -> Void
  ) async throws -> ImportReport {
    let now = clock() * 1000
    let outcome = Mutex(ImportReport())
    let revision = try await storage.change(.all, by: author, at: now) { catalogue, existing in
      var work = StationImport(file, options, at: now, catalogue: catalogue, existing: existing)
      // Storing takes about as long as reading.
      let changes = try work.changes { progress($0 / 2) }
      let report = work.report
      outcome.withLock { $0 = report }
      return options.dryRun ? [] : changes
    }
    if let present = view.withLock({ $0?.snapshot.summary.revision }), present != revision { try await load() }
    progress(1)
    var report = outcome.withLock { $0 }
    report.revision = revision
    return report
  }

  private func latest() throws(YizhanError) -> Moment {
    if let moment = view.withLock({ $0?.latest }) { return moment }
    throw YizhanError(.unavailable, Bilingual("the directory is being loaded", "目录正在载入"))
  }

  /// One more reader of the present moment, for as long as the directory is there.
  package func reader() -> MomentReader {
    let slot = MomentSlot()
    slots.withLock { $0.append(slot) }
    return MomentReader(self, slot)
  }

  /// The directory with its hours at an instant, or now, which is kept for those who ask in the same second.
  ///
  /// - Throws: ``YizhanError`` with `unavailable` before it was loaded.
  package func moment(_ instant: Int64? = nil) throws(YizhanError) -> Moment {
    let latest = try latest()
    if let instant { return latest.at(instant) }
    let now = clock()
    if latest.instant == now { return latest }
    let moment = latest.at(now)
    view.withLock { if $0?.snapshot === moment.snapshot { $0?.latest = moment } }
    return moment
  }
}

extension OpenFilter {
  /// The moment that is asked about, seconds since 1970; nothing for now.
  var instant: Int64? {
    if case .at(let instant) = self { instant } else { nil }
  }
}
