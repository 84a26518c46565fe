import RestStations

/// Numbers as reports show them, the same in both languages.
enum ReportNumber {
  /// Stands where there is no number.
  static let none = "–"

  /// `12,345`; a dash for none.
  static func count(_ number: Int64?) -> String {
    number.map { ($0 < 0 ? "−" : "") + grouped($0.magnitude) } ?? none
  }

  /// `+1,234`, `−56`, `0`; a dash for none.
  static func difference(_ number: Int64?) -> String {
    number.map { ($0 > 0 ? "+" : "") + count($0) } ?? none
  }

  /// A share, `0.123` as `12.3%`; a dash for none.
  static func percent(_ ratio: Double?) -> String {
    guard let ratio else { return none }
    let text = FixedDecimal.text(abs(ratio) * 100, decimals: 1)
    return (ratio < 0 && text != "0.0" ? "−" : "") + text + "%"
  }

  /// A change, `0.123` as `+12.3%`; a dash for none.
  static func change(_ ratio: Double?) -> String {
    let text = percent(ratio)
    return (ratio ?? 0) > 0 && text != "0.0%" ? "+" + text : text
  }

  private static func grouped(_ number: UInt64) -> String {
    var text = ""
    for (place, digit) in String(number).reversed().enumerated() {
      if place > 0, place.isMultiple(of: 3) { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
