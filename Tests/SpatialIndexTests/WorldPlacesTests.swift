import Foundation
import Geodesy
import SampleData
import SpatialIndex
import TestSupport
import Testing

@Suite("Distances and order agree with GeographicLib on world places")
struct WorldPlacesTests {
  @Test func theTenNearestOfAHundredPlacesAreGeographicLibsTenNearest() throws {
    let places = try Self.places(limit: 20_000)
    try #require(places.count > 15_000)
    let index = GridIndex(places)
    let scan = LinearScan(places)
    let questions = stride(from: 0, to: places.count, by: places.count / 100).prefix(100).map { places[$0] }
    // GeographicLib is slow: it measures the fifty that the scan takes for the nearest …
    let near = questions.map { scan.nearest(to: GeodesicOrigin($0), limit: 50).map(\.number) }
    let pairs = zip(questions, near).flatMap { from, numbers in numbers.map { (from, places[$0]) } }
    let truths = try Self.geographicLib(pairs)
    try #require(truths.count == 50 * questions.count)
    for (row, question) in questions.enumerated() {
      let origin = GeodesicOrigin(question)
      let truth = Dictionary(uniqueKeysWithValues: zip(near[row], truths[50 * row..<50 * (row + 1)]))
      let best = truth.values.sorted().prefix(10)
      let answer = index.nearest(to: origin, limit: 10)
      try #require(answer.count == 10)
      for (neighbour, distance) in zip(answer, best) {
        let own = try #require(truth[neighbour.number])
        #expect(abs(neighbour.distance.value - own) < 1e-3, "\(question) to \(places[neighbour.number])")
        #expect(abs(own - distance) < 1e-3, "\(places[neighbour.number]) is out of order from \(question)")
      }
      // … and of the others the straight line alone is longer than the tenth distance.
      let tenth = try #require(best.last)
      let inside = Set(near[row])
      for (number, place) in places.enumerated() where !inside.contains(number) {
        #expect(origin.position.chordSquared(to: EarthCentred(place)).squareRoot() > tenth)
      }
    }
  }

  private static func places(limit: Int) throws -> [Coordinate] {
    let folder = try TemporaryFolder()
    let file = folder.path("places.csv")
    let converted = try Command.run(
      Oracle.python.path, [Project.fixture("world/convert.py").path, "--output", file, "--limit", "\(limit)"])
    try #require(converted.status == 0, "\(converted.standardError)")
    return try Oracle.run("world_oracle.py", [file]).map { line in
      let numbers = line.split(separator: " ").compactMap { Double($0) }
      try #require(numbers.count == 2)
      return try #require(Coordinate(latitude: numbers[0], longitude: numbers[1]))
    }
  }

  private static func geographicLib(_ pairs: [(Coordinate, Coordinate)]) throws -> [Double] {
    let lines = pairs.map { "\($0.latitude) \($0.longitude) \($1.latitude) \($1.longitude)" }
    return try Oracle.run("world_oracle.py", input: lines).compactMap { Double($0) }
  }
}
