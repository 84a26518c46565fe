import Geodesy
import OpeningHours
import RestStations

/// What a snapshot keeps of its stations, column by column, while they are read.
struct SnapshotColumns {
  private(set) var texts: StationTexts
  private(set) var coordinates: [Coordinate] = []
  private(set) var lastingBits: [UInt128] = []
  private(set) var openingHours: [Int32] = []
  private(set) var staffedHours: [Int32] = []
  private(set) var towns: [Int32] = []
  private(set) var hours = HoursTable()

  /// - Parameter next: gives station after station, ordered by id.
  init(_ summary: DirectorySummary, _ next: () throws -> StationView?) throws {
    texts = StationTexts(summary)
    coordinates.reserveCapacity(summary.stationCount)
    lastingBits.reserveCapacity(summary.stationCount)
    openingHours.reserveCapacity(summary.stationCount)
    staffedHours.reserveCapacity(summary.stationCount)
    towns.reserveCapacity(summary.stationCount)
    while let station = try next() {
      texts.append(station, summary)
      coordinates.append(station.coordinate)
      lastingBits.append(FilterBits.lasting(of: station))
      openingHours.append(try hours.number(of: station.openingHours, station))
      staffedHours.append(try hours.number(of: station.staffedHours, station))
      towns.append(station.town.map { Int32(truncatingIfNeeded: $0) } ?? -1)
    }
  }
}
