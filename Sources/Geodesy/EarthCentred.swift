/// A point in earth-centred, earth-fixed axes, in metres: x to 0° E on the equator, y to 90° E, z to the north pole.
///
/// Unlike latitude and longitude these have no seam at the antimeridian and no singular points at the poles,
/// which is why the spatial index prunes by them.
public struct EarthCentred: Hashable, Sendable, BitwiseCopyable {
  public let x, y, z: Double

  public init(x: Double, y: Double, z: Double) {
    self.x = x
    self.y = y
    self.z = z
  }

  /// The point on the surface of the ellipsoid (height zero).
  public init(_ coordinate: Coordinate) {
    self = LocalFrame(coordinate).position
  }

  /// Distance from the Earth's axis, metres.
  public var axisDistance: Double {
    (x * x + y * y).squareRoot()
  }

  /// The straight line through the Earth to another point, squared: m².
  @inline(__always)
  public func chordSquared(to other: EarthCentred) -> Double {
    let dx = other.x - x
    let dy = other.y - y
    let dz = other.z - z
    return dx * dx + dy * dy + dz * dz
  }
}
