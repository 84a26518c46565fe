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
  private let columns: SnapshotColumns
  /// Of each station, as if no suspension ever ended; see ``situations(at:)``.
  private let lastingSituations: [Int32]
  /// Of the lasting bits.
  let index: GridIndex
  let order: RevisionOrder
  /// What can be searched.
  let names: StationNames
  let amenities: AmenityTexts

  var texts: StationTexts { columns.texts }
  var coordinates: [Coordinate] { columns.coordinates }
  /// Of each station, its place in ``hours``; −1 when they are not known.
  var openingHours: [Int32] { columns.openingHours }
  var staffedHours: [Int32] { columns.staffedHours }
  /// Of each station, the place of its town in the summary's; −1 for none.
  var towns: [Int32] { columns.towns }
  /// Of each station, the revision in which it last changed.
  var revisions: [Int] { columns.revisions }
  /// Of each station, when it last changed, seconds since 1970.
  var updates: [Int64] { columns.updates }
  /// Every expression that some station has.
  var hours: [OpeningHours] { columns.hours.all }
  /// Of stations that are suspended or retired, by their numbers, where there is a reason or an end.
  var inactivity: [Int: Inactivity] { columns.inactivity }
  /// Of each station, the filters that do not depend on the moment; see ``bits(of:at:)``.
  private var lastingBits: [UInt128] { columns.lastingBits }

  /// How many stations of any status there are.
  public var count: Int { texts.count }

  /// Reads all of a directory.
  init(_ storage: any DirectoryStorage) async throws {
    let (summary, parts) = try await storage.scan { try SnapshotColumns($0, $1) }
    // The index is made while the other columns are put together.
    async let index = GridIndex(parts.flatMap(\.coordinates), attributes: parts.flatMap(\.lastingBits))
    var columns = SnapshotColumns(summary)
    for part in parts { columns.append(part) }
    self.summary = summary
    self.columns = columns
    zone = TimeZone(identifier: summary.timeZone) ?? .gmt
    lastingSituations = zip(columns.lastingBits, columns.openingHours).map { Situation.number($0, hours: $1) }
    order = RevisionOrder()
    names = StationNames(columns.texts)
    amenities = AmenityTexts(columns.texts.codes)
    self.index = await index
  }

  /// Stations that have changed are laid over a snapshot until they are so many.
  package static let greatestChange = 256

  /// A snapshot over which other content of some stations is laid, which spares reading all.
  ///
  /// - Parameters:
  ///   - summary: as it is now.
  ///   - changes: all that has changed since.
  /// - Returns: nothing where more has changed: which stations there are, where they lie, what they are called, the
  ///   vocabularies, the holidays; or when it is too much.
  init?(_ before: DirectorySnapshot, _ summary: DirectorySummary, _ changes: SnapshotColumns) {
    var known = summary
    known.revision = before.summary.revision
    let places = 0..<changes.texts.count
    let numbers = places.compactMap { changes.texts.withID(of: $0, before.number(ofID:)) }
    guard known == before.summary, numbers.count == places.count,
      before.texts.changedCount + numbers.count <= Self.greatestChange,
      zip(places, numbers).allSatisfy({ place, number in
        changes.coordinates[place] == before.coordinates[number]
          && before.names.isSame(number, as: place, in: changes.texts)
      })
    else { return nil }
    var (columns, situations) = (before.columns, before.lastingSituations)
    columns.replace(numbers, by: changes)
    for number in numbers {
      situations[number] = Situation.number(columns.lastingBits[number], hours: columns.openingHours[number])
    }
    self.summary = summary
    self.columns = columns
    zone = before.zone
    (names, amenities) = (before.names, before.amenities)
    lastingSituations = situations
    index = before.index.changing(
      Dictionary(zip(numbers, changes.lastingBits), uniquingKeysWith: { first, _ in first }))
    order = RevisionOrder(before.order, changed: numbers.sorted { columns.revisions[$0] < columns.revisions[$1] })
  }

  /// The directory as it is stored now: laid over what is known of it, or read anew.
  static func newest(_ storage: any DirectoryStorage, after known: DirectorySnapshot?) async throws -> DirectorySnapshot
  {
    if let known {
      let (summary, changes) = try await storage.scan(since: known.summary.revision, atMost: greatestChange) {
        try SnapshotColumns($0, capacity: 1, $1)
      }
      if let changes, let snapshot = DirectorySnapshot(known, summary, changes) { return snapshot }
    }
    return try await DirectorySnapshot(storage)
  }

  /// How many stations are laid over what was read.
  package var changedCount: Int { texts.changedCount }

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

  private func number(ofID id: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    StationID(String(decoding: id, as: UTF8.self)).flatMap(number)
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
