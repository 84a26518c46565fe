public import Geodesy
public import OpeningHours
public import RestStations
import Synchronization

extension StationDirectory {
  /// Makes a station, or puts other content in place of all that one has.
  ///
  /// - Parameters:
  ///   - datum: of the fields' coordinates.
  ///   - match: what the caller believes to be there; a station that is there is not replaced when it is unsaid.
  /// - Returns: whether it is new.
  /// - Throws: ``YizhanError`` with `badData`, `preconditionFailed` or `preconditionRequired`; nothing is stored then.
  public func put(
    _ id: StationID, _ fields: StationFields, _ datum: Datum, _ match: StationMatch, by author: Author = .owner
  ) async throws -> Bool {
    let isNew = Mutex(false)
    try await change(id, hub: fields.hubID, by: author) { summary, before in
      try match.check(before)
      if before != nil, match == .unsaid { throw Self.matchNeeded }
      isNew.withLock { $0 = before == nil }
      return try fields.applied(to: nil, at: before?.coordinate, id, datum, summary.catalogue)
    }
    return isNew.withLock { $0 }
  }

  /// Changes some fields of a station.
  ///
  /// - Throws: as ``put(_:_:_:_:)``, and `notFound`.
  public func patch(
    _ id: StationID, _ fields: StationFields, _ datum: Datum, _ match: StationMatch, by author: Author = .owner
  ) async throws {
    try await change(id, hub: fields.hubID, by: author) { summary, before in
      guard let before else { throw YizhanError.noSuchStation }
      try match.check(before)
      return try fields.applied(to: before, at: before.coordinate, id, datum, summary.catalogue)
    }
  }

  /// Retires a station: it stays for the statistics and is never found. One that is retired already stays as it is.
  public func retire(_ id: StationID, _ match: StationMatch, by author: Author = .owner) async throws {
    try await change(id, hub: nil, by: author) { _, before in
      guard var station = before else { throw YizhanError.noSuchStation }
      try match.check(station)
      if station.status != .retired {
        (station.status, station.statusReason, station.statusUntil) = (.retired, nil, nil)
      }
      return station
    }
  }

  /// Puts days into the table of holidays; see ``DirectoryStorage/store(_:by:at:)``.
  public func store(_ holidays: HolidayTable, by author: Author = .owner) async throws {
    _ = try await storage.store(holidays, by: author, at: clock() * 1000)
    try await load()
  }

  /// Adds an amenity of the district's own; see ``DirectoryStorage/add(_:by:at:)``.
  public func add(_ amenity: Amenity, by author: Author = .owner) async throws {
    _ = try await storage.add(amenity, by: author, at: clock() * 1000)
    try await load()
  }

  /// Stores what a decision makes of a station, unless that is what is there.
  private func change(
    _ id: StationID, hub: StationID?, by author: Author,
    _ decide: @escaping @Sendable (DirectorySummary, Station?) throws -> Station
  ) async throws {
    let now = clock() * 1000
    let scope = ChangeScope.around([id] + (hub.map { [$0] } ?? []))
    let hasChanged = Mutex(false)
    _ = try await storage.change(scope, by: author, at: now) { summary, around in
      // A suspension that is over is no longer there to be edited.
      let before = around[id]?.settled(at: now)
      let after = try decide(summary, before)
      try Self.checkHub(of: after, before, around)
      try Self.checkEnd(of: after, at: now)
      if let before, after.hasSameContent(as: before) { return [] }
      hasChanged.withLock { $0 = true }
      return [after]
    }
    if hasChanged.withLock({ $0 }) { try await load() } else { try await loadIfNeeded() }
  }

  /// A hub must be there, be a hub and be another station; and a hub that has satellites must stay one.
  ///
  /// - Parameter around: the station's satellites, and its hub where that is another than before.
  private static func checkHub(of station: Station, _ before: Station?, _ around: [StationID: Station]) throws {
    if let hub = station.hubID, hub != before?.hubID {
      guard hub != station.id else {
        throw bad(.hubID, Bilingual("a station cannot be its own hub", "站点不能以自身为中心"))
      }
      guard let there = around[hub] else {
        throw bad(.hubID, Bilingual("there is no station \(hub)", "没有编号为 \(hub) 的站点"))
      }
      guard there.kind == .hub else {
        throw bad(
          .hubID,
          Bilingual("\(hub) is a \(there.kind.rawValue), not a hub", "\(hub) 的类型是 \(there.kind.rawValue)，不是 hub"))
      }
    }
    guard station.kind != .hub else { return }
    let satellites = around.values.filter { $0.hubID == station.id }.map(\.id).sorted()
    if let first = satellites.first {
      throw bad(.kind, Bilingual("it is the hub of \(first)", "它是 \(first) 的所属中心"))
    }
  }

  /// A suspension that would be over at once is a slip of the pen.
  private static func checkEnd(of station: Station, at now: Int64) throws {
    guard station.status == .suspended, let end = station.statusUntil, end <= now else { return }
    throw bad(.statusUntil, Bilingual("is over already", "该时刻已过"))
  }

  private static func bad(_ column: StationColumn, _ detail: Bilingual) -> YizhanError {
    StationFields.bad([Fault(.pointer("/" + column.rawValue), detail)])
  }

  private static let matchNeeded = YizhanError(
    .preconditionRequired,
    Bilingual(
      "the station is there already: say which revision is to be replaced, If-Match: \"REVISION\"",
      "该服务点已存在：请用 If-Match: \"版本\" 说明要替换的版本"))
}
