public import Geodesy

extension SeededGenerator {
  /// A place anywhere, evenly by latitude and longitude (denser towards the poles than on the ground).
  public mutating func coordinate() -> Coordinate {
    place(number(in: -90...90), number(in: -180...180))
  }

  /// A place within so many degrees of another in both axes, over the antimeridian if need be.
  public mutating func coordinate(near centre: Coordinate, degrees: Double) -> Coordinate {
    place(
      centre.latitude + number(in: -degrees...degrees), centre.longitude + number(in: -degrees...degrees))
  }

  /// A place in a box, limits possible.
  public mutating func coordinate(latitudes: ClosedRange<Double>, longitudes: ClosedRange<Double>) -> Coordinate {
    place(number(in: latitudes), number(in: longitudes))
  }

  private func place(_ latitude: Double, _ longitude: Double) -> Coordinate {
    let clamped = max(-90, min(90, latitude))
    let turned = longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude
    return Coordinate(latitude: clamped, longitude: turned) ?? .origin
  }
}

extension Coordinate {
  /// The place at the other end of the Earth.
  public var antipode: Coordinate {
    let opposite = longitude > 0 ? longitude - 180 : longitude + 180
    return Coordinate(latitude: -latitude, longitude: opposite) ?? self
  }
}
