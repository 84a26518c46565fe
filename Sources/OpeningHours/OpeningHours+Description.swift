extension OpeningHours: CustomStringConvertible {
  /// The canonical text: capitals, spaces, two digits and ranges as OpenStreetMap writes them. Parsing it gives an equal
  /// value.
  public var description: String {
    var text = ""
    for (index, rule) in rules.enumerated() {
      if index > 0 { text += rule.isAdditional ? ", " : "; " }
      text += rule.canonicalText
    }
    return text
  }

  static let weekdayNames = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
  static let monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}

extension OpeningHours.Rule {
  fileprivate var canonicalText: String {
    var parts: [String] = []
    if !months.isEmpty { parts.append(months.map(\.canonicalText).joined(separator: ",")) }
    if namesDays { parts.append(daysText) }
    if !spans.isEmpty { parts.append(spans.map(\.canonicalText).joined(separator: ",")) }
    if isOff { parts.append("off") }
    return parts.isEmpty ? "24/7" : parts.joined(separator: " ")
  }

  private var daysText: String {
    var items: [String] = []
    if weekdays == Self.everyWeekday {
      items.append("Mo-Su")
    } else {
      for first in 0..<7 where has(first) && !has(first + 6) {
        var length = 1
        while has(first + length) { length += 1 }
        let name = OpeningHours.weekdayNames[first]
        let lastName = OpeningHours.weekdayNames[(first + length - 1) % 7]
        items.append(length == 1 ? name : name + (length == 2 ? "," : "-") + lastName)
      }
    }
    if includesHolidays { items.append("PH") }
    return items.joined(separator: ",")
  }

  /// Any number of days after Monday; Monday comes again after Sunday.
  private func has(_ weekday: Int) -> Bool { weekdays & (1 << UInt8(weekday % 7)) != 0 }
}

extension OpeningHours.MonthDayRange {
  fileprivate var canonicalText: String {
    let (firstMonth, firstDay) = (Int(first >> 5), Int(first & 31))
    let (lastMonth, lastDay) = (Int(last >> 5), Int(last & 31))
    let (from, to) = (OpeningHours.monthNames[firstMonth - 1], OpeningHours.monthNames[lastMonth - 1])
    if firstDay == 1, lastDay == Self.lastDay(ofMonth: lastMonth) {
      return firstMonth == lastMonth ? from : "\(from)-\(to)"
    }
    let start = from + " " + String(decimal: firstDay, width: 2)
    if first == last { return start }
    let end = String(decimal: lastDay, width: 2)
    // Within one month, unless it wraps the year.
    return firstMonth == lastMonth && first < last ? "\(start)-\(end)" : "\(start)-\(to) \(end)"
  }

  /// The last day that the month, 1 to 12, has in any year.
  static func lastDay(ofMonth month: Int) -> Int { CivilDate.lastDay(ofMonth: month, year: 2_000) }
}

extension OpeningHours.TimeSpan {
  fileprivate var canonicalText: String {
    // Past midnight as OpenStreetMap prefers it, 20:00-02:00, wherever that form can say it.
    let wraps = end > Self.wholeDay.end && end - Self.wholeDay.end <= start
    return Self.clock(start) + "-" + Self.clock(wraps ? end - Self.wholeDay.end : end)
  }

  private static func clock(_ minutes: UInt16) -> String {
    String(decimal: Int(minutes / 60), width: 2) + ":" + String(decimal: Int(minutes % 60), width: 2)
  }
}
