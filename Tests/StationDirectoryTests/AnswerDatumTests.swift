import Geodesy
import RestStations
import StationDirectory
import Testing

@Suite("Coordinates are kept in WGS-84, and taken and given in the datum that was named")
struct AnswerDatumTests {
  /// One place by its coordinates in each datum, of the formulas' published test vectors.
  private static let places: [(datum: Datum, latitude: Double, longitude: Double)] = [
    (.wgs84, 39.915, 116.404), (.gcj02, 39.91640428150164, 116.41024449916938),
  ]

  private func file(_ datum: Datum) throws -> String {
    let place = try #require(Self.places.first { $0.datum == datum })
    return "id,name,lat,lon\na,x,\(place.latitude),\(place.longitude)\n"
  }

  @Test func aFileInGCJ02IsStoredInWGS84AndTheSameFileAgainChangesNothing() async throws {
    let district = try await District()
    try await district.take(file(.gcj02), ImportOptions(datum: .gcj02))
    let stored = try await district.station("a").coordinate
    #expect(abs(stored.latitude - 39.915) < 1.1e-7 && abs(stored.longitude - 116.404) < 1.1e-7)
    #expect(try await district.take(file(.gcj02), ImportOptions(datum: .gcj02)).unchanged == 1)
    #expect(try await district.take(file(.gcj02)).updated == 1, "undeclared, it is another place")
  }

  @Test func anAnswerIsInTheDatumOfItsQuestion() async throws {
    let district = try await District(try file(.wgs84))
    var question = NearestQuestion(place: try #require(Coordinate(latitude: 39.92, longitude: 116.404)))
    let distance = try district.directory.answer(question).stations[0].number("distance_m")
    question.datum = .gcj02
    let answer = try district.directory.answer(question)
    #expect(answer.members.text("datum") == "gcj02")
    #expect(answer.text.contains("\"lat\":39.9164043,\"lon\":116.4102445,"))
    #expect(answer.stations[0].number("distance_m") == distance)
    #expect(answer.stations[0].number("bearing_deg") == 180)
  }

  @Test func geoJSONIsAlwaysInWGS84() async throws {
    let district = try await District(try file(.wgs84))
    for datum in [Datum.wgs84, .gcj02, .bd09] {
      var question = NearestQuestion(place: .origin)
      question.datum = datum
      let answer = try JSONAnswer(try district.directory.nearest(question).encoded(.geoJSON))
      #expect(answer.members.text("datum") == "wgs84")
      #expect(answer.text.contains("\"coordinates\":[116.4040000,39.9150000]"))
    }
  }
}
