/// Reads an expression from its UTF-8 bytes. Only ASCII is ever consumed, so the bytes before a fault are as many as the
/// characters before it.
struct OpeningHoursParser {
  /// The most rules, time spans and month ranges that an expression may have, all together.
  static let mostParts = 100

  private let bytes: [UInt8]
  private var position = 0
  private var parts = 0

  /// Nothing is read yet.
  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// The rules of the whole text, at least one.
  mutating func parse() throws(OpeningHoursError) -> [OpeningHours.Rule] {
    var rules: [OpeningHours.Rule] = []
    var isAdditional = false
    while true {
      rules.append(try rule(isAdditional: isAdditional))
      if position == bytes.count { return rules }
      guard let byte = peek(), byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") else { throw fault(.endOfRule) }
      isAdditional = byte == UInt8(ascii: ",")
      position += 1
    }
  }

  /// One rule and the blanks around it; what follows it is left.
  private mutating func rule(isAdditional: Bool) throws(OpeningHoursError) -> OpeningHours.Rule {
    var rule = OpeningHours.Rule(isAdditional: isAdditional)
    skipBlanks()
    try countPart()
    let start = position
    if isAlways() {
      position += 4
    } else {
      rule.months = try monthDays()
      try separate(from: start)
      try weekdays(into: &rule)
      try separate(from: start)
      rule.spans = try timeSpans()
    }
    try separate(from: start)
    rule.isOff = takeWord(in: Self.closings) != nil
    skipBlanks()
    guard position > start else { throw fault(.rule) }
    let isFinished = rule.isOff || !rule.spans.isEmpty || !(rule.namesDays || !rule.months.isEmpty)
    guard isFinished || position == bytes.count || peek() == UInt8(ascii: ";") else { throw fault(.restOfRule) }
    return rule
  }

  // MARK: Months

  private mutating func monthDays() throws(OpeningHoursError) -> [OpeningHours.MonthDayRange] {
    guard var month = takeWord(in: Self.months) else { return [] }
    var ranges: [OpeningHours.MonthDayRange] = []
    while true {
      try countPart()
      ranges.append(try monthDayRange(from: month + 1))
      guard takeSign(UInt8(ascii: ",")) else { return ranges }
      guard let next = takeWord(in: Self.months) else { throw fault(.month) }
      month = next
    }
  }

  /// The rest of a range whose first month, 1 to 12, is read.
  private mutating func monthDayRange(from month: Int) throws(OpeningHoursError) -> OpeningHours.MonthDayRange {
    typealias Range = OpeningHours.MonthDayRange
    let lastDay = Range.lastDay(ofMonth: month)
    guard isDayNumber() else {
      var end = month
      if takeSign(UInt8(ascii: "-")) {
        guard let last = takeWord(in: Self.months) else { throw fault(.month) }
        end = last + 1
      }
      return Range(
        first: Range.code(month: month, day: 1), last: Range.code(month: end, day: Range.lastDay(ofMonth: end)))
    }
    let day = try dayNumber(1, lastDay)
    let first = Range.code(month: month, day: day)
    guard takeSign(UInt8(ascii: "-")) else { return Range(first: first, last: first) }
    guard let last = takeWord(in: Self.months) else {
      guard isDigit(peek()) else { throw fault(.month) }
      return Range(first: first, last: Range.code(month: month, day: try dayNumber(day, lastDay)))
    }
    let end = try dayNumber(1, Range.lastDay(ofMonth: last + 1))
    return Range(first: first, last: Range.code(month: last + 1, day: end))
  }

  /// Whether a number that is not the hour of a time follows a month, with or without the blank it needs.
  private func isDayNumber() -> Bool {
    var ahead = position
    while ahead < bytes.count, Self.isBlank(bytes[ahead]) { ahead += 1 }
    let start = ahead
    while ahead < bytes.count, isDigit(bytes[ahead]) { ahead += 1 }
    guard ahead > start else { return false }
    return ahead == bytes.count || (bytes[ahead] != UInt8(ascii: ":") && bytes[ahead] != UInt8(ascii: "/"))
  }

  private mutating func dayNumber(_ first: Int, _ last: Int) throws(OpeningHoursError) -> Int {
    if isDigit(peek()), position > 0, Self.isLetter(bytes[position - 1]) { throw fault(.space) }
    skipBlanks()
    let start = position
    guard let number = number(), (first...last).contains(number) else {
      throw fault(.day(first: first, last: last), at: start)
    }
    return number
  }

  // MARK: Weekdays

  private mutating func weekdays(into rule: inout OpeningHours.Rule) throws(OpeningHoursError) {
    var isFirst = true
    repeat {
      if takeWord(in: Self.holiday) != nil {
        rule.includesHolidays = true
      } else if let first = takeWord(in: Self.weekdays) {
        var last = first
        if takeSign(UInt8(ascii: "-")) {
          guard let end = takeWord(in: Self.weekdays) else { throw fault(.weekday) }
          last = end
        }
        let length = (last - first + 7) % 7
        for offset in 0...length { rule.weekdays |= 1 << UInt8((first + offset) % 7) }
      } else if isFirst {
        return
      } else {
        throw fault(.weekdayOrHoliday)
      }
      isFirst = false
    } while takeSign(UInt8(ascii: ","))
  }

