import Testing

/// Writes random expressions of the subset, spaced as OpenStreetMap's grammar demands.
struct ExpressionGenerator {
  /// What a generated expression may contain.
  struct Options {
    var holidays = true
    /// Spans past midnight in expressions whose rules replace days; else only where each rule adds or cuts out times.
    var passesMidnightAmongRules = true
    var maximumRules = 4
  }

  var random: SeededGenerator
  let options: Options

  /// One expression of the subset.
  mutating func expression() throws -> String {
    let count = Int.random(in: 1...options.maximumRules, using: &random)
    let passesMidnight = random.chance(40)
    let onlyAdds = passesMidnight && !options.passesMidnightAmongRules
    var text = ""
    var canAdd = false
    for index in 0..<count {
      if index > 0, onlyAdds, !canAdd { return text }
      if index > 0 { text += canAdd && (onlyAdds || random.chance(35)) ? ", " : "; " }
      let rule = try self.rule(isFirst: index == 0, passesMidnight: passesMidnight, closesDays: !onlyAdds)
      text += rule.text
      canAdd = rule.isFinished
    }
    return text
  }

  /// `isFinished`: a comma after it can only join another rule.
  private mutating func rule(
    isFirst: Bool, passesMidnight: Bool, closesDays: Bool
  ) throws -> (text: String, isFinished: Bool) {
    if random.chance(5) { return ("24/7", true) }
    if closesDays, !isFirst, random.chance(2) { return ("off", true) }
    var parts: [String] = []
    if random.chance(25) { parts.append(try months()) }
    if random.chance(70) { parts.append(try days()) }
    let isOff = random.chance(isFirst ? 5 : 25)
    let hasTimes = parts.isEmpty || (isOff && !closesDays) || random.chance(isOff ? 40 : 90)
    if hasTimes { parts.append(times(passesMidnight: passesMidnight)) }
    if isOff { parts.append(random.chance(50) ? "off" : "closed") }
    return (parts.joined(separator: " "), isOff || hasTimes)
  }

  private mutating func months() throws -> String {
    var items: [String] = []
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let (first, last) = (Int.random(in: 1...12, using: &random), Int.random(in: 1...12, using: &random))
      let (from, to) = (monthNames[first - 1], monthNames[last - 1])
      switch Int.random(in: 0..<5, using: &random) {
      case 0: items.append(from)
      case 1: items.append(first == last ? from : "\(from)-\(to)")
      case 2: items.append("\(from) \(day(of: first))")
      case 3 where first != last: items.append("\(from) \(day(of: first))-\(to) \(day(of: last))")
      default:
        let start = Int.random(in: 1...20, using: &random)
        let end = twoDigits(start + Int.random(in: 1...8, using: &random))
        items.append("\(from) \(twoDigits(start))-\(end)")
      }
    }
    return items.joined(separator: ",")
  }

  private mutating func day(of month: Int) -> String {
    // The edges of months are where faults hide.
    let last = lastDays[month - 1]
    let day = random.chance(40) ? (random.chance(50) ? 1 : last) : Int.random(in: 1...last, using: &random)
    return twoDigits(day)
  }

  private mutating func days() throws -> String {
    let hasHoliday = options.holidays && random.chance(30)
    if hasHoliday, random.chance(50) { return "PH" }
    var items: [String] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let (first, last) = (try random.pick(weekdayNames), try random.pick(weekdayNames))
      items.append(first == last || random.chance(40) ? first : "\(first)-\(last)")
    }
    if hasHoliday { items.insert("PH", at: random.chance(50) ? 0 : items.count) }
    return items.joined(separator: ",")
  }

  private mutating func times(passesMidnight: Bool) -> String {
    var items: [String] = []
    var earliest = random.chance(15) ? 0 : Int.random(in: 0..<720, using: &random)
    for _ in 0..<Int.random(in: 1...3, using: &random) where earliest < 1_400 {
      let end = min(1_440, earliest + Int.random(in: 1...600, using: &random))
      items.append(clock(earliest) + "-" + clock(end))
      earliest = end + (random.chance(20) ? 0 : Int.random(in: 0...200, using: &random))
    }
    if passesMidnight, random.chance(70) || items.isEmpty {
      let start = Int.random(in: 900...1_439, using: &random)
      let end = 1_440 + Int.random(in: 1...(random.chance(10) ? 1_440 : 900), using: &random)
      items.append(clock(start) + "-" + clock(random.chance(50) && end - 1_440 <= start ? end - 1_440 : end))
    }
    return items.joined(separator: ",")
  }

  private func clock(_ minutes: Int) -> String {
    twoDigits(minutes / 60) + ":" + twoDigits(minutes % 60)
  }
}
