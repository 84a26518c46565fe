import Geodesy
import Testing

@Suite("Only places on the Earth are coordinates")
struct CoordinateTests {
  @Test(arguments: [(90.0, 180.0), (-90, -180), (0, 0), (35.5531, 116.7836)])
  func limitsAreAllowed(latitude: Double, longitude: Double) {
    #expect(Coordinate(latitude: latitude, longitude: longitude) != nil)
  }

  @Test(arguments: [(90.000001, 0.0), (0, 180.000001), (-91, 0), (.nan, 0), (0, .nan), (.infinity, 0), (0, -.infinity)])
  func whatIsOutsideIsRefused(latitude: Double, longitude: Double) {
    #expect(Coordinate(latitude: latitude, longitude: longitude) == nil)
  }

  @Test func coordinatesRoundToSevenDecimals() throws {
    let place = try #require(Coordinate(latitude: 35.123456789, longitude: -116.00000005))
    #expect(place.rounded.latitude == 35.1234568)
    #expect(place.rounded.longitude == -116.0000001)
  }
}
