import Geodesy
import SampleData
import TestSupport
import Testing

@Suite("Chinese datums are converted exactly, both ways")
struct DatumTests {
  static let shifted: [Datum] = [.gcj02, .bd09]

  @Test func theKnownVectorsAreHitToABillionthOfADegree() throws {
    let square = try place(39.915, 116.404)
    let gcj02 = try place(39.91640428150164, 116.41024449916938)
    #expect(gap(Datum.gcj02.fromWGS84(square), gcj02) < 1e-9)
    #expect(gap(Datum.gcj02.toWGS84(gcj02), square) < 1e-9)
    // The vectors of BD-09 start from GCJ-02, which is reached through WGS-84.
    let asGCJ02 = Datum.gcj02.toWGS84(square)
    #expect(gap(Datum.bd09.fromWGS84(asGCJ02), try place(39.92133699351021, 116.41036949371029)) < 1e-9)
    let asBD09 = Datum.gcj02.fromWGS84(Datum.bd09.toWGS84(square))
    #expect(gap(asBD09, try place(39.90865633947841, 116.3976270878572)) < 1e-9)
  }

  @Test func nearYanzhouTheShiftsAreThoseOfTheField() throws {
    let station = try place(35.5501234, 116.8301234)
    let origin = GeodesicOrigin(station)
    #expect(abs(origin.distance(to: Datum.gcj02.fromWGS84(station)).value - 499) < 5)
    #expect(abs(origin.distance(to: Datum.bd09.fromWGS84(station)).value - 1254) < 5)
  }

  @Test func wgs84StaysAsItIs() throws {
    let square = try place(39.915, 116.404)
    #expect(Datum.wgs84.fromWGS84(square) == square)
    #expect(Datum.wgs84.toWGS84(square) == square)
  }

  @Test func datumsAreNamedAsInTheAPI() {
    #expect(Datum.allCases.map(\.rawValue) == ["wgs84", "gcj02", "bd09"])
  }

  @Test(arguments: shifted) func everyPlaceOfTheMainlandComesBack(_ datum: Datum) {
    for place in mainland(seed: 11, count: 100_000) {
      let error = gap(datum.toWGS84(datum.fromWGS84(place)), place)
      #expect(error < 1e-10, "\(place) is \(error)° off")
    }
  }

  @Test(arguments: shifted) func everyNumberOfTheMainlandComesBack(_ datum: Datum) {
    var tried = 0
    for given in mainland(seed: 12, count: 100_000) {
      let place = datum.toWGS84(given)
      guard MainlandOutline.contains(place) else { continue }
      let error = gap(datum.fromWGS84(place), given)
      #expect(error < 1e-10, "\(given) is \(error)° off")
      tried += 1
    }
    #expect(tried > 99_000)
  }

  /// There the formula holds √|x|, infinitely steep.
  @Test(arguments: shifted) func placesOnTheMeridian105ComeBack(_ datum: Datum) throws {
    for exponent in -16 ... -1 {
      for step in [0, exp10(exponent), -exp10(exponent)] {
        let place = try place(35.1, 105 + step)
        #expect(gap(datum.toWGS84(datum.fromWGS84(place)), place) < 1e-10, "105 + \(step)")
      }
    }
  }

  @Test func prcoordsAgrees() throws {
    let places = mainland(seed: 13, count: 20_000)
    let lines = try Oracle.run("datum_oracle.py", ["shift"], input: places.map { "\($0.latitude) \($0.longitude)" })
    try #require(lines.count == places.count)
    for (given, line) in zip(places, lines) {
      let numbers = line.split(separator: " ").compactMap { Double($0) }
      try #require(numbers.count == 8)
      let reference = try (0..<4).map { try place(numbers[2 * $0], numbers[2 * $0 + 1]) }
      #expect(gap(Datum.gcj02.fromWGS84(given), reference[0]) < 1e-9, "\(given)")
      #expect(gap(Datum.bd09.fromWGS84(given), reference[1]) < 1e-9, "\(given)")
      // PRCoords knows no outline: it takes everything for shifted, as we do where the place or the numbers are inside.
      #expect(gap(Datum.gcj02.toWGS84(given), reference[2]) < 1e-9, "\(given)")
      guard MainlandOutline.contains(reference[3]) else { continue }
      #expect(gap(Datum.bd09.toWGS84(given), reference[3]) < 1e-9, "\(given)")
    }
  }

  @Test func abroadGCJ02IsWGS84AndBD09ComesBack() {
    var generator = SeededGenerator(seed: 14)
    for _ in 0..<100_000 {
      let place = generator.coordinate(latitudes: -89.98...89.98, longitudes: -179.98...179.98)
      guard !MainlandOutline.contains(place), !isNearTheEdge(place) else { continue }
      #expect(Datum.gcj02.fromWGS84(place) == place)
      #expect(Datum.gcj02.toWGS84(place) == place)
      #expect(gap(Datum.bd09.toWGS84(Datum.bd09.fromWGS84(place)), place) < 1e-10, "\(place)")
    }
  }

  @Test(arguments: Datum.allCases) func theEndsOfTheEarthGiveValidPlacesCloseBy(_ datum: Datum) throws {
    let latitudes = [-90.0, -89.995, -1e-300, 0, 1e-9, 17.45, 54.05, 89.995, 90]
    let longitudes = [-180.0, -179.995, -1e-300, 0, 72.95, 105, 135.55, 179.995, 180]
    for latitude in latitudes {
      for longitude in longitudes {
        let place = try place(latitude, longitude)
        for result in [datum.fromWGS84(place), datum.toWGS84(place)] {
          #expect(Coordinate(latitude: result.latitude, longitude: result.longitude) == result, "\(place)")
          let turn = abs(result.longitude - longitude)
          #expect(abs(result.latitude - latitude) < 0.02 && min(turn, 360 - turn) < 0.02, "\(place)")
        }
      }
    }
  }
}

/// Whether the outline's edge is about as near as the largest shift of GCJ-02.
private func isNearTheEdge(_ place: Coordinate) -> Bool {
  let steps = [-0.01, -0.005, 0, 0.005, 0.01]
  return steps.contains { north in
    steps.contains { east in
      let other = Coordinate(latitude: place.latitude + north, longitude: place.longitude + east)
      return other.map(MainlandOutline.contains) != MainlandOutline.contains(place)
    }
  }
}

private func exp10(_ exponent: Int) -> Double {
  (0..<abs(exponent)).reduce(1) { number, _ in exponent < 0 ? number / 10 : number * 10 }
}
