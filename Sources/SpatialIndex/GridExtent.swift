import Geodesy

/// The intervals that some points span, limits included.
struct GridExtent {
  /// Metres above the plane of the equator, and from the axis.
  private(set) var z, rho: ClosedRange<Double>
  /// Degrees.
  private(set) var latitude, longitude: ClosedRange<Double>

  init(_ coordinate: Coordinate, at position: EarthCentred) {
    z = position.z...position.z
    rho = position.axisDistance...position.axisDistance
    latitude = coordinate.latitude...coordinate.latitude
    longitude = coordinate.longitude...coordinate.longitude
  }

  func union(_ other: GridExtent?) -> GridExtent {
    guard let other else { return self }
    var union = self
    union.z = Self.hull(z, other.z)
    union.rho = Self.hull(rho, other.rho)
    union.latitude = Self.hull(latitude, other.latitude)
    union.longitude = Self.hull(longitude, other.longitude)
    return union
  }

  private static func hull(_ one: ClosedRange<Double>, _ other: ClosedRange<Double>) -> ClosedRange<Double> {
    min(one.lowerBound, other.lowerBound)...max(one.upperBound, other.upperBound)
  }
}

/// A box of latitudes and longitudes, degrees, limits included; nothing lies in the empty one.
struct GridArea {
  let latitude, longitude: ClosedRange<Double>

  /// Touches no area on the Earth.
  static let empty = GridArea(latitude: 1000...1000, longitude: 1000...1000)

  func touches(_ other: GridArea) -> Bool {
    latitude.overlaps(other.latitude) && longitude.overlaps(other.longitude)
  }
}
