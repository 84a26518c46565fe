import Foundation
import Geodesy
package import RestStations
package import StationDirectory

extension NearestQuestion {
  /// The question in the query of `GET /v1/stations/nearest`.
  ///
  /// - Throws: ``YizhanError`` with every fault.
  package init(query: String?, _ catalogue: AmenityCatalogue) throws {
    var reader = QueryReader(query)
    let latitude = reader.degrees("lat", in: Coordinate.latitudes)
    let longitude = reader.degrees("lon", in: Coordinate.longitudes)
    let datum = reader.word("datum") ?? Datum.wgs84
    self.init(place: datum.toWGS84(Coordinate(latitude: latitude, longitude: longitude) ?? .origin))
    self.datum = datum
    limit = reader.wholeNumber("limit", in: Self.limits) ?? limit
    radius = reader.value("radius_m", or: Bilingual("must be a number of metres above 0", "须为大于 0 的米数")) {
      DecimalNumber.parse($0).flatMap { $0 > 0 ? Meters($0) : nil }
    }
    amenities = reader.amenities("amenities", catalogue)
    kind = reader.word("kind")
    entry = reader.word("entry")
    open = reader.open()
    let words = "suspended, skipped, navigation"
    let include = reader.value("include", or: Bilingual("must list some of \(words)", "须为 \(words) 中的若干项")) { text in
      let items = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return items.allSatisfy(Self.includable.contains) ? Set(items) : nil
    }
    includesSuspended = include?.contains("suspended") ?? false
    includesSkipped = include?.contains("skipped") ?? false
    includesNavigation = include?.contains("navigation") ?? false
    try reader.finish()
  }

  private static let includable: Set<String> = ["suspended", "skipped", "navigation"]
}

extension QueryReader {
  /// Which stations are wanted by their hours.
  mutating func open() -> OpenFilter {
    let instants = Bilingual(
      "must be any, now, or an instant such as 2026-11-24T20:00:00+08:00",
      "须为 any、now 或形如 2026-11-24T20:00:00+08:00 的时刻")
    return value("open", or: instants, OpenFilter.init(word:)) ?? .any
  }

  /// A box of degrees, `west,south,east,north`.
  fileprivate mutating func box() -> CoordinateBox? {
    let detail = Bilingual(
      "must be west,south,east,north in degrees, south not above north; west above east crosses the antimeridian",
      "须为 west,south,east,north（度），south 不大于 north；west 大于 east 时跨越 180° 经线")
    return value("bbox", or: detail) { text in
      let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { DecimalNumber.parse(String($0)) }
      guard numbers.count == 4, let west = numbers[0], let south = numbers[1], let east = numbers[2],
        let north = numbers[3]
      else { return nil }
      return CoordinateBox(west: west, south: south, east: east, north: north)
    }
  }
}

extension ListQuestion {
  /// The question in the query of `GET /v1/stations`.
  ///
  /// - Throws: ``YizhanError`` with every fault.
  init(query: String?, _ catalogue: AmenityCatalogue) throws {
    var reader = QueryReader(query)
    self.init()
    limit = reader.wholeNumber("limit", in: Self.limits) ?? limit
    after = reader.value("cursor", or: Bilingual("is no cursor of this list", "不是此列表的游标"), Cursor.decode)
    box = reader.box()
    datum = reader.word("datum") ?? datum
    open = reader.open()
    text = reader.value("q", or: Bilingual("must be 1 to 100 characters", "须为 1 至 100 个字符")) { text in
      (1...100).contains(text.unicodeScalars.count) ? text : nil
    }
    town = reader.text("town")
    kind = reader.word("kind")
    amenities = reader.amenities("amenities", catalogue)
    isBroken = reader.flag("broken")
    status = reader.status() ?? status
    try reader.finish()
  }
}

/// Where a page of a list begins, as clients hand it back: the last id before it, base64url.
enum Cursor {
  static func encode(_ id: StationID) -> String {
    Data(id.text.utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  static func decode(_ text: String) -> StationID? {
    let padded = text.replacing("-", with: "+").replacing("_", with: "/")
    let rest = padded + String(repeating: "=", count: (4 - padded.utf8.count % 4) % 4)
    return Data(base64Encoded: rest).flatMap { String(validating: $0, as: UTF8.self) }.flatMap { StationID($0) }
  }
}
