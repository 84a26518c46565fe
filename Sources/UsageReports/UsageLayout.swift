import OpeningHours
import RestStations

/// Where each count belongs: the cells of an answer are numbered, the last column counting fastest, and what is known of
/// a visit adds up to the number of its cell.
struct UsageLayout {
  /// Cells of stations, groups that are not asked about.
  static let none = -1

  let question: UsageQuestion
  let calendar: UsageCalendar
  let axes: [UsageAxis]
  /// The number of cells.
  let size: Int
  /// Of each column, the cells that its next value is away.
  let strides: [Int]
  /// What each day, station, group, hour and service adds.
  let (days, stations, groups, hours, services): ([Int], [Int], [Int], [Int], [Int])
  /// The stations that are asked about lie between these, by their numbers; nothing when there are none.
  let stationRange: ClosedRange<Int>?
  /// What days add by their dimensions of time other than the weekday.
  let calendarDays: [Int]
  let isByService: Bool
  private let (periodColumns, weekdayColumns): ([Digit], [Digit])

  /// - Throws: ``YizhanError`` with `badRequest` when a station or town is not known, `tooLarge` when cells cannot be
  ///   numbered.
  init(_ question: UsageQuestion, _ reading: any UsageReading) throws(YizhanError) {
    let calendar = UsageCalendar(from: question.from, to: question.to)
    let filter = StationFilter(question, reading.stations)
    guard filter.unknown.isEmpty else { throw YizhanError.badQuestion(filter.unknown) }
    var columns: [Column] = []
    for dimension in question.by {
      columns.append(Column(dimension, calendar, filter, reading))
    }
    var (size, strides) = (1, [Int](repeating: 0, count: columns.count))
    for place in columns.indices.reversed() {
      strides[place] = size
      let (product, isTooGreat) = size.multipliedReportingOverflow(by: max(1, columns[place].axis.values.count))
      guard !isTooGreat else { throw UsageAnswer.tooLarge }
      size = product
    }
    func sum(_ count: Int, _ dimensions: Set<UsageDimension>) -> [Int] {
      var sums = [Int](repeating: 0, count: count)
      for (column, stride) in zip(columns, strides) where dimensions.contains(column.axis.dimension) {
        for place in sums.indices { sums[place] += column.places[place] * stride }
      }
      return sums
    }
    let calendarDimensions = Set(UsageDimension.allCases.filter(\.isPeriod))
    self.question = question
    self.calendar = calendar
    self.size = size
    self.strides = strides
    axes = columns.map(\.axis)
    days = sum(calendar.count, calendarDimensions.union([.weekday]))
    calendarDays = sum(calendar.count, calendarDimensions)
    stations = zip(sum(reading.stations.count, [.station, .town]), filter.isIncluded).map { $1 ? $0 : Self.none }
    let groups = sum(WorkerGroup.allCases.count, [.group])
    self.groups = WorkerGroup.allCases.map { group in
      question.groups.isEmpty || question.groups.contains(group) ? groups[group.number] : Self.none
    }
    hours = sum(24, [.hour])
    services = sum(AmenityCatalogue.capacity, [.service])
    stationRange = filter.range
    isByService = question.by.contains(.service)
    func digits(_ isMeant: (UsageDimension) -> Bool) -> [Digit] {
      zip(columns, strides).filter { isMeant($0.0.axis.dimension) }.map { column, stride in
        Digit(stride: stride, span: stride * max(1, column.axis.values.count))
      }
    }
    (periodColumns, weekdayColumns) = (digits(\.isPeriod), digits { $0 == .weekday })
  }

  /// The hour or the day of the month must be known: months do not suffice.
  var needsDays: Bool {
    !Set(question.by).isDisjoint(with: [.day, .week, .weekday, .hour])
  }

  /// What the cell's day adds to its number, by the dimensions of time.
  func time(of cell: Int) -> Int {
    period(of: cell) + weekday(of: cell)
  }

  /// The same without the weekday.
  func period(of cell: Int) -> Int {
    part(of: cell, periodColumns)
  }

  /// What the cell's weekday adds.
  func weekday(of cell: Int) -> Int {
    part(of: cell, weekdayColumns)
  }

