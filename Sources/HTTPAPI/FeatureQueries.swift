import Geodesy
import RestStations
import StationDirectory

extension FeatureQuestion {
  /// The question in the query of `GET /ogc/collections/stations/items`.
  ///
  /// - Throws: ``YizhanError`` with every fault.
  init(query: String?) throws(YizhanError) {
    var reader = QueryReader(query)
    self.init()
    limit = reader.clampedLimit(Self.limits) ?? limit
    after = reader.value("cursor", or: Bilingual("is no cursor of this list", "不是此列表的游标"), Cursor.decode)
    box = reader.featureBox()
    updated = reader.times("datetime")
    kind = reader.word("kind")
    entry = reader.word("entry")
    town = reader.text("town")
    status = reader.status() ?? status
    for property in FeatureProperty.allCases { texts[property] = reader.text(property.rawValue) }
    try reader.finish()
  }
}

extension QueryReader {
  /// A station's status, or `any`.
  mutating func status() -> StatusFilter? {
    let words = StatusFilter.words.joined(separator: ", ")
    return value("status", or: Bilingual("must be one of \(words)", "须为 \(words) 之一"), StatusFilter.init(word:))
  }

  /// A whole number of at least 1; one above the greatest counts as the greatest, as the standard has it.
  fileprivate mutating func clampedLimit(_ range: ClosedRange<Int>) -> Int? {
    let low = range.lowerBound
    let detail = Bilingual("must be a whole number of at least \(low)", "须为不小于 \(low) 的整数")
    return value("limit", or: detail) { text in
      let digits = text.drop { $0 == "0" }
      guard !digits.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
        return nil
      }
      return min(range.upperBound, Int(digits) ?? range.upperBound)
    }
  }

  /// A box of degrees of four numbers, or of six, which also tell of heights; no station has one.
  fileprivate mutating func featureBox() -> CoordinateBox? {
    let detail = Bilingual(
      "must be west,south,east,north in degrees, or west,south,low,east,north,high; south not above north, low not above "
        + "high; west above east crosses the antimeridian",
      "须为 west,south,east,north（度）或 west,south,low,east,north,high；south 不大于 north，low 不大于 high；"
        + "west 大于 east 时跨越 180° 经线")
    return value("bbox", or: detail) { text in
      let items = text.split(separator: ",", maxSplits: 6, omittingEmptySubsequences: false)
      let numbers = items.compactMap { DecimalNumber.parse(String($0)) }
      guard numbers.count == items.count else { return nil }
      switch numbers.count {
      case 4: return CoordinateBox(west: numbers[0], south: numbers[1], east: numbers[2], north: numbers[3])
      case 6 where numbers[2] <= numbers[5]:
        return CoordinateBox(west: numbers[0], south: numbers[1], east: numbers[3], north: numbers[4])
      default: return nil
      }
    }
  }

  /// An instant, or two with a `/` between, where `..` or nothing stands for an open end: seconds since 1970.
  fileprivate mutating func times(_ name: String) -> ClosedRange<Int64>? {
    let detail = Bilingual(
      "must be an instant such as 2026-11-24T12:00:00Z, or an interval such as 2026-11-01T00:00:00Z/..",
      "须为形如 2026-11-24T12:00:00Z 的时刻，或形如 2026-11-01T00:00:00Z/.. 的区间")
    return value(name, or: detail) { text in
      let ends = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard ends.count == 2 else { return Instant.parse(text).map { $0...$0 } }
      func end(_ text: String, open: Int64) -> Int64? { ["", ".."].contains(text) ? open : Instant.parse(text) }
      guard let first = end(ends[0], open: .min), let last = end(ends[1], open: .max), first <= last else { return nil }
      return first...last
    }
  }
}
