/// One check-in at a station, as it is kept. Nothing of it changes but that it may be voided, and its visitor erased.
public struct Visit: Hashable, Sendable {
  public let id: VisitID
  public let stationID: StationID
  /// Seconds since 1970.
  public let at: Int64
  public let group: WorkerGroup
  /// 1…500.
  public let people: Int
  public let services: AmenitySet
  public let visitor: VisitorPseudonym?
  /// When the server took it, milliseconds since 1970.
  public let recordedAt: Int64
  /// Why it was taken back; nothing when it counts.
  public let voidReason: String?

  public init(
    id: VisitID, stationID: StationID, at: Int64, group: WorkerGroup, people: Int, services: AmenitySet,
    visitor: VisitorPseudonym?, recordedAt: Int64, voidReason: String? = nil
  ) {
    self.id = id
    self.stationID = stationID
    self.at = at
    self.group = group
    self.people = people
    self.services = services
    self.visitor = visitor
    self.recordedAt = recordedAt
    self.voidReason = voidReason
  }

  public static let peopleLimits = 1...500
  /// A clock ahead of ours by so many seconds is no fault yet.
  public static let greatestLead: Int64 = 300
}

/// A visit as someone sends it; what is nothing was left out.
public struct VisitDraft: Hashable, Sendable {
  public let id: VisitID
  public let stationID: StationID
  /// Seconds since 1970, 0 or more; now when nothing.
  public let at: Int64?
  public let group: WorkerGroup
  /// One when nothing.
  public let people: Int?
  public let services: AmenitySet?
  public let visitor: VisitorPseudonym?

  public init(
    id: VisitID, stationID: StationID, at: Int64?, group: WorkerGroup, people: Int?, services: AmenitySet?,
    visitor: VisitorPseudonym?
  ) {
    self.id = id
    self.stationID = stationID
    self.at = at
    self.group = group
    self.people = people
    self.services = services
    self.visitor = visitor
  }

  /// The visit that is kept.
  ///
  /// - Parameter instant: when it came, milliseconds since 1970.
  public func visit(at instant: Int64) -> Visit {
    Visit(
      id: id, stationID: stationID, at: at ?? instant / 1000, group: group, people: people ?? 1,
      services: services ?? AmenitySet(), visitor: visitor, recordedAt: instant)
  }

  /// Whether a visit of this id says the same in all that was sent. An erased visitor equals any.
  public func agrees(with visit: Visit) -> Bool {
    visit.stationID == stationID && visit.group == group && (at ?? visit.at) == visit.at
      && (people ?? visit.people) == visit.people && (services ?? visit.services) == visit.services
      && (visitor == nil || visit.visitor == nil || visitor == visit.visitor)
  }
}
