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
    try await change(id, hub: fields.hubID, by: author) { catalogue, before in
      try match.check(before)
      if before != nil, match == .unsaid { throw Self.matchNeeded }
      isNew.withLock { $0 = before == nil }
      return fields.applied(to: nil, at: before?.coordinate, id, datum, catalogue)
    }
    return isNew.withLock { $0 }
  }

  /// Changes some fields of a station.
  ///
  /// - Throws: as ``put(_:_:_:_:)``, and `notFound`.
  public func patch(
    _ id: StationID, _ fields: StationFields, _ datum: Datum, _ match: StationMatch, by author: Author = .owner
  ) async throws {
    try await change(id, hub: fields.hubID, by: author) { catalogue, before in
      guard let before else { throw YizhanError.noSuchStation }
      try match.check(before)
      return fields.applied(to: before, at: before.coordinate, id, datum, catalogue)
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
      return (station, [])
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
    _ decide: @escaping @Sendable (AmenityCatalogue, Station?) throws -> (station: Station, faults: [Fault])
  ) async throws {
    let now = clock() * 1000
    let scope = ChangeScope.around([id] + (hub.map { [$0] } ?? []))
    let hasChanged = Mutex(false)
    _ = try await storage.change(scope, by: author, at: now) { catalogue, around in
      // A suspension that is over is no longer there to be edited.
      let before = around[id]?.settled(at: now)
      let (after, faults) = try decide(catalogue, before)
      let found = Set(faults.map(\.place))
      let others = [
        Self.faultOfHub(of: after, before, around), Self.faultOfKind(of: after, around),
        Self.faultOfEnd(of: after, at: now),
      ]
      let all = faults + others.compactMap { $0 }.filter { !found.contains($0.place) }
      guard all.isEmpty else { throw StationFields.bad(all) }
      if let before, after.hasSameContent(as: before) { return [] }
      hasChanged.withLock { $0 = true }
      return [after]
    }
    if hasChanged.withLock({ $0 }) { try await load() } else { try await loadIfNeeded() }
  }

  /// A hub must be there, be a hub and be another station.
  ///
  /// - Parameter around: the station's hub, where that is another than before, among others.
  private static func faultOfHub(
    of station: Station, _ before: Station?, _ around: [StationID: Station]
  ) -> Fault? {
    guard let hub = station.hubID, hub != before?.hubID else { return nil }
    if hub == station.id { return bad(.hubID, Bilingual("a station cannot be its own hub", "站点不能以自身为中心")) }
    guard let there = around[hub] else {
      return bad(.hubID, Bilingual("there is no station \(hub)", "没有编号为 \(hub) 的站点"))
    }
    guard there.kind != .hub else { return nil }
    let kind = there.kind.rawValue
    return bad(.hubID, Bilingual("\(hub) is a \(kind), not a hub", "\(hub) 的类型是 \(kind)，不是 hub"))
  }

  /// A hub that has satellites must stay one.
  ///
  /// - Parameter around: the station's satellites, among others.
  private static func faultOfKind(of station: Station, _ around: [StationID: Station]) -> Fault? {
    guard station.kind != .hub else { return nil }
    let first = around.values.filter { $0.hubID == station.id && $0.id != station.id }.map(\.id).min()
    return first.map { bad(.kind, Bilingual("it is the hub of \($0)", "它是 \($0) 的所属中心")) }
  }

  /// A suspension that would be over at once is a slip of the pen.
  private static func faultOfEnd(of station: Station, at now: Int64) -> Fault? {
    guard station.status == .suspended, let end = station.statusUntil, end <= now else { return nil }
    return bad(.statusUntil, Bilingual("is over already", "该时刻已过"))
  }

  private static func bad(_ column: StationColumn, _ detail: Bilingual) -> Fault {
    Fault(StationFields.place(column), detail)
  }

  private static let matchNeeded = YizhanError(
    .preconditionRequired,
    Bilingual(
      "the station is there already: say which revision is to be replaced, If-Match: \"REVISION\"",
      "该服务点已存在：请用 If-Match: \"版本\" 说明要替换的版本"))
}
