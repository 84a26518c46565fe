import Foundation
import Geodesy
import SampleData
import TestSupport
import Testing

@Suite("Distances and bearings agree with GeographicLib")
struct GeodesicOriginTests {
  struct Pair {
    let from, to: Coordinate
  }

  struct Reference {
    let distance, bearing: Double
  }

  @Test func distancesUpToTheSeriesLimitAreRightToATenthOfAMillimetre() throws {
    var generator = SeededGenerator(seed: 1)
    let pairs = (0..<8000).map { number in
      let from = generator.coordinate()
      // In a city, where the short series does, and up to where the long one ends.
      let degrees = generator.number(in: 1e-6...[0.4, 1.8, 5.5][number % 3])
      return Pair(from: from, to: generator.coordinate(near: from, degrees: degrees))
    }
    for (pair, reference) in zip(pairs, try references(pairs)) where reference.distance < GeodesicOrigin.seriesLimit {
      let origin = GeodesicOrigin(pair.from)
      let error = abs(origin.distance(to: pair.to).value - reference.distance)
      #expect(error < 1e-4, "\(pair) is \(error) m off at \(reference.distance) m")
      guard reference.distance > 1 else { continue }
      // From 200 km on it is not the chord's.
      let allowed = reference.distance > 200_100 ? 1e-5 : 1e-3
      #expect(turn(origin.geodesic(to: pair.to).bearing, reference.bearing) < allowed, "\(pair)")
    }
  }

  @Test func worldDistancesAreRightToAMillimetre() throws {
    var generator = SeededGenerator(seed: 2)
    let pairs = (0..<6000).map { _ in Pair(from: generator.coordinate(), to: generator.coordinate()) }
    for (pair, reference) in zip(pairs, try references(pairs)) {
      let origin = GeodesicOrigin(pair.from)
      let error = abs(origin.distance(to: pair.to).value - reference.distance)
      #expect(error < 1e-3, "\(pair) is \(error) m off at \(reference.distance) m")
      #expect(turn(origin.geodesic(to: pair.to).bearing, reference.bearing) < 1e-5, "\(pair)")
    }
  }

  @Test func nearlyAntipodalDistancesAreRightToAMetre() throws {
    var generator = SeededGenerator(seed: 3)
    var pairs = (0..<2000).map { _ in
      let from = generator.coordinate()
      let spread = generator.number(in: 0...1) * generator.number(in: 0...1)
      return Pair(from: from, to: generator.coordinate(near: from.antipode, degrees: spread))
    }
    pairs += edges
    for (pair, reference) in zip(pairs, try references(pairs)) {
      let error = abs(GeodesicOrigin(pair.from).distance(to: pair.to).value - reference.distance)
      #expect(error < 1, "\(pair) is \(error) m off at \(reference.distance) m")
    }
  }

  /// All around, and where halves of a tenth make them hard to tell.
  @Test func tenthsOfABearingAreThoseOfTheBearingItself() {
    let bearings =
      stride(from: 0.0, to: 360, by: 0.0037)
      + stride(from: 0.05, to: 360, by: 0.1).flatMap { half in
        [-1e-4, -1e-6, -1e-9, 0, 1e-9, 1e-6, 1e-4].map { half + $0 }
      }
    for bearing in bearings {
      let radians = bearing * (.pi / 180)
      for length in [1e-9, 1, 1e7] {
        let geodesic = Geodesic(length: Meters(length), east: length * sin(radians), north: length * cos(radians))
        let rounded = Int((geodesic.bearing * 10).rounded()) % 3600
        #expect(geodesic.tenthsOfBearing == rounded, "\(bearing)")
      }
    }
    #expect(Geodesic(length: Meters(0), east: 0, north: 0).tenthsOfBearing == 0)
  }

  @Test func shortLinesAreNeverShorterThanTheChordAndBelowTheLimitTheyAreTheGeodesics() {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<100_000 {
      let origin = GeodesicOrigin(generator.coordinate())
      let points = (0..<2).map { _ in
        generator.chance(0.3)
          ? generator.coordinate() : generator.coordinate(near: origin.coordinate, degrees: generator.number(in: 0...4))
      }
      let positions = points.map { EarthCentred($0) }
      let lines = origin.shortLines(to: positions[0], positions[1])
      for (lane, geodesic) in [lines.geodesics.0, lines.geodesics.1].enumerated() {
        let length = lines.length[lane]
        #expect(length >= origin.position.chordSquared(to: positions[lane]).squareRoot(), "\(origin) \(points)")
        guard length < GeodesicOrigin.shortLimit else { continue }
        #expect(geodesic == origin.geodesic(to: points[lane]), "\(origin) \(points)")
      }
    }
  }

  @Test func aPlaceIsAtNoDistanceFromItself() {
    for place in edges.map(\.from) {
      let origin = GeodesicOrigin(place)
      #expect(origin.distance(to: place).value == 0)
      #expect(origin.geodesic(to: place).bearing == 0)
    }
  }

  @Test func theAntimeridianIsOneMeridianAndThePoleOnePoint() throws {
    let east = try #require(Coordinate(latitude: 10, longitude: 180))
    let west = try #require(Coordinate(latitude: 10, longitude: -180))
    #expect(GeodesicOrigin(east).distance(to: west).value == 0)
    let pole = try #require(Coordinate(latitude: 90, longitude: 0))
    let samePole = try #require(Coordinate(latitude: 90, longitude: 123))
    #expect(GeodesicOrigin(pole).distance(to: samePole).value == 0)
  }

  /// Equator, poles, meridians and exact antipodes.
  private var edges: [Pair] {
    let latitudes = [-90.0, -45, -1e-9, 0, 1e-9, 30, 89.999999, 90]
    let longitudes = [-180.0, -179.5, 0, 1e-9, 90, 179.3, 180]
    let places = latitudes.flatMap { latitude in
      longitudes.compactMap { Coordinate(latitude: latitude, longitude: $0) }
    }
    return places.flatMap { from in places.map { Pair(from: from, to: $0) } }
  }

  private func references(_ pairs: [Pair]) throws -> [Reference] {
    let lines = pairs.map { "\($0.from.latitude) \($0.from.longitude) \($0.to.latitude) \($0.to.longitude)" }
    let answers = try Oracle.run("geodesic_oracle.py", input: lines)
    try #require(answers.count == pairs.count)
    return try answers.map { answer in
      let numbers = answer.split(separator: " ").compactMap { Double($0) }
      try #require(numbers.count == 2)
      return Reference(distance: numbers[0], bearing: numbers[1])
    }
  }

  /// The angle between two bearings, degrees.
  private func turn(_ one: Double, _ other: Double) -> Double {
    let difference = abs(one - other)
    return min(difference, 360 - difference)
  }
}
