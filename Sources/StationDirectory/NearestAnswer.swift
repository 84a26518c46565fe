import Geodesy
import OpeningHours
import RestStations
import SpatialIndex

/// The stations found for a question, and what their hours say at the moment that it was asked about.
public struct NearestAnswer: Sendable {
  let moment: Moment
  let found: [Neighbour]
  /// Of the coordinates in JSON.
  let datum: Datum
  let includesNavigation: Bool
  /// Nearer ones that were left out; nothing when they were not asked for.
  let skipped: [SkippedStation]?

  /// How many were found.
  public var count: Int { found.count }

  init(_ question: NearestQuestion, _ moment: Moment) {
    self.moment = moment
    let origin = GeodesicOrigin(question.place)
    datum = question.datum
    includesNavigation = question.includesNavigation
    var found: [Neighbour] = []
    question.withNearest(in: moment, from: origin) { found.append(contentsOf: $0) }
    self.found = found
    skipped =
      question.includesSkipped ? SkippedStation.nearest(question, moment, origin, found: found) : nil
  }
}

extension NearestQuestion {
  /// Lends a body the stations that it asks for; where hours matter, those whose hours are unknown behind the open ones.
  func withNearest(in moment: Moment, from origin: GeodesicOrigin, _ body: (UnsafeBufferPointer<Neighbour>) -> Void) {
    let stations = moment.stations
    func nearest(_ limit: Int, _ required: AttributeBits, _ body: (UnsafeBufferPointer<Neighbour>) -> Void) {
      moment.board.index.withNearest(
        to: origin, limit: limit, requiring: required, within: radius, expecting: { stations.expect($0) }, body)
    }
    let required = requiredBits
    if open == .any { return nearest(limit, required, body) }
    nearest(limit, required | FilterBits.open) { open in
      if open.count == limit { return body(open) }
      nearest(limit - open.count, required | FilterBits.hoursUnknown) { unknown in
        withUnsafeTemporaryAllocation(of: Neighbour.self, capacity: open.count + unknown.count) { all in
          let place = all[..<open.count].initialize(fromContentsOf: open)
          _ = all[place...].initialize(fromContentsOf: unknown)
          body(UnsafeBufferPointer(all))
        }
      }
    }
  }

  /// What a station must have, its hours aside.
  fileprivate var requiredBits: AttributeBits {
    var bits = amenities.bits
    bits |= includesSuspended ? FilterBits.findable : FilterBits.active
    if let kind { bits |= FilterBits.kind(kind) }
    if let entry { bits |= FilterBits.entry(entry) }
    return bits
  }
}
