/// Mainland China as far as GCJ-02 is concerned: a coarse outline on WGS-84.
///
/// What it is: a polygon of 493 corners with a hole of 31 around Macau, straight in latitude and longitude between
/// them. It holds the mainland with Hainan, the islands near the coast, and a strip of sea, mostly 5 to 50 km wide. It
/// leaves out Hong Kong, Macau, Taiwan with Kinmen and Matsu, all neighbouring countries, and the far islands of the
/// South China Sea (Sansha too).
///
/// How rough it is: on land within 11 km of the border that Natural Earth draws (where maps differ on the border, as in
/// the valleys of Demchok and northern Bhutan, up to 26 km from the line of others). Yet all of the 36,000 places in
/// and around China that GeoNames lists, hamlets too, are on their own side, so that twin towns such as Heihe and
/// Blagoveshchensk fall apart; the tests name the two exceptions. Along the Shenzhen river and towards Macau it is
/// right to 900 m, at the crossings to 300 m.
///
/// Where it comes from: the countries of Natural Earth 5.1.1, 1:10,000,000 (public domain), which draws borders as they
/// are controlled; put right by hand at some forty towns and crossings, at Hengqin, Heixiazi and Fangchuan; at sea the
/// line midway to the nearest coast that is left out; then corners were taken away as long as the above held. No
/// statement on any border is meant.
public enum MainlandOutline {
  /// Whether the place, on WGS-84, is inside.
  ///
  /// Asked of the place to 9 decimals (0.1 mm), so that a datum's inverse, which is exact to 12, gets the same answer.
  public static func contains(_ place: Coordinate) -> Bool {
    guard latitudes.contains(place.latitude), longitudes.contains(place.longitude) else { return false }
    return bands.contains(
      latitude: (place.latitude * 1e9).rounded() / 1e9, longitude: (place.longitude * 1e9).rounded() / 1e9)
  }

  /// No corner lies outside these, degrees.
  static let latitudes: ClosedRange<Double> = 17.5...54
  static let longitudes: ClosedRange<Double> = 73...135.5

  /// The rings, of which a place is inside an odd number: latitude, longitude, latitude, longitude, …, degrees.
  package static let rings = [outerRing, macauRing]

  private static let bands = LatitudeBands(rings: rings, latitudes: latitudes)
}
