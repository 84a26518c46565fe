import Geodesy
import SampleData
import SpatialIndex
import Testing

@Suite("A box holds the same points by index and by scan")
struct BoxTests {
  @Test(arguments: Layout.allCases)
  func numbersAreEqualOnEveryLayout(layout: Layout) throws {
    var generator = SeededGenerator(seed: NearestTests.seed)
    for _ in 0..<100 {
      let points = layout.points(&generator)
      let attributes = generator.attributes(points.count)
      let index = GridIndex(points, attributes: attributes)
      let scan = LinearScan(points, attributes: attributes)
      for _ in 0..<40 {
        let box = try #require(Self.box(points, &generator))
        for required in [0, 1 << 3, 1 << 100] as [AttributeBits] {
          let numbers = index.numbers(in: box, requiring: required)
          guard numbers == scan.numbers(in: box, requiring: required) else {
            Issue.record(
              "seed \(NearestTests.seed), \(layout), \(points.count) points, \(box), \(required): \(numbers)")
            return
          }
        }
      }
    }
  }

  @Test func theAntimeridianBelongsToBoxesOnBothSidesOfIt() throws {
    let places = try [-180.0, 180, 179.5, -179.5].map { try #require(Coordinate(latitude: 0, longitude: $0)) }
    let index = GridIndex(places)
    let across = try #require(CoordinateBox(west: 179, south: -1, east: -179, north: 1))
    #expect(index.numbers(in: across) == [0, 1, 2, 3])
    let east = try #require(CoordinateBox(west: 179, south: -1, east: 180, north: 1))
    #expect(index.numbers(in: east) == [0, 1, 2])
    let west = try #require(CoordinateBox(west: -180, south: -1, east: -179, north: 1))
    #expect(index.numbers(in: west) == [0, 1, 3])
    let line = try #require(CoordinateBox(west: 180, south: -1, east: 180, north: 1))
    #expect(index.numbers(in: line) == [0, 1])
  }

  @Test func theWholeWorldHoldsEveryPointAndNoPointsNone() throws {
    var generator = SeededGenerator(seed: NearestTests.seed)
    let points = (0..<1000).map { _ in generator.coordinate() }
    let world = try #require(CoordinateBox(west: -180, south: -90, east: 180, north: 90))
    #expect(GridIndex(points).numbers(in: world) == Array(0..<1000))
    #expect(GridIndex([]).numbers(in: world) == [])
    #expect(GridIndex([]).numbers(in: world, requiring: 1) == [])
  }

  /// Any box, with sides through points or at the ends of the axes every so often, and crossing the antimeridian.
  private static func box(_ points: [Coordinate], _ generator: inout SeededGenerator) -> CoordinateBox? {
    let corners = (0..<2).map { _ in
      points.randomElement(using: &generator).flatMap { generator.chance(0.6) ? $0 : nil } ?? generator.coordinate()
    }
    let latitudes = corners.map { generator.chance(0.1) ? ($0.latitude < 0 ? -90 : 90) : $0.latitude }.sorted()
    let longitudes = corners.map { generator.chance(0.2) ? ($0.longitude < 0 ? -180 : 180) : $0.longitude }
    return CoordinateBox(west: longitudes[0], south: latitudes[0], east: longitudes[1], north: latitudes[1])
  }
}
