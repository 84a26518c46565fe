import Foundation
import Geodesy
import OpeningHours
public import RestStations
import SpatialIndex

/// The whole directory as it was at one revision, in memory and never changed: what questions are answered from.
///
/// Stations are numbered in the order of their ids, which is why ties of distance go to the lower id.
public final class DirectorySnapshot: Sendable {
  public let summary: DirectorySummary
  let zone: TimeZone
  let texts: StationTexts
  let coordinates: [Coordinate]
  /// Of each station, the filters that do not depend on the moment; see ``bits(of:at:)``.
  private let lastingBits: [UInt128]
  /// Of each station, its place in ``hours``; −1 when they are not known.
  let openingHours: [Int32]
  let staffedHours: [Int32]
  /// Of each station, the place of its town in the summary's; −1 for none.
  let towns: [Int32]
  /// Of each station, the revision in which it last changed.
  let revisions: [Int]
  /// Of each station, when it last changed, seconds since 1970.
  let updates: [Int64]
  let order = RevisionOrder()
  /// Every expression that some station has.
  let hours: [OpeningHours]
  /// What can be searched.
  let names: StationNames
  /// Of stations that are suspended or retired, by their numbers, where there is a reason or an end.
  let inactivity: [Int: Inactivity]
  /// Of each station, as if no suspension ever ended; see ``situations(at:)``.
  private let lastingSituations: [Int32]
  /// Of the lasting bits.
  let index: GridIndex

  /// How many stations of any status there are.
  public var count: Int { texts.count }

  /// Reads all of a directory.
  init(_ storage: any DirectoryStorage) async throws {
    let (summary, parts) = try await storage.scan { try SnapshotColumns($0, $1) }
    var columns = SnapshotColumns(summary)
    for part in parts { columns.append(part) }
    self.summary = summary
    zone = TimeZone(identifier: summary.timeZone) ?? .gmt
    texts = columns.texts
    coordinates = columns.coordinates
    lastingBits = columns.lastingBits
    openingHours = columns.openingHours
    staffedHours = columns.staffedHours
    towns = columns.towns
    revisions = columns.revisions
    updates = columns.updates
    hours = columns.hours.all
    names = columns.names
    inactivity = columns.inactivity
    lastingSituations = zip(columns.lastingBits, columns.openingHours).map { Situation.number($0, hours: $1) }
    index = GridIndex(coordinates, attributes: lastingBits)
  }

  /// An instant, seconds since 1970, in the district's zone.
  func local(_ instant: Int64) -> String {
    Instant.text(instant, in: zone)
  }

  /// The id of a station.
  func id(of number: Int) -> StationID? {
    texts.withID(of: number) { StationID(String(decoding: $0, as: UTF8.self)) }
  }

  /// The numbers of all stations whose ids come after one, or of all.
  func numbers(after id: StationID?) -> Range<Int> {
    guard let id else { return 0..<count }
    let place = firstNumber(notBefore: id)
    return (number(of: id) == place ? place + 1 : place)..<count
  }

  /// The filters of a station as if no suspension ever ended.
  func lastingBits(of number: Int) -> AttributeBits { lastingBits[number] }

  /// The filters of a station at a moment, but for whether it is open.
  func bits(of number: Int, at instant: Int64) -> AttributeBits {
    let bits = lastingBits[number]
    guard bits & FilterBits.suspended != 0, let reasons = inactivity[number], reasons.hasEnded(at: instant) else {
      return bits
    }
    return (bits & ~FilterBits.suspended) | FilterBits.active
  }

  /// The ``Situation`` of each station at a moment.
  func situations(at instant: Int64) -> [Int32] {
    var situations = lastingSituations
    for (number, reasons) in inactivity where reasons.hasEnded(at: instant) {
      situations[number] = Situation.number(bits(of: number, at: instant), hours: openingHours[number])
    }
    return situations
  }

  /// The place of a town in the summary's, which are ordered.
  func number(ofTown name: String) -> Int32? {
    summary.towns.firstIndex(of: name).map { Int32(truncatingIfNeeded: $0) }
  }

  /// The number of a station, or nothing when there is none of that id: a binary search.
  func number(of id: StationID) -> Int? {
    let number = firstNumber(notBefore: id)
    return number < count && texts.withID(of: number, { $0.elementsEqual(id.text.utf8) }) ? number : nil
  }

  private func firstNumber(notBefore id: StationID) -> Int {
    let wanted = Array(id.text.utf8)
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if texts.withID(of: middle, { $0.lexicographicallyPrecedes(wanted) }) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
