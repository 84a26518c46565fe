public import Geodesy
import Glibc

/// A stored station as its storage holds it: what a snapshot is made of, without a copy of each of its texts.
///
/// Texts are UTF-8 in the storage's memory. They last until the next station is asked for, and no longer.
public struct StationView {
  public typealias Text = UnsafeBufferPointer<UInt8>

  public var id: Text
  public var name: Text
  /// Separated by `;`.
  public var aliases: Text?
  public var kind: StationKind
  public var hubID: Text?
  /// The place of its town in the summary's towns.
  public var town: Int?
  public var address: Text?
  public var coordinate: Coordinate
  public var amenities: AmenitySet
  public var brokenAmenities: AmenitySet
  public var openingHours: Text?
  public var staffedHours: Text?
  public var entry: StationEntry?
  public var operatorName: Text?
  public var capacity: Int?
  public var phone: Text?
  public var status: StationStatus
  public var statusReason: Text?
  /// Milliseconds since 1970.
  public var statusUntil: Int64?
  /// `YYYY-MM-DD`.
  public var verifiedAt: Text?
  public var revision: Int
  /// Milliseconds since 1970.
  public var updatedAt: Int64

  public init(
    id: Text, name: Text, kind: StationKind, coordinate: Coordinate, status: StationStatus, revision: Int,
    updatedAt: Int64
  ) {
    self.id = id
    self.name = name
    self.kind = kind
    self.coordinate = coordinate
    self.status = status
    self.revision = revision
    self.updatedAt = updatedAt
    amenities = AmenitySet()
    brokenAmenities = AmenitySet()
  }
}

extension StationView.Text {
  /// Whether another text has the same bytes.
  public func isSame(as other: StationView.Text) -> Bool {
    guard count == other.count, let start = baseAddress, let otherStart = other.baseAddress else {
      return isEmpty && other.isEmpty
    }
    return memcmp(start, otherStart, count) == 0
  }
}
