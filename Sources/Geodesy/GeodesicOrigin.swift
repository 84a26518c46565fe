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
  @inlinable public static var seriesLimit: Double { 600_000.0 }
  /// Below this many metres the series is that of ``ShortLines``, as it is for nearly all questions.
  @inlinable package static var shortLimit: Double { 200_000.0 }

  /// The shortest line to a place, when its earth-centred position is at hand.
  ///
  /// - Parameter point: must be `EarthCentred(coordinate)`.
  @inlinable
  public func geodesic(to coordinate: Coordinate, at point: EarthCentred) -> Geodesic {
    seriesGeodesic(at: point, chordSquared: position.chordSquared(to: point)) ?? inverse(to: coordinate)
  }

  /// The shortest line to a place.
  public func geodesic(to coordinate: Coordinate) -> Geodesic {
    geodesic(to: coordinate, at: EarthCentred(coordinate))
  }

  /// The shortest line to a point within ``seriesLimit``, which takes nothing but its position; nil for those beyond.
  ///
  /// - Parameter chordSquared: m²; must be `position.chordSquared(to: point)`.
  @inlinable
  public func seriesGeodesic(at point: EarthCentred, chordSquared: Double) -> Geodesic? {
    guard chordSquared < Self.seriesLimit * Self.seriesLimit else { return nil }
    guard chordSquared < Self.shortLimit * Self.shortLimit else {
      return frame.longGeodesic(to: point, chordSquared: chordSquared)
    }
    return shortLines(to: point, point).geodesics.0
  }

  /// The shortest lines to two points, which are right as long as both are shorter than ``shortLimit``.
  @inlinable
  @inline(__always)
  package func shortLines(to one: EarthCentred, _ other: EarthCentred) -> ShortLines {
    ShortLines(from: frame, to: one, other)
  }

  /// How long ``geodesic(to:at:)`` is.
  public func distance(to coordinate: Coordinate, at point: EarthCentred) -> Meters {
    geodesic(to: coordinate, at: point).length
  }

  /// How long ``geodesic(to:)`` is.
  public func distance(to coordinate: Coordinate) -> Meters {
    geodesic(to: coordinate).length
  }

  /// The general solution, whatever the distance.
  @usableFromInline
  func inverse(to coordinate: Coordinate) -> Geodesic {
    let solution = GeodesicInverse(from: self.coordinate, to: coordinate)
    return Geodesic(
      length: Meters(solution.distance), east: solution.sineOfAzimuth, north: solution.cosineOfAzimuth)
  }
}
