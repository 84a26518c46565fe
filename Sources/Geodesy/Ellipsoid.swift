/// The WGS-84 ellipsoid (NIMA TR8350.2): the figures that everything else here is derived from.
public enum Ellipsoid {
  /// Equatorial radius, metres.
  @inlinable public static var equatorialRadius: Double { 6_378_137.0 }
  @inlinable public static var flattening: Double { 1 / 298.257223563 }
  /// Polar radius, metres.
  @inlinable public static var polarRadius: Double { equatorialRadius * (1 - flattening) }
  /// First eccentricity, squared.
  @inlinable public static var eccentricitySquared: Double { flattening * (2 - flattening) }
  /// Second eccentricity, squared.
  @inlinable public static var secondEccentricitySquared: Double { eccentricitySquared / (1 - eccentricitySquared) }

  /// The smallest radius of curvature of any normal section (north-south at the equator), metres.
  @inlinable public static var smallestCurvatureRadius: Double { polarRadius * (1 - flattening) }
  /// The largest radius of curvature of any normal section (at the poles), metres.
  @inlinable public static var largestCurvatureRadius: Double { equatorialRadius / (1 - flattening) }
}