  // MARK: Times

  private mutating func timeSpans() throws(OpeningHoursError) -> [OpeningHours.TimeSpan] {
    guard isDigit(peek()) else { return [] }
    var spans: [OpeningHours.TimeSpan] = []
    while true {
      try countPart()
      spans.append(try timeSpan())
      let end = position
      guard takeSign(UInt8(ascii: ",")) else { return spans }
      guard isDigit(peek()), !isAlways() else {
        // The comma joins another rule.
        position = end
        return spans
      }
    }
  }

  private mutating func timeSpan() throws(OpeningHoursError) -> OpeningHours.TimeSpan {
    let start = try time(.startTime, latest: 1_439)
    guard takeSign(UInt8(ascii: "-")) else {
      skipBlanks()
      throw fault(.dash)
    }
    var end = try time(.endTime, latest: 2_880)
    if end <= start { end += 1_440 }
    return OpeningHours.TimeSpan(start: UInt16(truncatingIfNeeded: start), end: UInt16(truncatingIfNeeded: end))
  }

  /// Minutes from midnight, at most `latest`.
  private mutating func time(
    _ expectation: OpeningHoursError.Expectation, latest: Int
  ) throws(OpeningHoursError) -> Int {
    let start = position
    guard let hours = number() else { throw fault(expectation, at: start) }
    guard peek() == UInt8(ascii: ":") else {
      // 99 is no hour at all, rather than one that lacks its minutes.
      throw hours * 60 > latest ? fault(expectation, at: start) : fault(.colon)
    }
    position += 1
    let minutesStart = position
    guard let minutes = number(), position - minutesStart == 2, minutes < 60 else {
      throw fault(.minutes, at: minutesStart)
    }
    guard hours * 60 + minutes <= latest else { throw fault(expectation, at: start) }
    return hours * 60 + minutes
  }

  // MARK: Words, signs and numbers

  /// One or two digits; nil, with the position moved, when there are none or more.
  private mutating func number() -> Int? {
    let start = position
    var value = 0
    while let byte = peek(), isDigit(byte) {
      guard position - start < 2 else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
      position += 1
    }
    return position > start ? value : nil
  }

  /// `24/7` and no longer number.
  private func isAlways() -> Bool {
    guard bytes.count - position >= 4, bytes[position] == UInt8(ascii: "2") else { return false }
    guard bytes[position..<position + 4].elementsEqual("24/7".utf8) else { return false }
    return bytes.count - position == 4 || !isDigit(bytes[position + 4])
  }

  /// Reads the letters at the position when they are one of the words (packed lower case), and tells which.
  private mutating func takeWord(in words: [UInt64]) -> Int? {
    var packed: UInt64 = 0
    var ahead = position
    while ahead < bytes.count, Self.isLetter(bytes[ahead]) {
      guard ahead - position < 8 else { return nil }
      packed = packed << 8 | UInt64(bytes[ahead] | 0x20)
      ahead += 1
    }
    guard let index = words.firstIndex(of: packed) else { return nil }
    position = ahead
    return index
  }

  /// Reads a sign and the blanks around it; reads nothing when it does not come next.
  private mutating func takeSign(_ sign: UInt8) -> Bool {
    var ahead = position
    while ahead < bytes.count, Self.isBlank(bytes[ahead]) { ahead += 1 }
    guard ahead < bytes.count, bytes[ahead] == sign else { return false }
    position = ahead + 1
    skipBlanks()
    return true
  }

  /// Skips blanks, and insists on them between two parts of a rule that starts at `start`.
  private mutating func separate(from start: Int) throws(OpeningHoursError) {
    skipBlanks()
    guard position > start, !Self.isBlank(bytes[position - 1]), let byte = peek() else { return }
    if isDigit(byte) || Self.isLetter(byte) { throw fault(.space) }
  }

  private mutating func skipBlanks() {
    while let byte = peek(), Self.isBlank(byte) { position += 1 }
  }

  private func peek() -> UInt8? { position < bytes.count ? bytes[position] : nil }

  /// A fault here or at another index.
  private func fault(_ expectation: OpeningHoursError.Expectation, at index: Int? = nil) -> OpeningHoursError {
    OpeningHoursError(column: (index ?? position) + 1, expectation: expectation)
  }

  /// Counts a rule, a time span or a month range that starts here.
  private mutating func countPart() throws(OpeningHoursError) {
    parts += 1
    if parts > Self.mostParts { throw fault(.fewerParts) }
  }

  private func isDigit(_ byte: UInt8?) -> Bool {
    guard let byte else { return false }
    return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

  private static func pack(_ words: [String]) -> [UInt64] {
    words.map { $0.utf8.reduce(0) { $0 << 8 | UInt64($1 | 0x20) } }
  }

  private static let weekdays = pack(OpeningHours.weekdayNames)
  private static let months = pack(OpeningHours.monthNames)
  private static let holiday = pack(["PH"])
  private static let closings = pack(["off", "closed"])
}
