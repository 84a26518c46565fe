import Foundation
import OpeningHours
import RestStations

/// Counts distinct visitors: from the pseudonyms where all of them are still there, else what was kept of whole months.
struct VisitorCounting {
  /// Pseudonyms that are sorted at a time, 32 bytes each; when there are more, they are gone through several times, each
  /// time those that fall into one part.
  private static let greatestPart = 4 << 20

  /// Cells whose visitors could all be counted, and how many there are.
  private var counted: [Int: Int64] = [:]
  private(set) var total: Int64?
  private var frozen: Frozen?
  /// Cells of days before this one, counted in the calendar, are not told from pseudonyms.
  private var firstKnownDay = 0
  private let layout: UsageLayout
  /// The first day of each cell's time, by what the time adds to its number; only where it matters.
  private var firstDays: [Int: Int] = [:]

  init(_ layout: UsageLayout, _ reading: any UsageReading) throws {
    self.layout = layout
    let zone = TimeZone(identifier: reading.timeZone) ?? .gmt
    var clock = WallClock(zone)
    func start(_ day: Int) -> Int64 { LocalMoment.start(of: layout.calendar.day(day), in: zone) }
    let end = start(layout.calendar.count)
    if let horizon = try reading.visitorHorizon() {
      firstKnownDay = (0..<layout.calendar.count).first { start($0) >= horizon } ?? layout.calendar.count
      frozen = try Frozen(layout, reading.frozenVisitors())
    }
    if firstKnownDay > 0 {
      for day in (0..<layout.calendar.count).reversed() { firstDays[layout.days[day]] = day }
    }
    guard firstKnownDay < layout.calendar.count else {
      total = frozen?.total
      return
    }
    let times = start(firstKnownDay)..<end
    let parts = UInt128(try reading.identifiedVisitCount(times) / Self.greatestPart + 1)
    var visitors: Int64 = 0
    for part in 0..<parts {
      let (all, cells) = try count(times, part, of: parts, reading, &clock)
      visitors += all
      counted.merge(cells, uniquingKeysWith: +)
    }
    total = firstKnownDay > 0 ? frozen?.total : visitors > 0 ? visitors : nil
  }

  /// The distinct visitors of a cell; nothing when they are not known, or none was told.
  subscript(cell: Int) -> Int64? {
    guard firstKnownDay > 0 else { return counted[cell] }
    let time = layout.time(of: cell)
    if firstDays[time] ?? 0 >= firstKnownDay { return counted[cell] }
    return frozen?[cell, layout]
  }

  /// Distinct visitors in all and by cell, of those pseudonyms that fall into a part.
  private func count(
    _ times: Range<Int64>, _ part: UInt128, of parts: UInt128, _ reading: any UsageReading, _ clock: inout WallClock
  ) throws -> (all: Int64, cells: [Int: Int64]) {
    var (all, pairs): (Set<UInt128>, [Pair]) = ([], [])
    try reading.forEachIdentifiedVisit(times) { visit in
      guard visit.visitor % parts == part, layout.stations[visit.station] != UsageLayout.none,
        layout.groups[visit.group.number] != UsageLayout.none
      else { return }
      all.insert(visit.visitor)
      let (day, hour) = clock.reading(at: visit.at)
      let number = day - layout.calendar.first.daysSinceEpoch
      guard layout.days.indices.contains(number) else { return }
      let cell =
        layout.days[number] + layout.stations[visit.station] + layout.groups[visit.group.number] + layout.hours[hour]
      if layout.isByService {
        for service in visit.services.numbers {
          pairs.append(Pair(cell: cell + layout.services[service], visitor: visit.visitor))
        }
      } else {
        pairs.append(Pair(cell: cell, visitor: visit.visitor))
      }
    }
    pairs.sort()
    var (cells, last): ([Int: Int64], Pair?) = ([:], nil)
    for pair in pairs where pair != last {
      cells[pair.cell, default: 0] += 1
      last = pair
    }
    return (Int64(all.count), cells)
  }

  private struct Pair: Comparable {
    let cell: Int
    let visitor: UInt128

    static func < (one: Pair, other: Pair) -> Bool {
      one.cell != other.cell ? one.cell < other.cell : one.visitor < other.visitor
    }
  }
}

/// Visitors of whole months, counted before their pseudonyms went: known in all, and by town.
private struct Frozen {
  private let visitors: FrozenVisitors
  /// Which column tells the month, or the only month that is asked about.
  private let month: (column: Int?, only: Int?)
  private let townColumn: Int?
  private let onlyTown: String?
  private let wholeMonths: Set<Int>

  /// Nothing when the question is about less than whole months of all groups and stations, or of towns.
  init?(_ layout: UsageLayout, _ visitors: FrozenVisitors) {
    let question = layout.question
    let others = Set(question.by).subtracting([.month, .quarter, .year, .town])
    guard question.stations.isEmpty, question.groups.isEmpty, question.towns.count <= 1, others.isEmpty else {
      return nil
    }
    let months = layout.calendar.runs.months
    wholeMonths = Set(
      months.map { layout.calendar.day($0) }.filter { $0.day == 1 }.map { UsagePeriodKind.month.number(of: $0) })
    let isOneMonth = wholeMonths.count == 1 && months.count == layout.calendar.count
    month = (question.by.firstIndex(of: .month), isOneMonth ? wholeMonths.first : nil)
    townColumn = question.by.firstIndex(of: .town)
    onlyTown = question.towns.first
    self.visitors = visitors
  }

  /// Of all that is asked about, when that is one month.
  var total: Int64? {
    month.only.flatMap { count($0, onlyTown) }
  }

  subscript(cell: Int, layout: UsageLayout) -> Int64? {
    let places = layout.places(of: cell)
    var number = month.only
    if let column = month.column {
      number = Int(layout.axes[column].values[places[column]].filter { $0 != "-" })
    }
    guard let number, wholeMonths.contains(number) else { return nil }
    return count(number, townColumn.map { layout.axes[$0].values[places[$0]] } ?? onlyTown)
  }

  private func count(_ month: Int, _ town: String?) -> Int64? {
    let count =
      if let town {
        visitors.byTown[FrozenVisitors.Place(month: month, town: town.isEmpty ? nil : town)]
      } else {
        visitors.total[month]
      }
    return count ?? 0 > 0 ? count : nil
  }
}
