/// The system that a latitude and a longitude are given in.
///
/// A `Coordinate` is WGS-84 throughout this program; one in another datum is a value on its way in or out, and goes
/// through here. CGCS2000 may be taken as WGS-84. Never guess a datum: near Yanzhou GCJ-02 is 499 m off WGS-84 and
/// BD-09 1,254 m, as far as stations lie apart.
public enum Datum: String, CaseIterable, Sendable {
  /// What GPS and browsers give, and what is stored.
  case wgs84
  /// What AMap, Tencent and WeChat use: shifted by up to 0.7 km inside `MainlandOutline`, WGS-84 elsewhere.
  case gcj02
  /// What Baidu uses: GCJ-02 shifted once more, by about 1 km, all over the world.
  ///
  /// Baidu's manual gives BD-09 for China with Hong Kong, Macau and Taiwan, but plain WGS-84 for the rest of the world:
  /// a place abroad that comes from one of Baidu's services is `wgs84`.
  case bd09

  /// The WGS-84 place to which this datum gives these numbers: undoes `fromWGS84` to below 1e-10 degrees.
  ///
  /// At the edge of `MainlandOutline` GCJ-02 jumps by its whole shift. Within that distance (0.7 km) of the edge
  /// two places can have the same numbers: then the one inside is meant, and the one outside does not come back. Or no
  /// place has them: then the shift is undone as if the outline reached a little further. Every place inside
  /// comes back, and every place outside that is further off.
  ///
  /// Never fails: what would leave the range of coordinates (BD-09 within 0.01° of a pole or of the antimeridian) is held
  /// to −90…90 in latitude and turned into −180…180 in longitude; there alone it does not come back exactly.
  public func toWGS84(_ coordinate: Coordinate) -> Coordinate {
    switch self {
    case .wgs84: coordinate
    case .gcj02: GCJ02.toWGS84(coordinate)
    case .bd09: GCJ02.toWGS84(BD09.toGCJ02(coordinate))
    }
  }

  /// The numbers that this datum gives to a WGS-84 place, always a valid latitude and longitude; see `toWGS84`.
  public func fromWGS84(_ coordinate: Coordinate) -> Coordinate {
    switch self {
    case .wgs84: coordinate
    case .gcj02: GCJ02.fromWGS84(coordinate)
    case .bd09: BD09.fromGCJ02(GCJ02.fromWGS84(coordinate))
    }
  }
}
