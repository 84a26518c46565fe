import Foundation
import OpeningHours
import RestStations
import SpatialIndex

/// Which stations of a snapshot are open at a moment, and how long that holds.
struct OpeningBoard: Sendable {
  /// The moment, seconds since 1970.
  let instant: Int64
  /// The first moment after it at which anything changes; itself no longer covered.
  let validUntil: Int64
  /// Of each of the snapshot's expressions.
  private let statuses: [OpeningHours.Status]
  /// The same as answers tell it.
  let texts: HoursTexts
  /// The snapshot's index with the bits of this moment.
  let index: GridIndex

  init(_ snapshot: DirectorySnapshot, at instant: Int64) {
    self.instant = instant
    let moment = LocalMoment(epochSeconds: instant, in: snapshot.zone)
    let statuses = snapshot.hours.map { $0.status(at: moment, holidays: snapshot.summary.holidays) }
    self.statuses = statuses
    texts = HoursTexts(statuses) { snapshot.local($0) }
    let ends = snapshot.inactivity.values.compactMap(\.end).filter { $0 > instant }
    // A year's table may come to an end; look again at least each day.
    validUntil = (statuses.compactMap(\.nextChange) + ends).reduce(instant + 86_400, min)
    index = snapshot.index.replacing(
      FilterBits.passing, by: snapshot.situations(at: instant), with: Situation.bits(statuses.map(\.state)))
  }

  /// Whether the board tells of a moment.
  func covers(_ instant: Int64) -> Bool {
    instant >= self.instant && instant < validUntil
  }

  /// What the hours of that number are; nothing when they are not known.
  func status(ofHours number: Int32) -> OpeningHours.Status? {
    number >= 0 && Int(number) < statuses.count ? statuses[Int(number)] : nil
  }
}
