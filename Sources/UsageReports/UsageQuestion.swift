public import OpeningHours
public import RestStations

/// What statistics are asked for.
public struct UsageQuestion: Hashable, Sendable {
  /// Days of the district's zone, both of them counted.
  public var from: CivilDate
  public var to: CivilDate
  /// The columns, in their order; each at most once.
  public var by: [UsageDimension]
  /// Only visits of these count; of all where there are none.
  public var stations: [StationID]
  public var towns: [String]
  public var groups: [WorkerGroup]

  public init(
    from: CivilDate, to: CivilDate, by: [UsageDimension] = [], stations: [StationID] = [], towns: [String] = [],
    groups: [WorkerGroup] = []
  ) {
    self.from = from
    self.to = to
    self.by = by
    self.stations = stations
    self.towns = towns
    self.groups = groups
  }
}
