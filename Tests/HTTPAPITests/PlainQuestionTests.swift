import Geodesy
import HTTPAPI
import RestStations
import SampleData
import StationDirectory
import Testing

@Suite("A plain question means what it means to the reader of all questions")
struct PlainQuestionTests {
  private static let catalogue = AmenityCatalogue.standard

  /// What the reader of all questions makes of a query; nothing when it has faults.
  private func read(_ query: String) -> NearestQuestion? { try? NearestQuestion(query: query, Self.catalogue) }

  @Test(arguments: [
    "lat=35.5531&lon=116.7836", "lon=-116.7836&lat=-0", "limit=100&lat=.5&lon=5.", "lat=0.1&lon=180&open=now",
    "lat=35.553100000&lon=116.783600000&amenities=water,microwave&open=any&limit=1", "lat=90&lon=-180&",
    "lat=000000000000001&lon=0.00000000000001", "amenities=aed&lat=1&lon=2",
  ])
  func itIsReadAlike(query: String) throws {
    let plain = try #require(PlainQuestion.read(query, Self.catalogue))
    #expect(plain == read(query))
    #expect(plain.place.latitude.sign == read(query)?.place.latitude.sign)
  }

  /// All that is left to the reader of all questions, most of it for its faults.
  @Test(arguments: [
    "", "lat=1", "lat=1&lon=2&lat=1", "lat=91&lon=0", "lat=1&lon=-180.1", "lat=1e1&lon=2", "lat=+1&lon=2",
    "lat=--1&lon=2",
    "lat=1..2&lon=3", "lat=.&lon=1", "lat=-&lon=1", "lat=&lon=1", "lat&lon=1", "lat=1.2345678901234567&lon=2",
    "lat=1&lon=2&limit=0", "lat=1&lon=2&limit=101", "lat=1&lon=2&limit=1.0", "lat=1&lon=2&limit=99999999999999999999",
    "lat=1&lon=2&limit=-1", "lat=1&lon=2&amenities=", "lat=1&lon=2&amenities=water,", "lat=1&lon=2&amenities=tea",
    "lat=1&lon=2&open=later", "lat=1&lon=2&open=2026-11-26T00:00:00Z", "lat=1&lon=2&datum=wgs84", "lat=%31&lon=2",
    "lat=1&&lon=2", "LAT=1&lon=2", "lat=1&lon=2&x=", "lat=١&lon=2", "lat=1=&lon=2",
  ])
  func theRestIsLeft(query: String) {
    #expect(PlainQuestion.read(query, Self.catalogue) == nil)
  }

  @Test func numbersAreRoundedAlike() throws {
    var generator = SeededGenerator(seed: 20_261_126)
    for _ in 0..<20_000 {
      let digits = (0..<Int.random(in: 1...13, using: &generator)).map { _ in Int.random(in: 0...9, using: &generator) }
      let sign = Bool.random(using: &generator) ? "-" : ""
      let query = "lat=\(sign)\(Int.random(in: 0...89, using: &generator)).\(digits.map(String.init).joined())&lon=7"
      let plain = try #require(PlainQuestion.read(query, Self.catalogue), "\(query)")
      try #require(plain == read(query), "\(query)")
    }
  }
}
