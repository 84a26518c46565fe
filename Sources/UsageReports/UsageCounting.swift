import OpeningHours
import RestStations

/// Counts what is asked for out of the sheets: of whole months where they tell enough, else of days.
struct UsageCounting {
  private let layout: UsageLayout
  private let reading: any UsageReading
  private(set) var tally: UsageTally
  /// Told how much is done, 0…1.
  private let progress: (Double) -> Void

  init(_ layout: UsageLayout, _ reading: any UsageReading, progress: @escaping (Double) -> Void) throws {
    self.progress = progress
    self.layout = layout
    self.reading = reading
    tally = UsageTally(size: layout.size)
    guard let stations = layout.stationRange else { return }
    let runs = layout.calendar.runs
    if layout.needsDays || runs.months.isEmpty {
      try countDays(0..<layout.calendar.count, stations)
    } else {
      try countDays(runs.before, stations)
      try countMonths(runs.months, stations)
      try countDays(runs.behind, stations)
    }
  }

  private mutating func countDays(_ days: Range<Int>, _ stations: ClosedRange<Int>) throws {
    guard let periods = periods(.day, days) else { return }
    var (known, base) = (0, 0)
    try reading.forEachSheet(of: .day, periods, stations: stations) { period, station, sheet in
      if period != known {
        try tally.check()
        (known, base) = (period, layout.days[begin(period / 100, period % 100)])
      }
      let offset = layout.stations[station]
      if offset != UsageLayout.none { add(day: sheet, base + offset) }
    }
  }

  private mutating func add(day sheet: UsageSheetReader, _ base: Int) {
    var sheet = sheet
    while let cell = sheet.next() {
      let (hour, group, services) = UsageSheet.dayCell(cell.key)
      guard layout.groups.indices.contains(group), layout.hours.indices.contains(hour),
        layout.groups[group] != UsageLayout.none
      else { continue }
      tally.addToTotal(cell.count)
      let place = base + layout.groups[group] + layout.hours[hour]
      if layout.isByService {
        for service in services.numbers where layout.services.indices.contains(service) {
          tally.add(cell.count, to: place + layout.services[service])
        }
      } else {
        tally.add(cell.count, to: place)
      }
    }
  }

  private mutating func countMonths(_ days: Range<Int>, _ stations: ClosedRange<Int>) throws {
    guard let periods = periods(.month, days) else { return }
    var (known, base) = (0, 0)
    try reading.forEachSheet(of: .month, periods, stations: stations) { period, station, sheet in
      if period != known {
        try tally.check()
        (known, base) = (period, layout.days[begin(period, 1)])
      }
      let offset = layout.stations[station]
      if offset != UsageLayout.none { add(month: sheet, base + offset) }
    }
  }

  private mutating func add(month sheet: UsageSheetReader, _ base: Int) {
    var sheet = sheet
    while let cell = sheet.next() {
      let (group, service) = UsageSheet.monthCell(cell.key)
      // Those with a service come behind all others.
      if service != nil, !layout.isByService { return }
      guard layout.groups.indices.contains(group), layout.groups[group] != UsageLayout.none else { continue }
      if service == nil { tally.addToTotal(cell.count) }
      let place = base + layout.groups[group]
      if let service, layout.services.indices.contains(service) {
        tally.add(cell.count, to: place + layout.services[service])
      } else if service == nil, !layout.isByService {
        tally.add(cell.count, to: place)
      }
    }
  }

  /// The numbers of the periods that some days fall into.
  private func periods(_ kind: UsagePeriodKind, _ days: Range<Int>) -> ClosedRange<Int>? {
    guard let first = days.first, let last = days.last else { return nil }
    return kind.number(of: layout.calendar.day(first))...kind.number(of: layout.calendar.day(last))
  }

  /// The number of a day in the calendar, which it is in.
  private func begin(_ month: Int, _ day: Int) -> Int {
    let date = CivilDate(year: month / 100, month: month % 100, day: day)
    let number = (date?.daysSinceEpoch ?? 0) - layout.calendar.first.daysSinceEpoch
    progress(Double(number) / Double(layout.calendar.count))
    return min(max(0, number), layout.calendar.count - 1)
  }
}
