import Geodesy
import OpeningHours
import RestStations
import SpatialIndex

/// Looks for the station that is nearest to each of some points.
struct CoverageSurvey {
  private let points: [CoveragePoint]
  private let question: CoverageQuestion
  private let moment: Moment
  /// What a station must have to match.
  private let required: AttributeBits
  /// Of each point; nothing for all when no station matches.
  private let nearest: [Neighbour?]

  /// - Parameter progress: is told how many of the points are done, 0…1.
  init(_ points: [CoveragePoint], _ question: CoverageQuestion, _ moment: Moment, progress: (Double) -> Void) {
    self.points = points
    self.question = question
    self.moment = moment
    let required = question.amenities.bits | FilterBits.active | (question.open == .any ? 0 : FilterBits.open)
    self.required = required
    let index = moment.board.index
    nearest = points.enumerated().map { number, point in
      if number.isMultiple(of: 10_000) { progress(Double(number) / Double(points.count)) }
      return index.nearest(to: GeodesicOrigin(point.place), limit: 1, requiring: required).first
    }
    progress(1)
  }

  var report: CoverageReport {
    var (all, covered) = (CoverageReport.Share(), CoverageReport.Share())
    for number in points.indices {
      all.add(points[number])
      if isCovered(number) { covered.add(points[number]) }
    }
    return CoverageReport(
      question: question, instant: moment.instant, revision: moment.snapshot.summary.revision, stations: matching,
      all: all, covered: covered, distances: distances(all.weight), gaps: gaps)
  }

  private func isCovered(_ number: Int) -> Bool {
    nearest[number].map { $0.distance <= question.distance } ?? false
  }

  private var matching: Int {
    (0..<moment.snapshot.count).count { number in
      var bits = moment.bits(of: number)
      if moment.hours(of: number)?.state == .open { bits |= FilterBits.open }
      return bits & required == required
    }
  }

  private func distances(_ total: Double) -> CoverageReport.Distances? {
    let found = points.indices.compactMap { number in
      nearest[number].map { (distance: $0.distance.value, weight: points[number].weight) }
    }
    let ordered = found.sorted { $0.distance < $1.distance }
    guard let last = ordered.last else { return nil }
    let sum = ordered.reduce(0) { $0 + $1.distance * $1.weight }
    return CoverageReport.Distances(
      mean: Meters(sum / total), median: Meters(Self.median(ordered, total)), greatest: Meters(last.distance))
  }

  private static func median(_ ordered: [(distance: Double, weight: Double)], _ total: Double) -> Double {
    var weight = 0.0
    for (place, one) in ordered.enumerated() {
      weight += one.weight
      if 2 * weight > total { return one.distance }
      if 2 * weight == total, place + 1 < ordered.count { return (one.distance + ordered[place + 1].distance) / 2 }
    }
    return ordered.last?.distance ?? 0
  }
}

// MARK: - Gaps

extension CoverageSurvey {
  private var gaps: [CoverageReport.Gap] {
    let open = points.indices.filter { !isCovered($0) }.sorted(by: isWider)
    let positions = open.map { EarthCentred(points[$0].place) }
    var gaps: [GapCentre] = []
    for (number, position) in zip(open, positions) {
      if gaps.count == question.gaps { break }
      if gaps.contains(where: { $0.isNear(points[number].place, at: position) }) { continue }
      gaps.append(GapCentre(number, points[number].place, question.distance))
    }
    return gaps.map { gap in
      var around = CoverageReport.Share()
      for (number, position) in zip(open, positions) where gap.isNear(points[number].place, at: position) {
        around.add(points[number])
      }
      return CoverageReport.Gap(point: points[gap.number], nearest: station(nearestTo: gap.number), around: around)
    }
  }

  /// The order of gaps: by distance in whole millimetres, by weight, and as they were given.
  private func isWider(_ one: Int, than other: Int) -> Bool {
    let (first, second) = (nearest[one]?.distance.millimeters, nearest[other]?.distance.millimeters)
    // Either all points have a nearest station or none has.
    if let first, let second, first != second { return first > second }
    let (weight, otherWeight) = (points[one].weight, points[other].weight)
    return weight == otherWeight ? one < other : weight > otherWeight
  }

  private func station(nearestTo number: Int) -> CoverageReport.Nearest? {
    nearest[number].flatMap { found in
      moment.snapshot.id(of: found.number).map { CoverageReport.Nearest(station: $0, distance: found.distance) }
    }
  }
}

/// A point that stands for the uncovered ones around it.
private struct GapCentre {
  let number: Int
  private let origin: GeodesicOrigin
  private let reach: Meters

  init(_ number: Int, _ place: Coordinate, _ reach: Meters) {
    self.number = number
    self.reach = reach
    origin = GeodesicOrigin(place)
  }

  /// Whether a place is no farther than the reach; the chord, never longer than the geodesic, tells of most.
  func isNear(_ place: Coordinate, at position: EarthCentred) -> Bool {
    // A millimetre for the rounding of positions.
    let chord = reach.value + 0.001
    return origin.position.chordSquared(to: position) <= chord * chord
      && origin.distance(to: place, at: position) <= reach
  }
}

extension CoverageReport.Share {
  fileprivate mutating func add(_ point: CoveragePoint) {
    points += 1
    weight += point.weight
  }
}
