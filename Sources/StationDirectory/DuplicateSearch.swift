import Geodesy
import RestStations

/// Looks for stations that are probably one and the same: near to each other and with like names.
struct DuplicateSearch {
  /// Itself within reach.
  static let reach = Meters(25)
  /// Of the stations within reach so many are compared by name. Where there are more, the places are no places.
  private static let greatestCrowd = 100
  /// What rounding may take from a chord, metres.
  private static let slack = 0.001

  private var ids: [StationID] = []
  private var names: [String] = []
  private var comparable: [Int: ComparableName] = [:]
  private var vicinity: Vicinity

  /// - Parameter capacity: so many stations will be added.
  init(capacity: Int) {
    vicinity = Vicinity(reach: Self.reach.value + Self.slack, capacity: capacity)
    ids.reserveCapacity(capacity)
    names.reserveCapacity(capacity)
  }

  /// Adds a station and gives it a number.
  @discardableResult
  mutating func append(_ id: StationID, _ name: String, _ place: Coordinate) -> Int {
    ids.append(id)
    names.append(name)
    vicinity.append(EarthCentred(place))
    return ids.count - 1
  }

  /// The nearest other station that a station is probably the same as.
  ///
  /// - Parameter place: its own.
  mutating func twin(of number: Int, at place: Coordinate) -> (id: StationID, name: String, distance: Meters)? {
    let near = vicinity.near(number, limit: Self.greatestCrowd)
    if near.isEmpty { return nil }
    let origin = GeodesicOrigin(place)
    let name = comparableName(of: number)
    var twin: (number: Int, distance: Meters)?
    for other in near {
      let chordSquared = origin.position.chordSquared(to: other.position)
      guard let distance = origin.seriesGeodesic(at: other.position, chordSquared: chordSquared)?.length,
        distance <= Self.reach
      else { continue }
      if let best = twin {
        let (ours, theirs) = (distance.millimeters, best.distance.millimeters)
        guard ours < theirs || ours == theirs && ids[other.number] < ids[best.number] else { continue }
      }
      if name.isLike(comparableName(of: other.number)) { twin = (other.number, distance) }
    }
    return twin.map { (ids[$0.number], names[$0.number], $0.distance) }
  }

  private mutating func comparableName(of number: Int) -> ComparableName {
    if let known = comparable[number] { return known }
    let name = ComparableName(names[number])
    comparable[number] = name
    return name
  }
}
