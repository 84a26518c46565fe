/// A place on the WGS-84 ellipsoid, in decimal degrees.
///
/// Every value of this type is valid: latitude −90…90, longitude −180…180, limits included, both finite.
public struct Coordinate: Hashable, Sendable, BitwiseCopyable {
  /// Degrees north of the equator, −90…90.
  public let latitude: Double
  /// Degrees east of Greenwich, −180…180.
  public let longitude: Double

  /// Makes a coordinate, or nothing when either number is not finite or out of its range (limits are allowed).
  public init?(latitude: Double, longitude: Double) {
    guard Self.latitudes.contains(latitude), Self.longitudes.contains(longitude) else { return nil }
    self.latitude = latitude
    self.longitude = longitude
  }

  /// The latitudes that exist, degrees.
  public static let latitudes: ClosedRange<Double> = -90...90
  /// The longitudes that exist, degrees; −180 and 180 are the same meridian.
  public static let longitudes: ClosedRange<Double> = -180...180

  /// For values that this module has computed itself and knows to be in range.
  init(uncheckedLatitude latitude: Double, longitude: Double) {
    self.latitude = latitude
    self.longitude = longitude
  }

  /// The same place to 7 decimals (about 1 cm), the precision in which coordinates are kept and shown.
  public var rounded: Coordinate {
    Coordinate(
      uncheckedLatitude: (latitude * 1e7).rounded() / 1e7, longitude: (longitude * 1e7).rounded() / 1e7)
  }
}

extension Coordinate {
  /// Where the equator meets the meridian of Greenwich.
  public static let origin = Coordinate(uncheckedLatitude: 0, longitude: 0)
}
