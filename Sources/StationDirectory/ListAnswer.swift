import Geodesy
import OpeningHours
public import RestStations
import SpatialIndex

/// A page of a list.
public struct ListAnswer: Sendable {
  let moment: Moment
  let numbers: [Int]
  /// Of the coordinates in JSON.
  let datum: Datum
  /// The last id of this page when there are more, or nothing.
  public let last: StationID?

  /// The directory's revision.
  public var revision: Int { moment.snapshot.summary.revision }
  /// Since when all that the answer shows of opening hours holds, seconds since 1970.
  public var holdsSince: Int64 { moment.board.instant }

  init(_ question: ListQuestion, _ moment: Moment) {
    self.moment = moment
    datum = question.datum
    let snapshot = moment.snapshot
    var numbers: [Int] = []
    let filter = ListFilter(question, moment)
    filter.forEachCandidate(in: snapshot.numbers(after: question.after)) { number in
      if filter.matches(number) { numbers.append(number) }
      return numbers.count <= question.limit
    }
    let hasMore = numbers.count > question.limit
    self.numbers = Array(numbers.prefix(question.limit))
    last = hasMore ? self.numbers.last.flatMap(snapshot.id) : nil
  }
}

/// What a list's question asks of a station.
private struct ListFilter {
  private let question: ListQuestion
  private let moment: Moment
  private let required: AttributeBits
  private let town: Int32?
  private let isTownUnknown: Bool

  init(_ question: ListQuestion, _ moment: Moment) {
    self.question = question
    self.moment = moment
    var required = question.amenities.bits
    if let kind = question.kind { required |= FilterBits.kind(kind) }
    if question.isBroken { required |= FilterBits.broken }
    self.required = required
    town = question.town.flatMap(moment.snapshot.number(ofTown:))
    isTownUnknown = question.town != nil && town == nil
  }

  /// Calls a body with the stations of a range that may match, ascending, until it says no more: by the filter that
  /// leaves the fewest.
  func forEachCandidate(in range: Range<Int>, _ body: (Int) -> Bool) {
    if isTownUnknown { return }
    if let text = question.text {
      moment.snapshot.names.forEach(containing: TextFolding.folded(text), in: range, body)
    } else if let box = question.box.flatMap(surroundings) {
      let numbers = moment.snapshot.index.numbers(in: box, requiring: required)
      _ = numbers.drop { $0 < range.lowerBound }.allSatisfy(body)
    } else {
      _ = range.allSatisfy(body)
    }
  }

  func matches(_ number: Int) -> Bool {
    let bits = moment.bits(of: number)
    guard bits & required == required, question.status.matches(bits) else { return false }
    if let town, moment.snapshot.facts[number].town != town { return false }
    if question.open != .any, moment.state(of: number) == .closed { return false }
    guard let box = question.box else { return true }
    // As the answer shows them, so that what one was shown may be a border.
    return box.contains(question.datum.fromWGS84(moment.snapshot.facts[number].coordinate).rounded)
  }

  /// A box in WGS-84 that holds all of a box in the question's datum: none is shifted by more than 0.03 degrees. Nothing
  /// where that would reach beyond a pole or round the Earth.
  private func surroundings(_ box: CoordinateBox) -> CoordinateBox? {
    guard question.datum != .wgs84 else { return box }
    let margin = 0.03
    guard box.west <= box.east || box.west - box.east > 2 * margin else { return nil }
    return CoordinateBox(
      west: box.west - margin, south: box.south - margin, east: box.east + margin, north: box.north + margin)
  }
}

extension StatusFilter {
  func matches(_ bits: AttributeBits) -> Bool {
    switch self {
    case .any: true
    case .findable: bits & FilterBits.findable != 0
    case .only(.active): bits & FilterBits.active != 0
    case .only(.suspended): bits & FilterBits.suspended != 0
    case .only(.retired): bits & FilterBits.findable == 0
    }
  }
}

/// One station.
public struct StationAnswer: Sendable {
  let moment: Moment
  let number: Int

  /// The revision in which the station last changed.
  public var revision: Int { moment.snapshot.facts[number].revision }
}
