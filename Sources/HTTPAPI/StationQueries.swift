import Foundation
import Geodesy
import RestStations
import StationDirectory

extension NearestQuestion {
  /// The question in the query of `GET /v1/stations/nearest`.
  ///
  /// - Throws: ``YizhanError`` with every fault.
  init(query: String?, _ catalogue: AmenityCatalogue) throws {
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
    let instants = Bilingual(
      "must be any, now, or an instant such as 2026-11-24T20:00:00+08:00",
      "须为 any、now 或形如 2026-11-24T20:00:00+08:00 的时刻")
    open = reader.value("open", or: instants, OpenFilter.init(word:)) ?? .any
    includesSuspended =
      reader.value("include", or: Bilingual("must be suspended", "须为 suspended")) { $0 == "suspended" ? true : nil }
      ?? false
    try reader.finish()
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
    town = reader.text("town")
    kind = reader.word("kind")
    amenities = reader.amenities("amenities", catalogue)
    let words = StatusFilter.words.joined(separator: ", ")
    status =
      reader.value("status", or: Bilingual("must be one of \(words)", "须为 \(words) 之一"), StatusFilter.init(word:))
      ?? status
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
