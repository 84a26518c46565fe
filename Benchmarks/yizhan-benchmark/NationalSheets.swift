import OpeningHours
import RestStations
import SampleData

/// The sheets of a country's months without the visits, which would be 600 million a year: each station's counts are
/// drawn as sums, so that there are about as many cells, of about the same size, as those visits would leave.
struct NationalSheets {
  /// Person-visits a day, in all stations.
  private static let peopleADay = 2_300_000.0
  private static let peopleAVisit = 1.38
  private static let servicesAVisit = 1.45

  private let stations: [SampleStation]
  private var generator: SeededGenerator
  /// Visits in a month at a station of the weight 1.
  private let share: Double

  init(_ stations: [SampleStation], _ generator: SeededGenerator) {
    self.stations = stations
    self.generator = generator
    share = Self.peopleADay / Self.peopleAVisit * 30.4 / stations.map(\.weight).reduce(0, +)
  }

  /// Stores every station's sheet of a month.
  mutating func store(month: Int, into tables: inout SheetTables) throws {
    for station in stations {
      try tables.store(sheet(of: station), of: .month, month, station.station.id)
    }
  }

  private mutating func sheet(of station: SampleStation) -> UsageSheet {
    let groups = station.groups.sorted { $0.number < $1.number }
    var (sheet, visits): (UsageSheet, [Double]) = (UsageSheet(), [])
    for group in groups {
      // As with the visits, the first groups are the most frequent.
      let rank = Double(station.groups.firstIndex(of: group) ?? 0)
      let count = Double(groups.count)
      let part = (2 * (count - rank) - 1) / (count * count)
      let drawn = drawn(station.weight * share * part)
      sheet.add(counted(drawn), to: UsageSheet.monthKey(group, service: nil))
      visits.append(Double(drawn))
    }
    for service in station.services.sorted() {
      for (group, visits) in zip(groups, visits) {
        let drawn = drawn(visits * Self.servicesAVisit / Double(station.services.count))
        sheet.add(counted(drawn), to: UsageSheet.monthKey(group, service: service))
      }
    }
    return sheet
  }

  /// A number about as large as expected; its mean is just that.
  private mutating func drawn(_ expected: Double) -> Int64 {
    Int64(expected * generator.number(in: 0.6...1.4) + generator.number(in: 0...0.999))
  }

  private func counted(_ visits: Int64) -> UsageCount {
    UsageCount(visits: visits, people: Int64(Double(visits) * Self.peopleAVisit))
  }
}
