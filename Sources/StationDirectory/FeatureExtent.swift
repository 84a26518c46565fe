public import Geodesy
import RestStations
import SpatialIndex

/// What a collection of features reaches over: all stations in use or suspended.
public struct FeatureExtent: Hashable, Sendable {
  /// Nothing where there is no station.
  public let box: CoordinateBox?
  /// Of the last changes, seconds since 1970.
  public let updated: ClosedRange<Int64>?
  /// The directory's revision.
  public let revision: Int

  init(_ moment: Moment) {
    revision = moment.snapshot.summary.revision
    var (west, south, east, north) = (181.0, 91.0, -181.0, -91.0)
    var (first, last) = (Int64.max, Int64.min)
    for number in 0..<moment.snapshot.count where moment.bits(of: number) & FilterBits.findable != 0 {
      let place = moment.snapshot.facts[number].coordinate
      (west, east) = (min(west, place.longitude), max(east, place.longitude))
      (south, north) = (min(south, place.latitude), max(north, place.latitude))
      let update = moment.snapshot.facts[number].updatedAt
      (first, last) = (min(first, update), max(last, update))
    }
    box = CoordinateBox(west: west, south: south, east: east, north: north)
    updated = first <= last ? first...last : nil
  }
}
