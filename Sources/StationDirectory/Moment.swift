import Geodesy
import OpeningHours
import RestStations
import SpatialIndex

/// A snapshot at a moment: what an answer is made from. All answers of a second share one.
package final class Moment: Sendable {
  package let snapshot: DirectorySnapshot
  let board: OpeningBoard
  /// Seconds since 1970.
  let instant: Int64
  /// The same in the district's zone.
  let localText: String
  let stations: PlainStations
  /// The last members of an answer in JSON and WGS-84, and the brace that ends it.
  let ending: [UInt8]

  init(_ snapshot: DirectorySnapshot, _ board: OpeningBoard, instant: Int64) {
    self.snapshot = snapshot
    self.board = board
    self.instant = instant
    localText = snapshot.local(instant)
    stations = PlainStations(snapshot, board)
    var json = JSONText()
    json.member("datum", Datum.wgs84.rawValue)
    json.member("as_of", localText)
    json.member("revision", snapshot.summary.revision)
    json.append("}")
    ending = json.bytes
  }

  convenience init(_ snapshot: DirectorySnapshot, at instant: Int64) {
    self.init(snapshot, OpeningBoard(snapshot, at: instant), instant: instant)
  }

  /// A moment of a snapshot that differs from another's in some stations.
  ///
  /// - Parameters:
  ///   - before: of the snapshot over which this one is laid.
  ///   - numbers: of the stations that differ.
  convenience init(_ before: Moment, _ snapshot: DirectorySnapshot, changed numbers: [Int], at instant: Int64) {
    let laid = before.board.covers(instant) ? OpeningBoard(before.board, snapshot, changed: numbers) : nil
    // What is new may have changed since the moment of the board before.
    let board = laid.flatMap { $0.covers(instant) ? $0 : nil } ?? OpeningBoard(snapshot, at: instant)
    self.init(snapshot, board, instant: instant)
  }

  /// The nearest stations to a place, at this moment or at the one that is asked about.
  package func nearest(_ question: NearestQuestion) -> NearestAnswer {
    NearestAnswer(question, question.open.instant.map(at) ?? self)
  }

  /// Puts the answer to a question in JSON where it is wanted, when it is one of ``PlainAnswers``.
  ///
  /// - Returns: whether it did; what was given is of no use otherwise.
  package func answerPlainly(_ question: NearestQuestion, _ give: PlainAnswers.Giving) -> Bool {
    guard question.datum == .wgs84, !question.includesNavigation, !question.includesSkipped else { return false }
    let moment = question.open.instant.map(at) ?? self
    var isWritten = false
    question.withNearest(in: moment, from: GeodesicOrigin(question.place)) { found in
      isWritten = PlainAnswers.write(found, moment, give)
    }
    return isWritten
  }

  /// The same snapshot at another moment.
  func at(_ instant: Int64) -> Moment {
    board.covers(instant) ? Moment(snapshot, board, instant: instant) : Moment(snapshot, at: instant)
  }

  /// The filters of a station, but for whether it is open; a suspension that has ended is none.
  func bits(of number: Int) -> AttributeBits {
    snapshot.bits(of: number, at: instant)
  }

  /// When a station is open; nothing when that is not known. Not asked of one that is not active.
  func hours(of number: Int) -> OpeningHours.Status? {
    board.status(ofHours: snapshot.facts[number].openingHours)
  }

  /// Whether a station may be used.
  func state(of number: Int) -> OpeningHours.State {
    bits(of: number) & FilterBits.active == 0 ? .closed : hours(of: number)?.state ?? .unknown
  }
}
