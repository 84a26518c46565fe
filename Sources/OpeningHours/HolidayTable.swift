/// The public holidays and make-up workdays (调休) of the years that have been decreed, and which years those are.
///
/// Only the holidays matter to opening hours (`PH`); weekdays are literal, so make-up workdays are kept as data alone.
public struct HolidayTable: Sendable, Hashable {
  /// What a day is declared to be.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// A public holiday: the days that `PH` stands for.
    case holiday
    /// A day of the weekend that is worked, to make up for a holiday. It influences nothing.
    case workday
  }

  /// One declared day.
  public struct Entry: Sendable, Hashable {
    /// The day.
    public let date: CivilDate
    /// What it is.
    public let kind: Kind
    /// Its Chinese name; may be empty.
    public let nameZh: String
    /// Its English name; may be empty.
    public let nameEn: String

    /// An entry as it stands in the table.
    public init(date: CivilDate, kind: Kind, nameZh: String, nameEn: String) {
      self.date = date
      self.kind = kind
      self.nameZh = nameZh
      self.nameEn = nameEn
    }
  }

  /// The table that covers no year: every `PH` is unknown.
  public static let empty = HolidayTable(entries: [])

  /// The declared days by date, one for each date.
  public let entries: [Entry]
  /// The years whose holidays are known, ascending.
  public let coveredYears: [Int]
  /// Days since 1970-01-01 of the holidays, ascending.
  private let holidays: [Int]

  /// A table of the given days. Where a date is given twice the later entry wins.
  ///
  /// Without `coveredYears`, a year is covered when it has a holiday in January to November: the decree of a year often
  /// starts its New Year holiday in the last days of December before, which says nothing about the rest of that year.
  public init(entries: [Entry], coveredYears: Set<Int>? = nil) {
    var byDate: [CivilDate: Entry] = [:]
    for entry in entries { byDate[entry.date] = entry }
    let sorted = byDate.values.sorted { $0.date < $1.date }
    let holidays = sorted.filter { $0.kind == .holiday }.map(\.date)
    self.entries = sorted
    self.holidays = holidays.map(\.daysSinceEpoch)
    self.coveredYears = (coveredYears ?? Set(holidays.filter { $0.month < 12 }.map(\.year))).sorted()
    let lastCovered = self.coveredYears.last.flatMap { CivilDate(year: $0, month: 12, day: 31) }
    self.lastDay = max(lastCovered?.daysSinceEpoch ?? .min, self.holidays.last ?? .min)
  }

  /// Whether the holidays of a year are known.
  public func covers(year: Int) -> Bool {
    coveredYears.contains(year)
  }

  /// Whether a day is a public holiday; nil when the table does not cover its year and does not name the day.
  public func isHoliday(_ date: CivilDate) -> Bool? {
    switch status(ofDay: date.daysSinceEpoch, year: date.year) {
    case .holiday: true
    case .ordinary: false
    case .uncertain: nil
    }
  }

  /// What is known of a day.
  enum DayStatus {
    case ordinary
    case holiday
    case uncertain
  }

  /// The last day of the last covered year, or the last holiday when that is later; counted like
  /// `CivilDate.daysSinceEpoch`. Far in the past for an empty table.
  let lastDay: Int

  /// A day named as a holiday is one even in a year that is not covered.
  func status(ofDay day: Int, year: Int) -> DayStatus {
    if containsHoliday(day) { return .holiday }
    return covers(year: year) ? .ordinary : .uncertain
  }

  private func containsHoliday(_ day: Int) -> Bool {
    var (low, high) = (0, holidays.count)
    while low < high {
      let middle = (low + high) / 2
      if holidays[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low < holidays.count && holidays[low] == day
  }
}
