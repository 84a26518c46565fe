import OpeningHours

/// The days that are asked about, and which value each of them has on the axes of time.
struct UsageCalendar {
  let first: CivilDate
  let count: Int

  /// - Parameters: days, both of them included, `to` not before `from`.
  init(from: CivilDate, to: CivilDate) {
    first = from
    count = to.daysSinceEpoch - from.daysSinceEpoch + 1
  }

  func day(_ number: Int) -> CivilDate {
    CivilDate(daysSinceEpoch: first.daysSinceEpoch + number)
  }

  /// The values of a dimension of time, and for each day the number of its value.
  func axis(_ dimension: UsageDimension) -> (values: [String], places: [Int]) {
    if dimension == .weekday {
      return ((1...7).map(String.init), (0..<count).map { day($0).isoWeekday - 1 })
    }
    var (values, places): ([String], [Int]) = ([], [])
    for number in 0..<count {
      let value = Self.value(dimension, day(number))
      if value != values.last { values.append(value) }
      places.append(values.count - 1)
    }
    return (values, places)
  }

  private static func value(_ dimension: UsageDimension, _ day: CivilDate) -> String {
    let text = day.description
    switch dimension {
    case .week: return day.isoWeek
    case .month: return String(text.prefix(7))
    case .quarter: return "\(text.prefix(4))-Q\((day.month + 2) / 3)"
    case .year: return String(text.prefix(4))
    default: return text
    }
  }

  /// The days cut into runs: whole months, and what is before and behind them.
  var runs: (before: Range<Int>, months: Range<Int>, behind: Range<Int>) {
    let start = (0..<min(count, 31)).first { day($0).day == 1 } ?? count
    let end = (start..<count).last { day($0 + 1).day == 1 }.map { $0 + 1 } ?? start
    return start < end ? (0..<start, start..<end, end..<count) : (0..<count, count..<count, count..<count)
  }
}

extension CivilDate {
  /// 1 (Monday) to 7 (ISO 8601).
  var isoWeekday: Int {
    // 1970-01-01 was a Thursday.
    ((daysSinceEpoch + 3) % 7 + 7) % 7 + 1
  }

  /// Such as `2024-W05`: a week belongs to the year of its Thursday (ISO 8601).
  var isoWeek: String {
    let thursday = CivilDate(daysSinceEpoch: daysSinceEpoch + 4 - isoWeekday)
    let start = CivilDate(year: thursday.year, month: 1, day: 1)?.daysSinceEpoch ?? 0
    let week = (thursday.daysSinceEpoch - start) / 7 + 1
    return "\(thursday.description.prefix(4))-W\(week < 10 ? "0" : "")\(week)"
  }
}
