import Foundation
import Geodesy
import SampleData
import SpatialIndex
import Testing

@Suite("The index answers as the linear scan does")
struct NearestTests {
  /// Fixed, unless `YIZHAN_TEST_SEED` says otherwise.
  static let seed = ProcessInfo.processInfo.environment["YIZHAN_TEST_SEED"].flatMap { UInt64($0) } ?? 20

  @Test(arguments: Layout.allCases)
  func answersAreEqualOnEveryLayout(layout: Layout) {
    var generator = SeededGenerator(seed: Self.seed)
    for _ in 0..<300 {
      let points = layout.points(&generator)
      let attributes = generator.attributes(points.count)
      let index = GridIndex(points, attributes: attributes)
      let scan = LinearScan(points, attributes: attributes)
      for _ in 0..<30 {
        let place = layout.question(points, &generator)
        let origin = GeodesicOrigin(place)
        let limit = Self.limit(points.count, &generator)
        let required = Self.required(&generator)
        let radius = Self.radius(from: origin, points, &generator)
        let answer = index.nearest(to: origin, limit: limit, requiring: required, within: radius)
        let truth = scan.nearest(to: origin, limit: limit, requiring: required, within: radius)
        guard answer == truth else {
          Issue.record(
            """
            seed \(Self.seed), \(layout), \(points.count) points, \(place), limit \(limit), required \(required), \
            radius \(String(describing: radius)): \(answer) is not \(truth)
            """)
          return
        }
      }
    }
  }

  @Test(arguments: Layout.allCases)
  func answersAreEqualAfterAttributesHaveChanged(layout: Layout) {
    var generator = SeededGenerator(seed: Self.seed)
    for _ in 0..<40 {
      let points = layout.points(&generator)
      var attributes = generator.attributes(points.count)
      var index = GridIndex(points, attributes: attributes)
      for _ in 0..<5 where !points.isEmpty {
        let fresh = generator.attributes(points.count)
        let changed = points.indices.filter { _ in generator.chance(0.1) }
        for number in changed { attributes[number] = fresh[number] }
        index = index.changing(changed.map { ($0, attributes[$0]) })
        let scan = LinearScan(points, attributes: attributes)
        for _ in 0..<20 {
          let origin = GeodesicOrigin(layout.question(points, &generator))
          let (limit, required) = (Self.limit(points.count, &generator), Self.required(&generator))
          let answer = index.nearest(to: origin, limit: limit, requiring: required)
          #expect(answer == scan.nearest(to: origin, limit: limit, requiring: required), "seed \(Self.seed), \(layout)")
        }
      }
    }
  }

  @Test(arguments: 0..<4)
  func answersAreEqualAtTheSizeOfACountry(part: Int) {
    let (points, index, scan) = Self.country
    var questions = SeededGenerator(seed: Self.seed &+ UInt64(part))
    for number in 0..<50 {
      let place =
        number % 10 == 0
        ? questions.coordinate(latitudes: 20...50, longitudes: 80...130)
        : questions.coordinate(near: points[Int(questions.next() % 186_100)], degrees: 0.01)
      let origin = GeodesicOrigin(place)
      let required: AttributeBits = number % 3 == 0 ? 1 << 9 | 1 << 40 | 1 << 100 : number % 3 == 1 ? 1 << 70 : 0
      let answer = index.nearest(to: origin, limit: 5, requiring: required)
      #expect(answer == scan.nearest(to: origin, limit: 5, requiring: required), "seed \(Self.seed), \(place)")
      #expect(answer.count == 5)
    }
  }

  private static let country: ([Coordinate], GridIndex, LinearScan) = {
    var generator = SeededGenerator(seed: seed)
    let points = generator.townPlaces(186_100)
    let attributes = generator.attributes(points.count)
    return (points, GridIndex(points, attributes: attributes), LinearScan(points, attributes: attributes))
  }()

