import Geodesy
import OpeningHours
import RestStations

/// What a snapshot keeps of a run of its stations, column by column.
struct SnapshotColumns: Sendable {
  private(set) var texts: StationTexts
  private(set) var coordinates: [Coordinate] = []
  private(set) var lastingBits: [UInt128] = []
  private(set) var openingHours: [Int32] = []
  private(set) var staffedHours: [Int32] = []
  private(set) var towns: [Int32] = []
  private(set) var revisions: [Int] = []
  /// Seconds since 1970.
  private(set) var updates: [Int64] = []
  private(set) var hours = HoursTable()
  private(set) var inactivity: [Int: Inactivity] = [:]

  /// No stations, and room for so many; for all of the directory's when nothing is said.
  init(_ summary: DirectorySummary, capacity: Int? = nil) {
    let capacity = capacity ?? summary.stationCount
    texts = StationTexts(summary.catalogue, capacity: capacity)
    coordinates.reserveCapacity(capacity)
    lastingBits.reserveCapacity(capacity)
    openingHours.reserveCapacity(capacity)
    staffedHours.reserveCapacity(capacity)
    towns.reserveCapacity(capacity)
    revisions.reserveCapacity(capacity)
    updates.reserveCapacity(capacity)
  }

  /// - Parameter next: gives station after station, ordered by id.
  init(_ summary: DirectorySummary, capacity: Int? = nil, _ next: () throws -> StationView?) throws {
    self.init(summary, capacity: capacity)
    while let station = try next() {
      if let reasons = Inactivity(station) { inactivity[texts.count] = reasons }
      texts.append(station, summary)
      coordinates.append(station.coordinate)
      lastingBits.append(FilterBits.lasting(of: station))
      openingHours.append(try hours.number(of: station.openingHours, station))
      staffedHours.append(try hours.number(of: station.staffedHours, station))
      revisions.append(station.revision)
      updates.append(station.updatedAt / 1000)
      towns.append(station.town.map { Int32(truncatingIfNeeded: $0) } ?? -1)
    }
  }

  /// Puts others in place of some stations, whose places and names must be the same.
  ///
  /// - Parameter numbers: of the stations that the others are, in their order.
  mutating func replace(_ numbers: [Int], by others: SnapshotColumns) {
    let renumbered = take(others.hours)
    texts.replace(numbers, by: others.texts)
    for (place, number) in numbers.enumerated() {
      lastingBits[number] = others.lastingBits[place]
      openingHours[number] = renumbered(others.openingHours[place])
      staffedHours[number] = renumbered(others.staffedHours[place])
      towns[number] = others.towns[place]
      revisions[number] = others.revisions[place]
      updates[number] = others.updates[place]
      inactivity[number] = others.inactivity[place]
    }
  }

  /// Takes in the hours of others, and tells what is their number here.
  private mutating func take(_ others: HoursTable) -> (Int32) -> Int32 {
    let numbers = hours.merge(others)
    return { $0 < 0 ? $0 : numbers[Int($0)] }
  }

  /// Puts the stations of the run that follows behind these.
  mutating func append(_ next: SnapshotColumns) {
    let renumbered = take(next.hours)
    for (number, reasons) in next.inactivity { inactivity[texts.count + number] = reasons }
    texts.append(next.texts)
    coordinates += next.coordinates
    lastingBits += next.lastingBits
    openingHours += next.openingHours.lazy.map(renumbered)
    staffedHours += next.staffedHours.lazy.map(renumbered)
    towns += next.towns
    revisions += next.revisions
    updates += next.updates
  }
}
