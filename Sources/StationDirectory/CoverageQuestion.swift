public import Geodesy
public import RestStations

/// How much of what is needed is near a station.
public struct CoverageQuestion: Hashable, Sendable {
  /// A point as far as this from a station, itself allowed, is covered.
  public var distance = Meters(1000)
  /// All of them must be available.
  public var amenities = AmenitySet()
  /// With a moment, only stations count that are open then; not those whose hours are unknown.
  public var open = OpenFilter.any
  /// At most so many gaps are told.
  public var gaps = 10

  /// What may be asked, limits included: metres, and how many gaps.
  public static let distances: ClosedRange<Double> = 1...100_000
  public static let gapLimits = 0...100

  public init() {}

  /// - Throws: ``YizhanError`` with `badRequest` and every fault.
  func check() throws(YizhanError) {
    var faults: [Fault] = []
    if !Self.distances.contains(distance.value) {
      faults.append(.parameter("distance_m", "must be from 1 to 100000", "须在 1 至 100000 之间"))
    }
    if !Self.gapLimits.contains(gaps) {
      faults.append(.parameter("gaps", "must be from 0 to 100", "须在 0 至 100 之间"))
    }
    guard faults.isEmpty else {
      throw YizhanError(.badRequest, Bilingual("the question is wrong", "查询条件有误"), faults: faults)
    }
  }
}
