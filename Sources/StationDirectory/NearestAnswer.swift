import Geodesy
import OpeningHours
import RestStations
import SpatialIndex

/// The stations found for a question, and what their hours say at the moment that it was asked about.
public struct NearestAnswer: Sendable {
  let snapshot: DirectorySnapshot
  let board: OpeningBoard
  let origin: GeodesicOrigin
  let found: [Neighbour]

  /// How many were found.
  public var count: Int { found.count }

  init(_ question: NearestQuestion, _ snapshot: DirectorySnapshot, _ board: OpeningBoard) {
    self.snapshot = snapshot
    self.board = board
    origin = GeodesicOrigin(question.place)
    var required = question.amenities.bits
    required |= question.includesSuspended ? FilterBits.findable : FilterBits.active
    if let kind = question.kind { required |= FilterBits.kind(kind) }
    if let entry = question.entry { required |= FilterBits.entry(entry) }
    func nearest(_ limit: Int, _ required: AttributeBits) -> [Neighbour] {
      board.index.nearest(to: origin, limit: limit, requiring: required, within: question.radius)
    }
    if question.open == .any {
      found = nearest(question.limit, required)
    } else {
      let open = nearest(question.limit, required | FilterBits.open)
      found = open + nearest(question.limit - open.count, required | FilterBits.hoursUnknown)
    }
  }
}