  /// What each of the periods adds, ascending, by what the weekday adds that they have.
  var periods: [Int: [Int]] {
    zip(days, calendarDays).reduce(into: [Int: Set<Int>]()) { periods, sums in
      periods[sums.0 - sums.1, default: []].insert(sums.1)
    }.mapValues { $0.sorted() }
  }

  private func part(of cell: Int, _ columns: [Digit]) -> Int {
    columns.reduce(0) { $0 + cell % $1.span - cell % $1.stride }
  }

  /// A column as a digit of the cells' numbers: what its next value adds, and what the next value of the column before
  /// it adds.
  private struct Digit {
    let stride: Int
    let span: Int
  }

  /// The numbers of a cell's values, column by column.
  func places(of cell: Int) -> [Int] {
    zip(axes, strides).map { cell / $1 % max(1, $0.values.count) }
  }
}

/// A column, and the number of the value that each thing of its kind has: each day, station, group, hour or service.
private struct Column {
  let axis: UsageAxis
  let places: [Int]

  init(_ dimension: UsageDimension, _ calendar: UsageCalendar, _ filter: StationFilter, _ reading: any UsageReading) {
    var (values, labels, places): ([String], [Bilingual], [Int])
    switch dimension {
    case .day, .week, .month, .quarter, .year, .weekday:
      (values, places) = calendar.axis(dimension)
      labels = dimension == .weekday ? Self.weekdays : values.map { Bilingual($0, $0) }
    case .hour:
      values = (0..<24).map { $0 < 10 ? "0\($0)" : "\($0)" }
      (labels, places) = (values.map { Bilingual("\($0):00", "\($0):00") }, Array(0..<24))
    case .group:
      values = WorkerGroup.allCases.map(\.rawValue)
      (labels, places) = (WorkerGroup.allCases.map(\.label), Array(values.indices))
    case .service:
      values = reading.catalogue.amenities.map(\.code.text)
      labels = reading.catalogue.amenities.map(\.label)
      places = (0..<AmenityCatalogue.capacity).map { min($0, max(0, values.count - 1)) }
    case .station:
      let included = zip(reading.stations, filter.isIncluded).filter(\.1).map(\.0)
      (values, labels) = (included.map(\.id), included.map { Bilingual($0.name, $0.name) })
      var next = 0
      places = filter.isIncluded.map { isIncluded in
        defer { next += isIncluded ? 1 : 0 }
        return isIncluded ? next : 0
      }
    case .town:
      (values, places) = Self.towns(reading.stations, filter)
      labels = values.map { $0.isEmpty ? Bilingual("no town", "未分镇街") : Bilingual($0, $0) }
    }
    axis = UsageAxis(dimension, values: values, labels: labels)
    self.places = places
  }

  /// The names of the towns of the stations that are asked about, and of each station the number of its town.
  private static func towns(
    _ stations: [UsageStation], _ filter: StationFilter
  ) -> (values: [String], places: [Int]) {
    // Numbered as they come, since a national directory has many stations to a town, then by name.
    var (names, numbers, places): ([String], [String: Int], [Int]) = ([], [:], [])
    for (station, isIncluded) in zip(stations, filter.isIncluded) {
      guard isIncluded else {
        places.append(0)
        continue
      }
      let name = station.town ?? ""
      let number = numbers[name] ?? names.count
      if number == names.count {
        numbers[name] = number
        names.append(name)
      }
      places.append(number)
    }
    let order = names.indices.sorted { names[$0].utf8.lexicographicallyPrecedes(names[$1].utf8) }
    var ranks = [Int](repeating: 0, count: names.count)
    for (rank, number) in order.enumerated() { ranks[number] = rank }
    return (order.map { names[$0] }, places.map { ranks.isEmpty ? 0 : ranks[$0] })
  }

  private static let weekdays = [
    Bilingual("Monday", "周一"), Bilingual("Tuesday", "周二"), Bilingual("Wednesday", "周三"), Bilingual("Thursday", "周四"),
    Bilingual("Friday", "周五"), Bilingual("Saturday", "周六"), Bilingual("Sunday", "周日"),
  ]
}
