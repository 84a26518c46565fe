/// When a place may be used: a parsed expression in a subset of OpenStreetMap's `opening_hours` syntax.
///
/// ## What an expression means
/// - A rule names days (months or month days, weekdays, `PH`; all of them when it names none) and times (the whole day
///   when it names none), and opens them, or closes them with `off` (or `closed`).
/// - Rules are joined by `;` or `,`. After `;` an opening rule replaces whatever earlier rules said of the days it
///   names; after `,` it adds to it. `off` with times closes just those times, `off` without times the whole day.
/// - A time span belongs to the day on which it starts. `Fr 20:00-02:00` is open until Saturday 02:00 even when another
///   rule replaces or closes Saturday; only an `off` with times can cut into it. A span that ends when it starts lasts
///   24 hours; a span may end as late as 48:00.
/// - Weekdays are literal, holidays and make-up workdays included. `PH` stands for the days of the ``HolidayTable``.
/// - Without a table for a year, each of its days may or may not be a holiday: the state is `unknown` at exactly those
///   moments at which it depends on that; whatever holds either way is told as usual.
/// - A comma goes on with a list where it can (`Mo, We`, `08:00-12:00, 14:00-18:00`), whatever the space around it;
///   only after times, `off` or `24/7` may it start a new rule.
///
/// Two values are equal when their canonical text is, however they were written.
public struct OpeningHours: Sendable {
  /// The expression as it was given.
  public let text: String
  /// At least one.
  package let rules: [Rule]
  /// What evaluation can spare itself, by what the rules do not mention.
  let traits: Traits

  /// Parses an expression of at most 100 rules, time spans and month ranges all together.
  ///
  /// Case does not matter, spaces and tabs may be added between words, numbers and signs, and days and hours may have
  /// one digit. Whatever lies outside the subset is refused.
  /// - Throws: the position of the first fault, and what was expected there.
  public init(parsing text: String) throws(OpeningHoursError) {
    var parser = OpeningHoursParser(text)
    rules = try parser.parse()
    traits = Traits(rules)
    self.text = text
  }

  /// Whether the place is open at a moment.
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// It may be used.
    case open
    /// It may not.
    case closed
    /// It depends on whether a day is a public holiday, which the holiday table does not tell.
    case unknown
  }

  /// A state and how long it holds.
  public struct Status: Sendable, Hashable {
    /// The state at the moment asked for.
    public let state: State
    /// Seconds since 1970-01-01T00:00:00Z of the first instant, after the moment asked for, with another state.
    public let nextChange: Int64?
  }
}

extension OpeningHours: Hashable {
  /// Compares the rules, not the way they were written.
  public static func == (lhs: Self, rhs: Self) -> Bool { lhs.rules == rhs.rules }

  /// Hashes the rules.
  public func hash(into hasher: inout Hasher) { hasher.combine(rules) }
}

extension OpeningHours {
  /// One rule of an expression.
  package struct Rule: Sendable, Hashable {
    /// Joined to the rules before it by `,`.
    package var isAdditional = false
    /// Empty: the whole year.
    package var months: [MonthDayRange] = []
    /// Bit 0 is Monday.
    package var weekdays: UInt8 = 0
    package var includesHolidays = false
    /// Empty: the whole day.
    package var spans: [TimeSpan] = []
    package var isOff = false

    /// False: every day of the week, holidays included.
    var namesDays: Bool { weekdays != 0 || includesHolidays }

    /// Whether it does away with what earlier rules said of a day.
    var replacesDay: Bool { isOff ? spans.isEmpty : !isAdditional }

    static let everyWeekday: UInt8 = 0b111_1111
  }

  /// Month days from one to another, both included, wrapping the year when the last lies before the first.
  package struct MonthDayRange: Sendable, Hashable {
    /// month × 32 + day, so that codes order like days.
    var first: UInt16
    var last: UInt16

    package static func code(month: Int, day: Int) -> UInt16 { UInt16(truncatingIfNeeded: month << 5 | day) }

    package func contains(_ code: UInt16) -> Bool {
      first <= last ? first <= code && code <= last : code >= first || code <= last
    }
  }

  /// Minutes from the start of the day on which the span starts.
  package struct TimeSpan: Sendable, Hashable {
    /// 0 to 1439.
    package var start: UInt16
    /// Above `start`, up to 2880; itself outside the span.
    package var end: UInt16

    package static let wholeDay = TimeSpan(start: 0, end: 1_440)

    func contains(_ minute: Int) -> Bool { minute >= Int(start) && minute < Int(end) }
  }

  /// What the rules make use of.
  struct Traits: Sendable {
    let usesMonths: Bool
    let usesWeekdays: Bool
    /// Some rule's days depend on the holiday table (those of `Mo-Su,PH` do not).
    let usesHolidays: Bool
    /// Some span reaches into the day after.
    let passesMidnight: Bool
    /// Some rule opens; else the place is always closed.
    let opens: Bool

    init(_ rules: [Rule]) {
      usesMonths = rules.contains { !$0.months.isEmpty }
      usesWeekdays = rules.contains { $0.namesDays }
      usesHolidays = rules.contains { $0.includesHolidays && $0.weekdays != Rule.everyWeekday }
      opens = rules.contains { !$0.isOff }
      passesMidnight = rules.contains { $0.spans.contains { $0.end > TimeSpan.wholeDay.end } }
    }
  }
}
