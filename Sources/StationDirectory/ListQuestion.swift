public import Geodesy
public import RestStations

/// A question for stations by what they are, rather than which are nearest.
public struct ListQuestion: Hashable, Sendable {
  /// Stations in a page, 1…1000.
  public var limit = 100
  /// The id that the page begins after.
  public var after: StationID?
  /// In ``datum``; the border belongs to it.
  public var box: CoordinateBox?
  /// Of the box, and of the coordinates in the answer; those of GeoJSON are always WGS-84.
  public var datum = Datum.wgs84
  public var town: String?
  public var kind: StationKind?
  /// All of them must be available.
  public var amenities = AmenitySet()
  /// Only stations where something is broken.
  public var isBroken = false
  /// Closed stations are left out where hours matter; those whose hours are unknown are not.
  public var open = OpenFilter.any
  public var status = StatusFilter.findable
  /// A part of the name, of an alias or of the address, whatever its case and width.
  public var text: String?

  public static let limits = 1...1000

  public init() {}
}

/// Which stations a list holds by their status.
public enum StatusFilter: Hashable, Sendable {
  /// Active and suspended ones.
  case findable
  /// Retired ones too.
  case any
  case only(StationStatus)

  /// `any` or a status; nothing for other words.
  public init?(word: String) {
    if word == "any" {
      self = .any
    } else if let status = StationStatus(rawValue: word) {
      self = .only(status)
    } else {
      return nil
    }
  }

  /// The words that make a filter.
  public static let words = StationStatus.allCases.map(\.rawValue) + ["any"]
}
