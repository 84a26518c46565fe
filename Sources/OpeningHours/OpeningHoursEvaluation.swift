public import Foundation

extension OpeningHours {
  /// How many days ahead a change is looked for: more than the eight years that can lie between two 29 Februaries.
  public static let horizonDays = 3_000

  /// The state at a moment.
  public func state(at moment: LocalMoment, holidays: HolidayTable) -> State {
    let (day, minute) = Self.split(moment.wallMinute)
    return state(atMinute: minute, of: dayPair(day, holidays))
  }

  /// The first instant after the moment at which the state is another, in seconds since 1970-01-01T00:00:00Z; nil when
  /// there is none within ``horizonDays``. Adjoining spans make one: every instant told is a real change.
  public func nextChange(after moment: LocalMoment, holidays: HolidayTable) -> Int64? {
    status(at: moment, holidays: holidays).nextChange
  }

  /// The state at a moment and when it changes next, in one go.
  public func status(at moment: LocalMoment, holidays: HolidayTable) -> Status {
    guard traits.opens else { return Status(state: .closed, nextChange: nil) }
    var (day, minute) = Self.split(moment.wallMinute)
    var days = dayPair(day, holidays)
    let state = state(atMinute: minute, of: days)
    let horizon = horizon(from: day, holidays)
    while day <= horizon {
      minute = nextBoundary(after: minute, in: days)
      if minute == Self.minutesPerDay {
        (day, minute) = (day + 1, 0)
        days = nextDayPair(after: days, day, holidays)
      }
      guard self.state(atMinute: minute, of: days) != state else { continue }
      let wallMinute = day * Self.minutesPerDay + minute
      let instant = moment.zone.firstInstant(showing: Int64(wallMinute) * 60)
      let landed = LocalMoment(epochSeconds: instant, in: moment.zone).wallMinute
      guard landed > wallMinute else { return Status(state: state, nextChange: instant) }
      // The clock jumps over this boundary: look at where it lands.
      (day, minute) = Self.split(landed)
      days = dayPair(day, holidays)
      if self.state(atMinute: minute, of: days) != state { return Status(state: state, nextChange: instant) }
    }
    return Status(state: state, nextChange: nil)
  }

  /// The state at an instant, given in seconds since 1970-01-01T00:00:00Z.
  public func state(at epochSeconds: Int64, in zone: TimeZone, holidays: HolidayTable) -> State {
    state(at: LocalMoment(epochSeconds: epochSeconds, in: zone), holidays: holidays)
  }

  /// The state at an instant.
  public func state(at instant: Date, in zone: TimeZone, holidays: HolidayTable) -> State {
    state(at: LocalMoment(instant, in: zone), holidays: holidays)
  }

  /// The first instant with another state, both in seconds since 1970-01-01T00:00:00Z; nil when there is none within
  /// ``horizonDays``.
  public func nextChange(after epochSeconds: Int64, in zone: TimeZone, holidays: HolidayTable) -> Int64? {
    nextChange(after: LocalMoment(epochSeconds: epochSeconds, in: zone), holidays: holidays)
  }

  /// The first instant with another state; nil when there is none within ``horizonDays``.
  public func nextChange(after instant: Date, in zone: TimeZone, holidays: HolidayTable) -> Date? {
    nextChange(after: LocalMoment(instant, in: zone), holidays: holidays)
      .map { Date(timeIntervalSince1970: Double($0)) }
  }
}

// MARK: - One day

extension OpeningHours {
  fileprivate static let minutesPerDay = Int(TimeSpan.wholeDay.end)

  /// What the selectors ask of a day.
  fileprivate struct DayFacts {
    /// One bit, as in `Rule.weekdays`.
    var weekday: UInt8
    /// As in `MonthDayRange`; 0 when no rule names months.
    var monthDay: UInt16 = 0
    /// `ordinary` when no rule depends on it.
    var holiday = HolidayTable.DayStatus.ordinary
  }

  /// A day and the one before, whose spans may reach into it.
  fileprivate struct DayPair {
    var today: DayFacts
    var yesterday: DayFacts
  }

  fileprivate static func split(_ wallMinute: Int) -> (day: Int, minute: Int) {
    let day = wallMinute.floorDivided(by: minutesPerDay)
    return (day, wallMinute - day * minutesPerDay)
  }

  private func dayPair(_ day: Int, _ holidays: HolidayTable) -> DayPair {
    let today = facts(ofDay: day, holidays)
    return DayPair(today: today, yesterday: traits.passesMidnight ? facts(ofDay: day - 1, holidays) : today)
  }

