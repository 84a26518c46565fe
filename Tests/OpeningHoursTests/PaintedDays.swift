import OpeningHours

/// The evaluator's oracle: paints every minute of a day and of the one before, rule by rule, as the meaning of an
/// expression is written down at `OpeningHours`, without any of the evaluator's short cuts.
struct PaintedDays {
  let hours: OpeningHours
  let holidays: HolidayTable
  private var cache: [Int: [OpeningHours.State]] = [:]

  init(_ hours: OpeningHours, _ holidays: HolidayTable) {
    self.hours = hours
    self.holidays = holidays
  }

  /// The state at a minute since 1970-01-01 00:00, from 1970 on.
  mutating func state(at minute: Int) -> OpeningHours.State {
    let day = minute / 1_440
    let painted = cache[day] ?? paint(day)
    cache[day] = painted
    return painted[minute % 1_440]
  }

  /// The first minute after the given one, and up to the limit, with another state.
  mutating func change(after minute: Int, upTo limit: Int) -> Int? {
    let state = state(at: minute)
    var day = minute / 1_440
    while day * 1_440 <= limit {
      let first = max(day * 1_440, minute)
      _ = self.state(at: first)
      let rest = cache[day, default: []][(first % 1_440)...]
      if let index = rest.firstIndex(where: { $0 != state }) {
        return day * 1_440 + index <= limit ? day * 1_440 + index : nil
      }
      day += 1
    }
    return nil
  }

  private func paint(_ day: Int) -> [OpeningHours.State] {
    var variants: [[Bool]] = []
    for today in possibilities(day) {
      for yesterday in possibilities(day - 1) {
        variants.append(paint(day, isHoliday: today, wasHoliday: yesterday))
      }
    }
    return (0..<1_440).map { minute in
      let isOpen = variants[0][minute]
      return variants.contains { $0[minute] != isOpen } ? .unknown : isOpen ? .open : .closed
    }
  }

  private func possibilities(_ day: Int) -> [Bool] {
    holidays.isHoliday(CivilDate(daysSinceEpoch: day)).map { [$0] } ?? [false, true]
  }

  private func paint(_ day: Int, isHoliday: Bool, wasHoliday: Bool) -> [Bool] {
    // The number of the rule that painted a minute last; a rule further on covers what stands before it.
    var painter = [Int](repeating: -1, count: 1_440)
    for (isToday, holiday) in [(true, isHoliday), (false, wasHoliday)] {
      for (index, span) in spans(startingOn: isToday ? day : day - 1, isHoliday: holiday) {
        let shift = isToday ? 0 : -1_440
        let minutes = (Int(span.start) + shift..<Int(span.end) + shift).clamped(to: 0..<1_440)
        for minute in minutes { painter[minute] = max(painter[minute], index) }
      }
    }
    return painter.map { $0 >= 0 && !hours.rules[$0].isOff }
  }

  private func spans(startingOn day: Int, isHoliday: Bool) -> [(rule: Int, span: OpeningHours.TimeSpan)] {
    let date = CivilDate(daysSinceEpoch: day)
    let weekday = UInt8(1) << UInt8((day + 3) % 7)
    var spans: [(rule: Int, span: OpeningHours.TimeSpan)] = []
    for (index, rule) in hours.rules.enumerated() {
      let code = OpeningHours.MonthDayRange.code(month: date.month, day: date.day)
      let isMonth = rule.months.isEmpty || rule.months.contains { $0.contains(code) }
      let isDay = rule.weekdays & weekday != 0 || (rule.includesHolidays && isHoliday)
      let namesNoDay = rule.weekdays == 0 && !rule.includesHolidays
      guard isMonth, isDay || namesNoDay else { continue }
      let closesDay = rule.isOff && rule.spans.isEmpty
      if closesDay || (!rule.isOff && !rule.isAdditional) { spans = [] }
      if closesDay { continue }
      for span in rule.spans.isEmpty ? [.wholeDay] : rule.spans { spans.append((index, span)) }
    }
    return spans
  }
}
