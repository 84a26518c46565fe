import RestStations
import UsageReports

extension SampleUsage {
  /// 12 stations in 4 towns, over 14 months.
  static func small() throws -> SampleUsage {
    let towns = ["鼓楼街道", "龙桥街道", "新兖镇", "大安镇"]
    let stations = (0..<12).map {
      Station(id: "YZ-\(1001 + $0)", name: "\(towns[$0 % 4])第\($0)驿站", town: towns[$0 % 4])
    }
    return try SampleUsage(stations: stations, monthCount: 14, isIdle: { $0 == 5 })
  }

  /// Towns whose names mean something to spreadsheets, to CSV, to JSON or to HTML.
  static let difficultNames = [
    "=1+1", "+86", "-5", "@SUM(A1)", "\tTab", "'=quoted", "a,b", "say \"hi\"", "two\nlines", "back\\slash", "", "\u{1}",
    "<script>alert(1)</script>", "&amp;", "镇'街", "{{title}}", "<\u{301}b", "00123", "TRUE", "https://example.org",
  ]

  static func difficult() throws -> SampleUsage {
    try SampleUsage(
      stations: difficultNames.enumerated().map { Station(id: "D-\($0)", name: $1, town: $1) }, monthCount: 2,
      groups: [.delivery], isIdle: { _ in false })
  }
}
