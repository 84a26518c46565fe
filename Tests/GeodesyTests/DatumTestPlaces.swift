import Geodesy
import SampleData
import Testing

/// Seeded places inside the outline.
func mainland(seed: UInt64, count: Int) -> [Coordinate] {
  var generator = SeededGenerator(seed: seed)
  var places: [Coordinate] = []
  while places.count < count {
    let place = generator.coordinate(latitudes: 17.5...54, longitudes: 73...135.5)
    if MainlandOutline.contains(place) { places.append(place) }
  }
  return places
}

/// The larger of the differences in latitude and longitude, degrees.
func gap(_ one: Coordinate, _ other: Coordinate) -> Double {
  max(abs(one.latitude - other.latitude), abs(one.longitude - other.longitude))
}

func place(_ latitude: Double, _ longitude: Double) throws -> Coordinate {
  try #require(Coordinate(latitude: latitude, longitude: longitude))
}
