public import Geodesy
public import RestStations

/// How much of what is needed is near a station, and where the gaps are.
public struct CoverageReport: Hashable, Sendable {
  /// Some of the points.
  public struct Share: Hashable, Sendable {
    public internal(set) var points = 0
    /// Of the points together.
    public internal(set) var weight = 0.0
  }

  /// From the points to their nearest station, each counting by its weight.
  public struct Distances: Hashable, Sendable {
    public let mean: Meters
    /// Half of the weight is no farther, half no nearer; in the middle of two distances where both would do.
    public let median: Meters
    public let greatest: Meters
  }

  /// The nearest station to a point.
  public struct Nearest: Hashable, Sendable {
    public let station: StationID
    public let distance: Meters
  }

  /// A point that is not covered, and stands for those around it.
  public struct Gap: Hashable, Sendable {
    public let point: CoveragePoint
    /// Nothing when no station matches at all.
    public let nearest: Nearest?
    /// What a station here would cover: all points that are not covered and no farther from here than the distance of
    /// the question, itself included. Those near to two gaps are counted at both.
    public let around: Share
  }

  public let question: CoverageQuestion
  /// The moment that was asked about, seconds since 1970.
  public let instant: Int64
  /// Of the directory.
  public let revision: Int
  /// Stations that match, near or not.
  public let stations: Int
  public let all: Share
  public let covered: Share
  /// Nothing when no station matches at all, or there are no points.
  public let distances: Distances?
  /// The farthest from any station first, of those equally far the heavier; none is within the distance of the question
  /// of one before it.
  public let gaps: [Gap]

  /// Of the points, 0…1; nothing when there are none.
  public var shareOfPoints: Double? { all.points > 0 ? Double(covered.points) / Double(all.points) : nil }
  /// Of the weight, 0…1; nothing when there are no points.
  public var shareOfWeight: Double? { all.weight > 0 ? covered.weight / all.weight : nil }
}
