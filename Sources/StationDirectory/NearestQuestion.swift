public import Geodesy
public import RestStations

/// A courier's question.
public struct NearestQuestion: Hashable, Sendable {
  /// In WGS-84.
  public var place: Coordinate
  /// Of the coordinates in the answer; those of GeoJSON are always WGS-84.
  public var datum = Datum.wgs84
  /// Stations in the answer, 1…100.
  public var limit = 5
  /// Greatest distance, itself allowed; any when nothing.
  public var radius: Meters?
  /// All of them must be available.
  public var amenities = AmenitySet()
  public var kind: StationKind?
  public var entry: StationEntry?
  public var open = OpenFilter.any
  /// Whether suspended stations are found too.
  public var includesSuspended = false
  /// Whether the answer also names nearer stations that were left out, and why.
  public var includesSkipped = false
  /// Whether each station comes with links to map apps.
  public var includesNavigation = false

  public static let limits = 1...100

  public init(place: Coordinate) {
    self.place = place
  }
}

/// Which stations are wanted by their opening hours. Where hours matter, closed stations are left out, and stations
/// whose hours are unknown come after the open ones.
public enum OpenFilter: Hashable, Sendable {
  case any
  case now
  /// At an instant, seconds since 1970.
  case at(Int64)
}

extension OpenFilter {
  /// `any`, `now` or an RFC 3339 instant; nothing for other texts.
  public init?(word: String) {
    switch word {
    case "any": self = .any
    case "now": self = .now
    default:
      guard let instant = Instant.parse(word) else { return nil }
      self = .at(instant)
    }
  }
}
