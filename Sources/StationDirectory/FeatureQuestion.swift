public import Geodesy
public import RestStations

/// A question for stations as features of a map (OGC API – Features, Part 1).
public struct FeatureQuestion: Hashable, Sendable {
  /// Features in a page, 1…10,000.
  public var limit = 10
  /// The id that the page begins after.
  public var after: StationID?
  /// In WGS-84; the border belongs to it.
  public var box: CoordinateBox?
  /// When a station last changed, seconds since 1970, limits included.
  public var updated: ClosedRange<Int64>?
  public var kind: StationKind?
  public var entry: StationEntry?
  public var town: String?
  public var status = StatusFilter.findable
  /// Properties that must read just so.
  public var texts: [FeatureProperty: String] = [:]

  public static let limits = 1...10_000

  public init() {}
}

/// Properties of a feature that are texts of its own, and that can be asked for; the raw values are their names.
public enum FeatureProperty: String, CaseIterable, Sendable {
  case name
  case hubID = "hub_id"
  case address, phone
  case operatorName = "operator"

  /// Where it stands in a station's JSON.
  var piece: StationTexts.Piece {
    switch self {
    case .name, .hubID, .address: .head
    case .phone: .tail
    case .operatorName: .details
    }
  }
}
