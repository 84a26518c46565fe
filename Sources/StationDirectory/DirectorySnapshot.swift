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
  /// Of each station, all filters that do not depend on the hour.
  let lastingBits: [UInt128]
  /// Of each station, its place in ``hours``; −1 when they are not known.
  let openingHours: [Int32]
  let staffedHours: [Int32]
  /// Of each station, the place of its town in the summary's; −1 for none.
  private let towns: [Int32]
  /// Every expression that some station has.
  let hours: [OpeningHours]
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
    hours = columns.hours.all
    index = GridIndex(coordinates, attributes: lastingBits)
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

  /// The name of a station's town.
  func town(of number: Int) -> String? {
    towns[number] < 0 ? nil : summary.towns[Int(towns[number])]
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