  @Test func answersComeInOrderOfMillimetresThenNumber() {
    var generator = SeededGenerator(seed: Self.seed)
    let points = Layout.millimetres.points(&generator)
    let answer = GridIndex(points).nearest(to: GeodesicOrigin(.origin), limit: points.count)
    #expect(answer.count == points.count)
    for (one, other) in zip(answer, answer.dropFirst()) { #expect(Neighbour.precedes(one, other)) }
  }

  @Test func aRadiusOfAPointsOwnDistanceTakesThePointIn() throws {
    var generator = SeededGenerator(seed: Self.seed)
    let points = (0..<500).map { _ in generator.coordinate() }
    let index = GridIndex(points)
    for _ in 0..<500 {
      let origin = GeodesicOrigin(generator.coordinate())
      let point = Int(generator.next() % 500)
      let radius = origin.distance(to: points[point])
      let within = index.nearest(to: origin, limit: .max, within: radius)
      #expect(within.last?.distance == radius)
      #expect(within.contains { $0.number == point })
      let justLess = index.nearest(to: origin, limit: .max, within: Meters(radius.value.nextDown))
      #expect(!justLess.contains { $0.number == point })
    }
  }

  @Test func nothingIsFoundWhereThereIsNothingToFind() {
    let origin = GeodesicOrigin(.origin)
    #expect(GridIndex([]).nearest(to: origin, limit: 5) == [])
    #expect(GridIndex([]).nearest(to: origin, limit: 5, requiring: 1) == [])
    let one = GridIndex([.origin])
    for limit in [0, -1, .min] { #expect(one.nearest(to: origin, limit: limit) == []) }
    for radius in [-1, -Double.infinity, .nan] {
      #expect(one.nearest(to: origin, limit: 5, within: Meters(radius)) == [])
      #expect(LinearScan([.origin]).nearest(to: origin, limit: 5, within: Meters(radius)) == [])
    }
    #expect(one.nearest(to: origin, limit: 5, requiring: 1) == [])
  }

  @Test func onePointIsFoundFromEverywhere() {
    var generator = SeededGenerator(seed: Self.seed)
    for _ in 0..<1000 {
      let index = GridIndex([generator.coordinate()], attributes: [1 << 100])
      for limit in [1, 2, .max] {
        let answer = index.nearest(to: GeodesicOrigin(generator.coordinate()), limit: limit, requiring: 1 << 100)
        #expect(answer.map(\.number) == [0])
      }
    }
  }

  @Test(arguments: [AttributeBits.max, 0b1011, 1 << 127 | 1 << 3 | 1, 0] as [AttributeBits])
  func attributesReadAnewGiveTheAnswersOfAnIndexMadeWithThem(mask: AttributeBits) {
    var generator = SeededGenerator(seed: Self.seed)
    let points = generator.townPlaces(1500)
    let before = generator.attributes(points.count)
    let first = GridIndex(points, attributes: before)
    for count in [points.count, 700, 0] {
      let fresh = generator.attributes(count)
      let attributes = before.enumerated().map { ($1 & ~mask) | ($0 < count ? fresh[$0] & mask : 0) }
      let classes = points.indices.map { Int32(min($0, count)) }
      let index = first.replacing(mask, by: classes, with: fresh + [0])
      let scan = LinearScan(points, attributes: attributes)
      for required in [1, 1 << 1, 1 << 3, 1 << 40, 1 << 127, 0b11, 1 << 40 | 1 << 3] as [AttributeBits] {
        for _ in 0..<50 {
          let origin = GeodesicOrigin(points[Int(generator.next() % 1500)])
          #expect(
            index.nearest(to: origin, limit: 7, requiring: required)
              == scan.nearest(to: origin, limit: 7, requiring: required))
        }
      }
    }
  }

  private static func limit(_ count: Int, _ generator: inout SeededGenerator) -> Int {
    [1, 2, 3, 4, 5, 5, 5, 6, 7, 8, 9, 40, 100, count - 1, count, count + 3, .max].randomElement(using: &generator) ?? 5
  }

  private static func required(_ generator: inout SeededGenerator) -> AttributeBits {
    let bit = { (generator: inout SeededGenerator) in AttributeBits(1) << AttributeBits(generator.next() % 128) }
    switch generator.number(in: 0...1) {
    case ..<0.5: return 0
    case ..<0.6: return 1 << 100
    case ..<0.8: return bit(&generator)
    case ..<0.9: return 1 << 2 | 1 << 5 | 1 << 9
    default: return bit(&generator) | bit(&generator)
    }
  }

  /// Most often none; else one that ends exactly at a point, or any at all.
  private static func radius(
    from origin: GeodesicOrigin, _ points: [Coordinate], _ generator: inout SeededGenerator
  ) -> Meters? {
    switch generator.number(in: 0...1) {
    case ..<0.6: return nil
    case ..<0.8: return points.randomElement(using: &generator).map { origin.distance(to: $0) }
    case ..<0.95: return Meters(generator.number(in: 0...1) * generator.number(in: 0...2.1e7))
    default:
      let extremes = [0, -0.0, 1e-300, .leastNonzeroMagnitude, 1e300, .infinity, .nan, -1]
      return Meters(extremes.randomElement(using: &generator) ?? 0)
    }
  }
}
