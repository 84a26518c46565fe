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
  private let stations: SnapshotStations
  /// Of the lasting bits.
  let index: GridIndex
  let order: RevisionOrder
  /// What can be searched.
  let names: StationNames
  let amenities: AmenityTexts
  /// Where the pages of ``facts`` and of ``texts`` are.
  let factsTable: Slab<UnsafePointer<StationFacts>>
  let textsTable: Slab<UnsafePointer<StationTexts.Place>>

  var texts: StationTexts { stations.texts }
  var facts: Pages<StationFacts> { stations.facts }
  /// Every expression that some station has or had.
  var hours: [OpeningHours] { stations.hours.all }
  /// Of stations that are suspended or retired, by their numbers, where there is a reason or an end.
  var inactivity: [Int: Inactivity] { stations.inactivity }

  /// How many stations of any status there are.
  public var count: Int { facts.count }

  /// Reads all of a directory.
  init(_ storage: any DirectoryStorage) async throws {
    let (summary, parts) = try await storage.scan { try SnapshotStations($0, capacity: $0.stationCount, $1) }
    // The index is made while all else is put together.
    async let index = GridIndex(
      parts.flatMap { $0.facts.map(\.coordinate) }, attributes: parts.flatMap { $0.facts.map(\.lastingBits) })
    var stations = parts.first ?? SnapshotStations(summary, capacity: 0)
    for part in parts.dropFirst() { stations.append(part) }
    self.summary = summary
    self.stations = stations
    zone = TimeZone(identifier: summary.timeZone) ?? .gmt
    order = RevisionOrder()
    names = StationNames(stations.texts)
    amenities = AmenityTexts(stations.texts.codes)
    factsTable = stations.facts.table
    textsTable = stations.texts.places.table
    self.index = await index
  }

  /// A snapshot over which other content of some stations is laid, which spares reading all.
  ///
  /// - Parameters:
  ///   - numbers: theirs, as ``numbers(of:)`` gives them.
  ///   - revision: the directory's now.
  init(_ before: DirectorySnapshot, _ changes: SnapshotStations, of numbers: [Int], revision: Int) {
    var (summary, stations) = (before.summary, before.stations)
    summary.revision = revision
    stations.replace(numbers, by: changes)
    (self.summary, self.stations) = (summary, stations)
    (zone, names, amenities) = (before.zone, before.names, before.amenities)
    factsTable = stations.facts.table
    textsTable = stations.texts.places.table
    index = before.index.changing(Array(zip(numbers, changes.facts.map(\.lastingBits))))
    order = RevisionOrder(
      before.order, in: before.facts,
      changed: numbers.sorted { stations.facts[$0].revision < stations.facts[$1].revision })
  }

  /// Changes of stations are laid over a snapshot until they are so many.
  package static let greatestChange = 256

  /// The numbers of the stations of some changes; nothing where they cannot be laid over this snapshot: a station is new,
  /// lies or is called otherwise, or it is too much.
  private func numbers(of changes: SnapshotStations) -> [Int]? {
    let places = changes.facts.indices
    let numbers = places.compactMap { changes.texts.withID(of: $0, number(ofID:)) }
    guard numbers.count == places.count, texts.changedCount + numbers.count <= Self.greatestChange,
      zip(places, numbers).allSatisfy({ place, number in
        changes.facts[place].coordinate == facts[number].coordinate
          && names.isSame(number, as: place, in: changes.texts)
      })
    else { return nil }
    return numbers
  }

  /// The directory as it is stored now, laid over this snapshot, and the numbers of the stations that differ; nothing where
  /// it must be read anew.
  func newest(_ storage: any DirectoryStorage) async throws -> (snapshot: DirectorySnapshot, changed: [Int])? {
    let summary = summary
    let found = try await storage.scan(since: summary, atMost: Self.greatestChange) {
      try SnapshotStations(summary, capacity: 1, $0)
    }
    guard let (revision, changes) = found, let numbers = numbers(of: changes) else { return nil }
    return (DirectorySnapshot(self, changes, of: numbers, revision: revision), numbers)
  }

  /// How many changes are laid over what was read.
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
  func lastingBits(of number: Int) -> AttributeBits { facts[number].lastingBits }

  /// The filters of a station at a moment, but for whether it is open.
  func bits(of number: Int, at instant: Int64) -> AttributeBits {
    let bits = lastingBits(of: number)
    guard bits & FilterBits.suspended != 0, let reasons = inactivity[number], reasons.hasEnded(at: instant) else {
      return bits
    }
    return (bits & ~FilterBits.suspended) | FilterBits.active
  }

  /// The ``Situation`` of each station at a moment.
  func situations(at instant: Int64) -> [Int32] {
    var situations = facts.map { Situation.number($0.lastingBits, hours: $0.openingHours) }
    for (number, reasons) in inactivity where reasons.hasEnded(at: instant) {
      situations[number] = Situation.number(bits(of: number, at: instant), hours: facts[number].openingHours)
    }
    return situations
  }

  /// What the hours of a range of numbers say at a moment.
  func statuses(of numbers: PartialRangeFrom<Int>, at instant: Int64) -> [OpeningHours.Status] {
    let moment = LocalMoment(epochSeconds: instant, in: zone)
    return hours[numbers].map { $0.status(at: moment, holidays: summary.holidays) }
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
