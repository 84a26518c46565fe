import ArgumentParser
import OpeningHours

/// How much land the statistics are of.
enum UsageShape: String, CaseIterable, ExpressibleByArgument {
  case district, province, country

  var stationCount: Int {
    switch self {
    case .district: 139
    case .province: 5_000
    case .country: 186_100
    }
  }

  var townCount: Int {
    switch self {
    case .district: 14
    case .province: 400
    case .country: 2_800
    }
  }

  /// The days that have visits: two years to the end of 2025, of the country one.
  ///
  /// Counted from 1970-01-01.
  var days: Range<Int> {
    func newYear(_ year: Int) -> Int { CivilDate(year: year, month: 1, day: 1)?.daysSinceEpoch ?? 0 }
    return newYear(self == .country ? 2025 : 2024)..<newYear(2026)
  }
}
