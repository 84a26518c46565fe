/// A box of latitudes and longitudes, limits included.
///
/// When `west` is greater than `east` the box crosses the antimeridian. The meridians −180 and 180 are the same line:
/// a place on either is in the box when the box touches either.
public struct CoordinateBox: Hashable, Sendable {
  /// Degrees.
  public let west, south, east, north: Double

  /// Makes a box, or nothing when a number is out of range or `south` is above `north`.
  public init?(west: Double, south: Double, east: Double, north: Double) {
    guard Coordinate.longitudes.contains(west), Coordinate.longitudes.contains(east),
      Coordinate.latitudes.contains(south), Coordinate.latitudes.contains(north), south <= north
    else { return nil }
    self.west = west
    self.south = south
    self.east = east
    self.north = north
  }

  /// Whether the place is inside or on the border.
  public func contains(_ coordinate: Coordinate) -> Bool {
    guard coordinate.latitude >= south, coordinate.latitude <= north else { return false }
    if abs(coordinate.longitude) == 180 { return spans(180) || spans(-180) }
    return spans(coordinate.longitude)
  }

  private func spans(_ longitude: Double) -> Bool {
    west <= east ? longitude >= west && longitude <= east : longitude >= west || longitude <= east
  }
}
