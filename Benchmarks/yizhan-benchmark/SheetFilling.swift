import Foundation
import OpeningHours
import RestStations

/// Counts visits, which come in the order of time, into the sheets of their stations' days and months, as the storage
/// does when it stores visits.
struct SheetFilling {
  private let stations: [StationID]
  private var clock: WallClock
  private var day: (number: Int, period: Int) = (.min, 0)
  private var month = 0
  private var daySheets: [UsageSheet]
  private var monthSheets: [UsageSheet]

  init(_ stations: [SampleStation], _ zone: TimeZone) {
    self.stations = stations.map(\.station.id)
    clock = WallClock(zone)
    daySheets = stations.map { _ in UsageSheet() }
    monthSheets = daySheets
  }

  mutating func count(_ visit: SampleVisit, into tables: inout SheetTables) throws {
    let (day, hour) = clock.reading(at: visit.at)
    if day != self.day.number { try begin(day, &tables) }
    let one = UsageCount(visits: 1, people: Int64(visit.people))
    daySheets[visit.station].add(one, to: UsageSheet.dayKey(hour: hour, visit.group, visit.services))
    monthSheets[visit.station].add(one, to: UsageSheet.monthKey(visit.group, service: nil))
    for service in visit.services.numbers {
      monthSheets[visit.station].add(one, to: UsageSheet.monthKey(visit.group, service: service))
    }
  }

  /// Stores what is counted and not stored yet.
  mutating func finish(into tables: inout SheetTables) throws {
    try store(&daySheets, .day, day.period, &tables)
    try store(&monthSheets, .month, month, &tables)
  }

  private mutating func begin(_ day: Int, _ tables: inout SheetTables) throws {
    try store(&daySheets, .day, self.day.period, &tables)
    let date = CivilDate(daysSinceEpoch: day)
    self.day = (day, UsagePeriodKind.day.number(of: date))
    guard UsagePeriodKind.month.number(of: date) != month else { return }
    try store(&monthSheets, .month, month, &tables)
    month = UsagePeriodKind.month.number(of: date)
  }

  private func store(
    _ sheets: inout [UsageSheet], _ kind: UsagePeriodKind, _ period: Int, _ tables: inout SheetTables
  ) throws {
    for number in sheets.indices where !sheets[number].isEmpty {
      try tables.store(sheets[number], of: kind, period, stations[number])
      sheets[number] = UsageSheet()
    }
  }
}
