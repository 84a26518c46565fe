import Geodesy
import OpeningHours
import RestStations

/// What is wrong with a cell of a station file.
struct CellFault: Error {
  let detail: Bilingual

  init(_ english: String, _ chinese: String) {
    detail = Bilingual(english, chinese)
  }
}

/// What the cells of a station file may hold. Blank cells give nothing; the others are trimmed of white space.
enum Cell {
  static let required = CellFault("must not be blank", "不得为空")

  /// A line of text of at most so many characters.
  static func text(_ text: String, upTo limit: Int) throws(CellFault) -> String? {
    let trimmed = trim(text)
    return trimmed.isEmpty ? nil : try line(trimmed, upTo: limit)
  }

  /// A line of text that must not be blank.
  static func line(_ text: String, upTo limit: Int) throws(CellFault) -> String {
    guard text.utf8.count <= limit || text.unicodeScalars.count <= limit else {
      throw CellFault("is longer than \(limit) characters", "超过 \(limit) 个字符")
    }
    guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw CellFault("holds a control character or a line end", "含有控制字符或换行")
    }
    return text
  }

  /// A list separated by `;`, its blank items left out.
  static func list(_ text: String) throws(CellFault) -> [String] {
    if text.isEmpty { return [] }
    let items = text.utf8.split(separator: UInt8(ascii: ";")).compactMap { item in
      let trimmed = trim(String(Substring(item)))
      return trimmed.isEmpty ? nil : trimmed
    }
    guard items.count <= 50 else { throw CellFault("lists more than 50", "多于 50 项") }
    return items
  }

  /// One of a closed set of words.
  static func word<Word: RawRepresentable & CaseIterable>(_ text: String) throws(CellFault) -> Word?
  where Word.RawValue == String {
    let trimmed = trim(text)
    if trimmed.isEmpty { return nil }
    if let word = Word(rawValue: trimmed.lowercased()) { return word }
    let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
    throw CellFault("'\(shown(trimmed))' is none of \(words)", "“\(shown(trimmed))”不属于 \(words)")
  }

  static func stationID(_ text: String) throws(CellFault) -> StationID? {
    let trimmed = trim(text)
    if trimmed.isEmpty { return nil }
    if let id = StationID(trimmed) { return id }
    throw CellFault(
      "'\(shown(trimmed))' \(StationID.rule.english)", "“\(shown(trimmed))”\(StationID.rule.chinese)")
  }

  static func amenities(_ text: String, _ catalogue: AmenityCatalogue) throws(CellFault) -> AmenitySet {
    var set = AmenitySet()
    for item in try list(text) {
      guard let code = AmenityCode(item), let number = catalogue.number(of: code) else {
        throw CellFault("'\(shown(item))' is no known amenity", "“\(shown(item))”不是已知的设施代码")
      }
      set.insert(number)
    }
    return set
  }

  static func hours(_ text: String) throws(CellFault) -> OpeningHours? {
    let trimmed = trim(text)
    if trimmed.isEmpty { return nil }
    guard trimmed.utf8.count <= 1000 else { throw CellFault("is longer than 1000 characters", "超过 1000 个字符") }
    do {
      return try OpeningHours(parsing: trimmed)
    } catch {
      throw CellFault("'\(shown(trimmed))' \(error.english)", "“\(shown(trimmed))”\(error.chinese)")
    }
  }

  static func wholeNumber(_ text: String, in range: ClosedRange<Int>) throws(CellFault) -> Int? {
    let trimmed = trim(text)
    if trimmed.isEmpty { return nil }
    if let number = Int(trimmed), range.contains(number) { return number }
    throw CellFault(
      "'\(shown(trimmed))' is no whole number from \(range.lowerBound) to \(range.upperBound)",
      "“\(shown(trimmed))”不是 \(range.lowerBound) 至 \(range.upperBound) 的整数")
  }

  static func day(_ text: String) throws(CellFault) -> CivilDate? {
    let trimmed = trim(text)
    if trimmed.isEmpty { return nil }
    if let day = CivilDate(trimmed) { return day }
    throw CellFault(
      "'\(shown(trimmed))' is no date such as 2026-11-24", "“\(shown(trimmed))”不是形如 2026-11-24 的日期")
  }

  /// Seconds since 1970.
  static func instant(_ text: String) throws(CellFault) -> Int64? {
    let trimmed = trim(text)
    if trimmed.isEmpty { return nil }
    // Its offset may lead out of the years that can be written.
    if let seconds = Instant.parse(trimmed), Instant.parse(Instant.text(seconds, offset: 0)) == seconds {
      return seconds
    }
    throw CellFault(
      "'\(shown(trimmed))' is no instant such as 2026-11-24T08:00:00+08:00",
      "“\(shown(trimmed))”不是形如 2026-11-24T08:00:00+08:00 的时间")
  }

  /// Degrees within a range, limits included.
  static func degrees(_ text: String, in range: ClosedRange<Double>) throws(CellFault) -> Double {
    let trimmed = trim(text)
    if trimmed.isEmpty { throw required }
    if let number = DecimalNumber.parse(trimmed), range.contains(number) { return number }
    let (low, high) = (Int(range.lowerBound), Int(range.upperBound))
    throw CellFault(
      "'\(shown(trimmed))' is no number of degrees from \(low) to \(high)",
      "“\(shown(trimmed))”不是 \(low) 至 \(high) 之间的度数")
  }

  /// A decimal number above 0, at most a limit.
  static func positiveNumber(_ text: String, upTo limit: Double) throws(CellFault) -> Double? {
    let trimmed = trim(text)
    if trimmed.isEmpty { return nil }
    if let number = DecimalNumber.parse(trimmed), number > 0, number <= limit { return number }
    let most = Int(limit)
    throw CellFault(
      "'\(shown(trimmed))' is no number above 0, at most \(most)", "“\(shown(trimmed))”不是大于 0 且不超过 \(most) 的数")
  }

  private static func trim(_ text: String) -> String {
    let scalars = text.unicodeScalars
    guard let first = scalars.first, let last = scalars.last, isSpace(first) || isSpace(last) else { return text }
    let start = scalars.drop(while: isSpace)
    return start.lastIndex { !isSpace($0) }.map { String(start[...$0]) } ?? ""
  }

  /// What Unicode calls white space, and the byte-order mark that some programs leave in cells.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
    default: false
    }
  }

  /// A text as messages quote it: the beginning of a long one, on one line.
  private static func shown(_ text: String) -> String {
    let line = text.unicodeScalars.prefix(40).map { $0.properties.generalCategory == .control ? " " : Character($0) }
    return String(line) + (text.unicodeScalars.count > 40 ? "…" : "")
  }
}