  private func nextDayPair(after days: DayPair, _ day: Int, _ holidays: HolidayTable) -> DayPair {
    DayPair(today: facts(ofDay: day, holidays), yesterday: days.today)
  }

  private func facts(ofDay day: Int, _ holidays: HolidayTable) -> DayFacts {
    // 1970-01-01 was a Thursday.
    let weekday = day + 3 - (day + 3).floorDivided(by: 7) * 7
    var facts = DayFacts(weekday: 1 << UInt8(truncatingIfNeeded: weekday))
    guard traits.usesMonths || traits.usesHolidays else { return facts }
    let date = CivilDate.components(ofDaysSinceEpoch: day)
    facts.monthDay = MonthDayRange.code(month: date.month, day: date.day)
    if traits.usesHolidays { facts.holiday = holidays.status(ofDay: day, year: date.year) }
    return facts
  }

  /// The last day on which to look for a change. Without months every week is like the last one, once the holiday table
  /// has ended; two periods and a day are looked at because the clock may jump over a change.
  private func horizon(from day: Int, _ holidays: HolidayTable) -> Int {
    if traits.usesMonths { return day + Self.horizonDays }
    guard traits.usesHolidays else { return day + (traits.usesWeekdays ? 15 : 3) }
    let lastKnown = max(holidays.lastDay, day)
    return min(lastKnown + 15, day + Self.horizonDays)
  }
}

// MARK: - One moment

extension OpeningHours {
  /// Tries both answers for each day of which it is not known whether it is a holiday.
  private func state(atMinute minute: Int, of days: DayPair) -> State {
    guard days.today.holiday == .uncertain || days.yesterday.holiday == .uncertain else {
      return isOpen(minute, days) ? .open : .closed
    }
    var (canBeOpen, canBeClosed) = (false, false)
    for today in Self.possibilities(of: days.today) {
      for yesterday in Self.possibilities(of: days.yesterday) {
        if isOpen(minute, DayPair(today: today, yesterday: yesterday)) { canBeOpen = true } else { canBeClosed = true }
      }
    }
    return canBeOpen && canBeClosed ? .unknown : canBeOpen ? .open : .closed
  }

  private static func possibilities(of facts: DayFacts) -> [DayFacts] {
    guard facts.holiday == .uncertain else { return [facts] }
    var (ordinary, holiday) = (facts, facts)
    ordinary.holiday = .ordinary
    holiday.holiday = .holiday
    return [ordinary, holiday]
  }

  /// The last rule that speaks of the minute decides; a day is asked of no rule before the last that replaces it.
  private func isOpen(_ minute: Int, _ days: DayPair) -> Bool {
    var asksToday = true
    var asksYesterday = traits.passesMidnight
    for rule in rules.reversed() {
      if asksToday, rule.names(days.today) {
        if rule.covers(minute) { return !rule.isOff }
        asksToday = !rule.replacesDay
      }
      if asksYesterday, rule.names(days.yesterday) {
        if rule.covers(minute + Self.minutesPerDay) { return !rule.isOff }
        asksYesterday = !rule.replacesDay
      }
      if !asksToday, !asksYesterday { return false }
    }
    return false
  }

  /// The first minute after the given one at which the state may change, the end of the day at the latest.
  private func nextBoundary(after minute: Int, in days: DayPair) -> Int {
    var next = Self.minutesPerDay
    func consider(_ candidate: Int) {
      if candidate > minute, candidate < next { next = candidate }
    }
    for rule in rules where !rule.spans.isEmpty {
      if rule.mayName(days.today) {
        for span in rule.spans {
          consider(Int(span.start))
          consider(Int(span.end))
        }
      }
      if traits.passesMidnight, rule.mayName(days.yesterday) {
        for span in rule.spans { consider(Int(span.end) - Self.minutesPerDay) }
      }
    }
    return next
  }
}

extension OpeningHours.Rule {
  fileprivate func names(_ day: OpeningHours.DayFacts) -> Bool {
    if !months.isEmpty, !months.contains(where: { $0.contains(day.monthDay) }) { return false }
    if !namesDays || weekdays & day.weekday != 0 { return true }
    return includesHolidays && day.holiday == .holiday
  }

  fileprivate func mayName(_ day: OpeningHours.DayFacts) -> Bool {
    names(day) || (includesHolidays && day.holiday == .uncertain)
  }

  /// A rule that closes a whole day covers nothing: it only does away with what started on that day, so that a span of
  /// the day before goes on.
  fileprivate func covers(_ minute: Int) -> Bool {
    if spans.isEmpty { return !isOff && OpeningHours.TimeSpan.wholeDay.contains(minute) }
    return spans.contains { $0.contains(minute) }
  }
}
