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
    func nearest(_ limit: Int, _ required: AttributeBits) -> [Neighbour] {
      moment.board.index.nearest(to: origin, limit: limit, requiring: required, within: question.radius)
    }
    let required = question.requiredBits
    if question.open == .any {
      found = nearest(question.limit, required)
    } else {
      let open = nearest(question.limit, required | FilterBits.open)
      found = open + nearest(question.limit - open.count, required | FilterBits.hoursUnknown)
    }
    skipped =
      question.includesSkipped ? SkippedStation.nearest(question, moment, origin, found: found) : nil
  }
}

extension NearestQuestion {
  /// What a station must have, its hours aside.
  fileprivate var requiredBits: AttributeBits {
    var bits = amenities.bits
    bits |= includesSuspended ? FilterBits.findable : FilterBits.active
    if let kind { bits |= FilterBits.kind(kind) }
    if let entry { bits |= FilterBits.entry(entry) }
    return bits
  }
}
