import Geodesy
import SampleData
import Testing

@Suite("A chord bounds the geodesic over it")
struct ChordBoundsTests {
  @Test func theGeodesicLiesBetweenTheBoundsOfItsChord() {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<200_000 {
      let from = generator.coordinate()
      let to =
        generator.chance(0.5)
        ? generator.coordinate() : generator.coordinate(near: from, degrees: generator.number(in: 1e-6...20))
      let origin = GeodesicOrigin(from)
      let point = EarthCentred(to)
      let chord = origin.position.chordSquared(to: point).squareRoot()
      let geodesic = origin.distance(to: to, at: point).value
      // Bounds hold to the accuracy of the distance itself.
      #expect(ChordBounds.shortestGeodesic(chord: chord) <= geodesic + 2e-5, "\(from) \(to)")
      #expect(ChordBounds.longestGeodesic(chord: chord) >= geodesic - 2e-5, "\(from) \(to)")
      #expect(ChordBounds.longestChord(ofGeodesicsUpTo: geodesic) >= chord, "\(from) \(to)")
    }
  }

  @Test func theSquaredRivalIsAboveTheRivalByMoreThanFloatsErrorAndHardlyMore() {
    var generator = SeededGenerator(seed: 6)
    let chords = [0, 1e-9, 1e-3, 599_999.999] + (0..<100_000).map { _ in 600_000 * generator.number(in: 0...1) }
    for chord in chords.flatMap({ [$0, $0 / 1000] }) {
      let squared = Double(ChordBounds.squaredRival(ofSquaredChord: Float(chord * chord)))
      let rival = ChordBounds.longestRival(ofChord: chord)
      let square = rival * rival
      #expect(squared >= square * 1.000_004 + 1e-4 && squared <= square * 1.000_02 + 0.23, "\(chord)")
    }
  }

  @Test func placesBeyondTheLongestChordRoundToAGreaterDistance() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<100_000 {
      let origin = GeodesicOrigin(generator.coordinate())
      let near = generator.coordinate(near: origin.coordinate, degrees: 15)
      let far = generator.coordinate(near: near, degrees: 0.01)
      let limit = ChordBounds.longestChord(ofGeodesicsUpTo: origin.distance(to: near).value)
      guard origin.position.chordSquared(to: EarthCentred(far)).squareRoot() > limit else { continue }
      #expect(origin.distance(to: far).millimeters > origin.distance(to: near).millimeters)
    }
  }
}
