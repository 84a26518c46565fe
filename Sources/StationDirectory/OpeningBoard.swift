import Foundation
import OpeningHours
import RestStations
import SpatialIndex

/// Which stations of a snapshot are open at a moment, and how long that holds.
struct OpeningBoard: Sendable {
  /// The moment, seconds since 1970.
  let instant: Int64
  /// No later than the first moment after it at which anything changes; itself no longer covered.
  let validUntil: Int64
  /// Of each of the snapshot's expressions.
  private let statuses: [OpeningHours.Status]
  /// The same as answers tell it.
  let texts: HoursTexts
  /// The snapshot's index with the bits of this moment.
  let index: GridIndex

  init(_ snapshot: DirectorySnapshot, at instant: Int64) {
    self.instant = instant
    let statuses = snapshot.statuses(of: 0..., at: instant)
    self.statuses = statuses
    texts = HoursTexts(statuses) { snapshot.local($0) }
    // A year's table may come to an end; look again at least each day.
    validUntil = Self.end(after: instant, statuses, snapshot.inactivity.values, before: instant + 86_400)
    index = snapshot.index.replacing(
      FilterBits.passing, by: snapshot.situations(at: instant), with: Situation.bits(statuses))
  }

  /// The board of a snapshot at the moment of another board.
  ///
  /// - Parameters:
  ///   - before: the board of the snapshot over which this one is laid.
  ///   - numbers: of the stations that differ.
  init(_ before: OpeningBoard, _ snapshot: DirectorySnapshot, changed numbers: [Int]) {
    let instant = before.instant
    self.instant = instant
    let added = snapshot.statuses(of: before.statuses.count..., at: instant)
    let statuses = before.statuses + added
    self.statuses = statuses
    texts = added.isEmpty ? before.texts : HoursTexts(statuses) { snapshot.local($0) }
    validUntil = Self.end(
      after: instant, added, numbers.compactMap { snapshot.inactivity[$0] }, before: before.validUntil)
    index = before.index.changing(
      numbers.map { number in
        let bits = snapshot.bits(of: number, at: instant)
        let hours = snapshot.facts[number].openingHours
        let state = hours < 0 ? .unknown : statuses[Int(hours)].state
        return (number, bits & ~FilterBits.passing | Situation.passing(bits, state))
      })
  }

  /// Whether the board tells of a moment.
  func covers(_ instant: Int64) -> Bool {
    instant >= self.instant && instant < validUntil
  }

  /// What the hours of that number are; nothing when they are not known.
  func status(ofHours number: Int32) -> OpeningHours.Status? {
    number >= 0 && Int(number) < statuses.count ? statuses[Int(number)] : nil
  }

  /// When some hours change first, or a suspension ends, but no later than a limit.
  private static func end(
    after instant: Int64, _ statuses: [OpeningHours.Status], _ inactivity: some Sequence<Inactivity>,
    before limit: Int64
  ) -> Int64 {
    let ends = inactivity.compactMap(\.end).filter { $0 > instant }
    return (statuses.compactMap(\.nextChange) + ends).reduce(limit, min)
  }
}
