import Foundation
import Geodesy
import RestStations
import SampleData
import StationDirectory
import TestSupport
import Testing

@Suite("Coverage says how many points have a station near, and where the gaps are")
struct CoverageTests {
  @Test func randomQuestionsAreAnsweredAsByLookingAtAllStations() async throws {
    let district = try await District(try District.yanzhou.get())
    try await suspendSome(district)
    let reference = try await HoursReference(district)
    var generator = SeededGenerator(seed: testSeed)
    var (covered, gaps) = (0, 0)
    for number in 0..<60 {
      let question = question(&generator, district)
      let points = points(&generator, Int.random(in: 1...300, using: &generator), reference.stations)
      let report = try district.directory.coverage(of: points, question: question)
      let expected = Expected(points, question, reference, now: district.clock.now)
      let comment = Comment(rawValue: "question \(number) of seed \(testSeed): \(question)")
      #expect(report.covered.points == expected.covered.count && report.all.points == points.count, comment)
      #expect(abs(report.covered.weight - expected.covered.reduce(0) { $0 + $1.weight }) < 1e-6, comment)
      #expect(report.stations == expected.stations.count, comment)
      expected.expectDistances(report.distances, comment)
      #expect(report.gaps.map(\.point) == expected.gaps.map(\.point), comment)
      #expect(report.gaps.map(\.nearest?.station) == expected.gaps.map { $0.nearest?.id }, comment)
      #expect(report.gaps.map(\.around.points) == expected.gaps.map(\.around), comment)
      covered += report.covered.points
      gaps += report.gaps.count
    }
    #expect(covered > 1000 && gaps > 100, "the questions are of all kinds")
  }

  @Test func aPointAsFarAsTheDistanceIsCovered() async throws {
    let district = try await District("id,name,lat,lon\na,x,35.5,116.8\n")
    let place = try #require(Coordinate(latitude: 35.51, longitude: 116.81))
    let station = try #require(Coordinate(latitude: 35.5, longitude: 116.8))
    let distance = GeodesicOrigin(place).distance(to: station)
    for (limit, covered) in [(distance, 1), (Meters(distance.value.nextDown), 0)] {
      var question = CoverageQuestion()
      question.distance = limit
      let report = try district.directory.coverage(of: [CoveragePoint(place)], question: question)
      #expect(report.covered.points == covered && report.gaps.count == 1 - covered)
      #expect(report.distances?.greatest == distance)
    }
  }

  @Test func onlyStationsThatAreOpenAtTheMomentCount() async throws {
    let rows = ["a,x,35.5,116.8,08:00-18:00", "b,x,35.5,116.9,", "c,x,35.5,117,24/7"]
    let district = try await District("id,name,lat,lon,opening_hours\n" + rows.joined(separator: "\n"))
    let points = [116.8, 116.9, 117].compactMap { Coordinate(latitude: 35.5, longitude: $0) }.map { CoveragePoint($0) }
    func covered(_ open: OpenFilter) throws -> [Int] {
      var question = CoverageQuestion()
      question.open = open
      let report = try district.directory.coverage(of: points, question: question)
      return [report.covered.points, report.stations]
    }
    #expect(try covered(.any) == [3, 3])
    #expect(try covered(.now) == [2, 2], "hours that are unknown are no open ones")
    #expect(try covered(.at(district.clock.now + 6 * 3600)) == [1, 1])
    #expect(try covered(.at(try #require(Instant.parse("2026-11-25T08:00:00+08:00")))) == [2, 2])
  }

  @Test func sharesAndDistancesGoByWeight() async throws {
    let district = try await District("id,name,lat,lon\na,x,35.5,116.8\n")
    // 0, 1.1, 2.2 and 3.3 km to the north.
    let points = zip([0, 0.01, 0.02, 0.03], [1.0, 1, 2, 4]).compactMap { step, weight in
      Coordinate(latitude: 35.5 + step, longitude: 116.8).map { CoveragePoint($0, weight: weight, name: "\(step)") }
    }
    var question = CoverageQuestion()
    question.distance = Meters(1500)
    let report = try district.directory.coverage(of: points, question: question)
    #expect(report.shareOfPoints == 0.5 && report.shareOfWeight == 0.25)
    let distances = try #require(report.distances)
    let steps = points.map { GeodesicOrigin(points[0].place).distance(to: $0.place).value }
    #expect(distances.greatest == Meters(steps[3]))
    #expect(abs(distances.mean.value - (steps[1] + 2 * steps[2] + 4 * steps[3]) / 8) < 1e-6)
    #expect(abs(distances.median.value - (steps[2] + steps[3]) / 2) < 1e-6)
    // The farthest stands for the one 1.1 km from it.
    #expect(report.gaps.map(\.point.name) == ["0.03"])
    #expect(report.gaps.map(\.around.points) == [2] && report.gaps.map(\.around.weight) == [6])
  }

  @Test func withoutAMatchingStationNothingIsCovered() async throws {
    let district = try await District("id,name,lat,lon,status\na,x,35.5,116.8,suspended\nb,x,35.5,116.8,retired\n")
    let points = [35.5, 35.5001, 36].compactMap { Coordinate(latitude: $0, longitude: 116.8) }
    let weighted = zip(points, [1.0, 3, 2]).map { CoveragePoint($0, weight: $1) }
    let report = try district.directory.coverage(of: weighted, question: CoverageQuestion())
    #expect(report.covered.points == 0 && report.covered.weight == 0)
    #expect(report.distances == nil && report.stations == 0)
    #expect(report.gaps.map(\.point) == [weighted[1], weighted[2]] && report.gaps.allSatisfy { $0.nearest == nil })
    let none = try district.directory.coverage(of: [], question: CoverageQuestion())
    #expect(none.shareOfPoints == nil && none.shareOfWeight == nil && none.gaps.isEmpty)
  }

