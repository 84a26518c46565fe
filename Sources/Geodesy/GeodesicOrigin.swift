#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A place that distances and bearings are measured from: the one definition of "how far" in this product.
///
/// What depends on the origin alone is computed once. Distances are geodesics on the WGS-84 ellipsoid:
/// within 0.1 mm up to ``seriesLimit`` and within a millimetre beyond it (within a metre where the two
/// points are nearly antipodal).
public struct GeodesicOrigin: Sendable {
  public let coordinate: Coordinate
  /// The origin in earth-centred axes.
  public let position: EarthCentred
  @usableFromInline let frame: LocalFrame

  public init(_ coordinate: Coordinate) {
    self.coordinate = coordinate
    frame = LocalFrame(coordinate)
    position = frame.position
  }

  /// Chords below this many metres are lengthened to the geodesic by a series; strict.
  @inlinable public static var seriesLimit: Double { 200_000.0 }

  /// The shortest way along the ellipsoid to a point, when its earth-centred position is at hand.
  ///
  /// - Parameter point: must be `EarthCentred(coordinate)`.
  public func distance(to coordinate: Coordinate, at point: EarthCentred) -> Meters {
    seriesDistance(at: point) ?? inverse(to: coordinate).distance
  }

  /// The same for points within ``seriesLimit``, which takes nothing but their position; nil for those beyond.
  public func seriesDistance(at point: EarthCentred) -> Meters? {
    seriesDistance(at: point, chordSquared: position.chordSquared(to: point))
  }

  /// The same where the chord's square is at hand.
  @inlinable
  public func seriesDistance(at point: EarthCentred, chordSquared: Double) -> Meters? {
    guard chordSquared < Self.seriesLimit * Self.seriesLimit else { return nil }
    return Meters(frame.arc(to: point, chordSquared: chordSquared))
  }

  /// The shortest way along the ellipsoid to a place.
  public func distance(to coordinate: Coordinate) -> Meters {
    distance(to: coordinate, at: EarthCentred(coordinate))
  }

  /// The direction in which the geodesic to a place sets out: degrees clockwise from north, 0 ..< 360;
  /// 0 for the origin itself.
  public func bearing(to coordinate: Coordinate, at point: EarthCentred) -> Double {
    guard position.chordSquared(to: point) >= Self.seriesLimit * Self.seriesLimit else {
      let (east, north) = frame.eastNorth(to: point)
      return Self.compass(east: east, north: north)
    }
    return inverse(to: coordinate).bearing
  }

  /// The direction in which the geodesic to a place sets out: degrees clockwise from north, 0 ..< 360.
  public func bearing(to coordinate: Coordinate) -> Double {
    bearing(to: coordinate, at: EarthCentred(coordinate))
  }

  /// Distance and bearing by the general solution, whatever the distance.
  func inverse(to coordinate: Coordinate) -> (distance: Meters, bearing: Double) {
    let solution = GeodesicInverse(from: self.coordinate, to: coordinate)
    return (
      Meters(solution.distance),
      Self.compass(east: solution.sineOfAzimuth, north: solution.cosineOfAzimuth)
    )
  }

  private static func compass(east: Double, north: Double) -> Double {
    guard east != 0 || north != 0 else { return 0 }
    let degrees = atan2(east, north) * (180 / .pi)
    let turned = degrees < 0 ? degrees + 360 : degrees
    return turned < 360 ? turned : 0
  }
}
