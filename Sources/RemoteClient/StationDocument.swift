/// A station as the API tells of it; a field without a value is nothing.
public struct StationDocument: Codable, Sendable {
  public var id: String
  public var name: String
  public var kind: String
  public var hubID: String?
  public var town: String?
  public var address: String?
  /// Degrees, of the answer's datum.
  public var lat: Double
  public var lon: Double
  /// From the place asked about, in answers about the nearest.
  public var distanceMetres: Double?
  /// Clockwise from north, in answers about the nearest.
  public var bearingDegrees: Double?
  public var amenities: [String]
  public var brokenAmenities: [String]?
  public var openingHours: String?
  public var staffedHours: String?
  public var status: String
  public var statusReason: String?
  public var statusUntil: String?
  public var open: String
  public var staffed: Bool?
  public var changesAt: String?
  public var entry: String?
  public var operatorName: String?
  public var aliases: [String]?
  public var capacity: Int?
  public var phone: String?
  public var verifiedAt: String?
  public var revision: Int?
  public var updatedAt: String?

  enum CodingKeys: String, CodingKey {
    case id, name, kind, town, address, lat, lon, amenities, status, open, staffed, entry, aliases, capacity, phone
    case revision
    case hubID = "hub_id"
    case distanceMetres = "distance_m"
    case bearingDegrees = "bearing_deg"
    case brokenAmenities = "broken_amenities"
    case openingHours = "opening_hours"
    case staffedHours = "staffed_hours"
    case statusReason = "status_reason"
    case statusUntil = "status_until"
    case changesAt = "changes_at"
    case operatorName = "operator"
    case verifiedAt = "verified_at"
    case updatedAt = "updated_at"
  }
}

/// Stations found or listed.
public struct StationsDocument: Decodable, Sendable {
  public var stations: [StationDocument]
  /// When it was asked, RFC 3339 in the district's zone.
  public var asOf: String
  /// A reference to the next page of a list.
  public var next: String?
  /// Nearer stations that a filter left out, where that was asked for.
  public var skipped: [SkippedStationDocument]?

  enum CodingKeys: String, CodingKey {
    case stations, next, skipped
    case asOf = "as_of"
  }
}

/// A station that was left out, and why.
public struct SkippedStationDocument: Decodable, Sendable {
  public var id: String
  public var name: String
  public var distanceMetres: Double
  public var reason: String

  enum CodingKeys: String, CodingKey {
    case id, name, reason
    case distanceMetres = "distance_m"
  }
}