  @Test func whatMayNotBeAskedIsRefusedWithEveryFault() async throws {
    let district = try await District()
    for distance in [0.9, 100_000.1, -1, .nan, .infinity] {
      var question = CoverageQuestion()
      (question.distance, question.gaps) = (Meters(distance), 101)
      let error = #expect(throws: YizhanError.self) { try district.directory.coverage(of: [], question: question) }
      #expect(error?.code == .badRequest)
      #expect(error?.faults.map(\.place) == [.parameter("distance_m"), .parameter("gaps")])
    }
    let many = [CoveragePoint](repeating: CoveragePoint(.origin), count: CoveragePoint.limit + 1)
    let error = #expect(throws: YizhanError.self) {
      try district.directory.coverage(of: many, question: CoverageQuestion())
    }
    #expect(error?.code == .tooLarge)
  }

  // MARK: -

  private func suspendSome(_ district: District) async throws {
    var stations = try await district.stations()
    for number in stations.indices where number % 7 == 3 { stations[number].status = .suspended }
    try await district.store(stations)
  }

  private func question(_ generator: inout SeededGenerator, _ district: District) -> CoverageQuestion {
    var question = CoverageQuestion()
    question.distance = Meters(generator.number(in: 100...4000))
    question.gaps = Int.random(in: 0...20, using: &generator)
    if generator.chance(0.4) { question.amenities = AmenityCatalogue.standard.set(of: ["microwave"]) }
    switch Int.random(in: 0..<3, using: &generator) {
    case 0: question.open = .now
    case 1: question.open = .at(district.clock.now + Int64.random(in: -90_000...90_000, using: &generator))
    default: break
    }
    return question
  }

  private func points(_ generator: inout SeededGenerator, _ count: Int, _ stations: [Station]) -> [CoveragePoint] {
    (0..<count).map { number in
      let station = stations[number % stations.count]
      let isFar = generator.chance(0.02)
      let place = isFar ? generator.coordinate() : generator.coordinate(near: station.coordinate, degrees: 0.05)
      return CoveragePoint(place, weight: generator.chance(0.5) ? 1 : generator.number(in: 0.1...9), line: number)
    }
  }
}

/// The same by looking at all stations for each point.
private struct Expected {
  struct Gap {
    let point: CoveragePoint
    let nearest: Found?
    var around = 0
  }

  struct Found {
    let id: StationID
    let distance: Meters
  }

  let stations: [Station]
  private(set) var covered: [CoveragePoint] = []
  private(set) var gaps: [Gap] = []
  private var found: [(distance: Double, weight: Double)] = []

  init(_ points: [CoveragePoint], _ question: CoverageQuestion, _ reference: HoursReference, now: Int64) {
    let instant = if case .at(let instant) = question.open { instant } else { now }
    stations = zip(reference.stations, reference.said(at: instant)).filter { station, said in
      said.status == "active" && question.amenities.bits & ~station.amenities.bits == 0
        && (question.open == .any || said.open == "open")
    }.map(\.0)
    var uncovered: [Gap] = []
    for point in points {
      let nearest = Self.nearest(to: point.place, stations)
      if let nearest { found.append((nearest.distance.value, point.weight)) }
      if let nearest, nearest.distance <= question.distance {
        covered.append(point)
      } else {
        uncovered.append(Gap(point: point, nearest: nearest))
      }
    }
    uncovered.sort { one, other in
      let (first, second) = (one.nearest?.distance.millimeters ?? 0, other.nearest?.distance.millimeters ?? 0)
      if first != second { return first > second }
      if one.point.weight != other.point.weight { return one.point.weight > other.point.weight }
      return (one.point.line ?? 0) < (other.point.line ?? 0)
    }
    func areNear(_ one: Gap, _ other: Gap) -> Bool {
      GeodesicOrigin(one.point.place).distance(to: other.point.place) <= question.distance
    }
    for gap in uncovered where gaps.count < question.gaps && !gaps.contains(where: { areNear($0, gap) }) {
      gaps.append(gap)
    }
    for number in gaps.indices { gaps[number].around = uncovered.count { areNear(gaps[number], $0) } }
  }

  private static func nearest(to place: Coordinate, _ stations: [Station]) -> Found? {
    let origin = GeodesicOrigin(place)
    // The first of those equally far, to a millimetre, is the one of the lowest id.
    return stations.map { Found(id: $0.id, distance: origin.distance(to: $0.coordinate)) }
      .min { $0.distance.millimeters < $1.distance.millimeters }
  }

  func expectDistances(_ distances: CoverageReport.Distances?, _ comment: Comment) {
    guard let distances else {
      #expect(found.isEmpty, comment)
      return
    }
    let total = found.reduce(0) { $0 + $1.weight }
    let mean = found.reduce(0) { $0 + $1.distance * $1.weight } / total
    #expect(abs(distances.mean.value - mean) < 1e-3, comment)
    #expect(distances.greatest.value == found.map(\.distance).max(), comment)
    let median = distances.median.value
    #expect(2 * found.reduce(0) { $0 + ($1.distance < median - 1e-6 ? $1.weight : 0) } <= total + 1e-6, comment)
    #expect(2 * found.reduce(0) { $0 + ($1.distance > median + 1e-6 ? $1.weight : 0) } <= total + 1e-6, comment)
  }
}
