import Geodesy
import SampleData
import TestSupport
import Testing

@Suite("GCJ-02 ends where the mainland does")
struct MainlandOutlineTests {
  @Test(arguments: BorderPlace.inside) func isShifted(_ town: BorderPlace) throws {
    let place = try place(town.latitude, town.longitude)
    #expect(MainlandOutline.contains(place))
    #expect(Datum.gcj02.fromWGS84(place) != place)
  }

  @Test(arguments: BorderPlace.outside) func isNotShifted(_ town: BorderPlace) throws {
    let place = try place(town.latitude, town.longitude)
    #expect(!MainlandOutline.contains(place))
    #expect(Datum.gcj02.fromWGS84(place) == place)
    #expect(Datum.bd09.fromWGS84(place) != place)
  }

  @Test func everyPlaceOfGeoNamesIsOnItsOwnSide() throws {
    let exceptions: Set = [
      "1808588",  // Hekou, which GeoNames puts 5 km off, into Vietnam
      "12382279",  // Sansha, an island that the outline leaves out
    ]
    var onTheMainland = 0
    for line in try Oracle.run("datum_oracle.py", ["places"]) {
      let fields = line.split(separator: " ").map(String.init)
      try #require(fields.count == 4)
      let latitude = try #require(Double(fields[0]))
      let longitude = try #require(Double(fields[1]))
      let place = try place(latitude, longitude)
      let inside = MainlandOutline.contains(place)
      onTheMainland += inside ? 1 : 0
      #expect(inside == (fields[2] == "1") || exceptions.contains(fields[3]), "geonames.org/\(fields[3])")
    }
    #expect(onTheMainland > 15_000)
  }

  @Test(arguments: DatumTests.shifted) func atTheEdgeWhatIsInsideComesBackAndNoNumbersChange(_ datum: Datum) {
    var lost = 0
    for place in edgePlaces(seed: 15, count: 20_000) {
      let given = datum.fromWGS84(place)
      let back = datum.toWGS84(given)
      #expect(gap(datum.fromWGS84(back), given) < 1e-10, "\(place)")
      guard gap(back, place) >= 1e-10 else { continue }
      lost += 1
      // Two places have these numbers, and the one inside is meant.
      #expect(!MainlandOutline.contains(place) && MainlandOutline.contains(back), "\(place)")
      #expect(gap(back, place) < 0.01, "\(place)")
    }
    #expect(lost > 0)
  }

  @Test func numbersThatNoPlaceHasAreTakenForShifted() {
    var orphans = 0
    for given in edgePlaces(seed: 16, count: 20_000) {
      let back = Datum.gcj02.toWGS84(given)
      guard gap(Datum.gcj02.fromWGS84(back), given) >= 1e-10 else { continue }
      orphans += 1
      #expect(MainlandOutline.contains(given) && !MainlandOutline.contains(back), "\(given)")
      #expect(gap(back, given) > 1e-5 && gap(back, given) < 0.01, "\(given)")
    }
    #expect(orphans > 0)
  }

  /// Places within 0.01° of the outline's edge, on both sides, all around.
  private func edgePlaces(seed: UInt64, count: Int) -> [Coordinate] {
    var generator = SeededGenerator(seed: seed)
    return (0..<count).map { _ in
      var inside = Coordinate.origin
      var outside = Coordinate.origin
      while !MainlandOutline.contains(inside) {
        inside = generator.coordinate(latitudes: 17.5...54, longitudes: 73...135.5)
      }
      while outside == .origin || MainlandOutline.contains(outside) {
        outside = generator.coordinate(latitudes: 10...60, longitudes: 65...145)
      }
      for _ in 0..<40 {
        let middle = midpoint(inside, outside)
        if MainlandOutline.contains(middle) { inside = middle } else { outside = middle }
      }
      return generator.coordinate(near: inside, degrees: 0.01)
    }
  }
}

private func midpoint(_ one: Coordinate, _ other: Coordinate) -> Coordinate {
  Coordinate(
    latitude: (one.latitude + other.latitude) / 2, longitude: (one.longitude + other.longitude) / 2) ?? one
}
