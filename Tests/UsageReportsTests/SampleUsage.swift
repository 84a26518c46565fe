import OpeningHours
import RestStations
import UsageReports

/// Made-up usage of some stations, with every cut of a report; the same whenever it is made.
struct SampleUsage {
  struct Station {
    let id: String
    let name: String
    let town: String
  }

  let from: CivilDate
  let to: CivilDate
  let months: [String]
  let stations: [Station]
  let towns: [String]
  let groups: [WorkerGroup]
  private let cells: [Cell]

  private struct Cell {
    let values: [UsageDimension: String]
    let measures: UsageMeasures
  }

  private static let services = [
    ("water", "饮用水"), ("microwave", "微波炉"), ("phone_charging", "手机充电"), ("toilet", "卫生间"), ("wifi", "无线网络"),
    ("air_conditioning", "空调"), ("seating", "休息座椅"),
  ]

  /// - Parameters:
  ///   - monthCount: months from January 2023 on.
  ///   - isIdle: whether a station is never visited, by its number.
  init(
    stations: [Station], monthCount: Int, groups: [WorkerGroup] = [.delivery, .express, .transport, .rideHailing],
    isIdle: (Int) -> Bool = { $0 % 23 == 22 }
  ) throws {
    self.stations = stations
    self.groups = groups
    months = (0..<monthCount).map { "\(2023 + $0 / 12)-" + ($0 % 12 < 9 ? "0" : "") + "\($0 % 12 + 1)" }
    towns = stations.map(\.town).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    guard let from = CivilDate("2023-01-01"),
      let next = CivilDate(year: 2023 + monthCount / 12, month: monthCount % 12 + 1, day: 1)
    else { throw CancellationError() }
    self.from = from
    to = CivilDate(daysSinceEpoch: next.daysSinceEpoch - 1)
    var made: [Cell] = []
    for (month, period) in months.enumerated() {
      for (station, place) in stations.enumerated() where !isIdle(station) {
        for (number, group) in groups.enumerated() {
          made += Self.cells(month, period, station, place, number, group)
        }
      }
    }
    cells = made
  }

  private static func cells(
    _ month: Int, _ period: String, _ station: Int, _ place: Station, _ number: Int, _ group: WorkerGroup
  ) -> [Cell] {
    (0..<4).map { part in
      let noise = mixed(UInt64(month * 1_000_003 + station * 7_919 + number * 101 + part))
      let hour = [11, 12, 13, 12, 18, 19, 20, 8, 9, 15, 16, 17, 10, 14, 21, 7, 22, 6][Int(noise % 18)]
      let weekday = [1, 2, 3, 4, 5, 5, 6, 7][Int(noise >> 8 % 8)]
      let season = 3 + (month % 12 > 4 && month % 12 < 9 ? 2 : 0) + month / 6
      let visits = Int64(Int(noise >> 16 % 20) * season / (number + 1) / (1 + station % 7))
      return Cell(
        values: [
          .month: period, .station: place.id, .town: place.town, .group: group.rawValue,
          .service: services[Int(noise >> 24 % 49).squareRootFloor].0, .hour: (hour < 10 ? "0" : "") + "\(hour)",
          .weekday: "\(weekday)",
        ],
        measures: UsageMeasures(visits: visits, people: visits + Int64(noise >> 40 % 4) * (visits / 5)))
    }
  }

  /// SplitMix64's finish.
  private static func mixed(_ seed: UInt64) -> UInt64 {
    var word = (seed &+ 1) &* 0x9E37_79B9_7F4A_7C15
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  var total: UsageMeasures {
    let sum = sum(cells)
    return UsageMeasures(visits: sum.visits, people: sum.people, visitors: sum.visits * 3 / 5)
  }

  private func sum(_ cells: [Cell]) -> UsageMeasures {
    cells.reduce(into: UsageMeasures()) {
      $0.visits += $1.measures.visits
      $0.people += $1.measures.people
    }
  }

  func axis(_ dimension: UsageDimension) -> UsageAxis {
    switch dimension {
    case .month: axis(.month, months.map { ($0, Bilingual($0, $0)) })
    case .station: axis(.station, stations.map { ($0.id, Bilingual($0.name, $0.name)) })
    case .town: axis(.town, towns.map { ($0, Bilingual($0, $0)) })
    case .group: axis(.group, groups.map { ($0.rawValue, $0.label) })
    case .service: axis(.service, Self.services.map { ($0, Bilingual($0.replacing("_", with: " "), $1)) })
    case .weekday: axis(.weekday, (1...7).map { ("\($0)", Bilingual("day \($0)", "周\($0)")) })
    case .hour:
      axis(.hour, (0..<24).map { hour in ((hour < 10 ? "0" : "") + "\(hour)", Bilingual("\(hour):00", "\(hour)时")) })
    case .day, .week, .quarter, .year: axis(dimension, [])
    }
  }

  private func axis(_ dimension: UsageDimension, _ values: [(String, Bilingual)]) -> UsageAxis {
    UsageAxis(dimension, values: values.map(\.0), labels: values.map(\.1))
  }

  /// The sums by some dimensions; visitors are known by month and by town only.
  func table(_ by: [UsageDimension]) -> UsageTable {
    let axes = by.map { axis($0) }
    let places = axes.map { axis in
      Dictionary(zip(axis.values, 0...), uniquingKeysWith: { first, _ in first })
    }
    let grouped = Dictionary(grouping: cells.filter { $0.measures.visits > 0 }) { cell in
      zip(by, places).map { $1[cell.values[$0] ?? ""] ?? 0 }
    }
    let rows = grouped.map { key, cells in
      var measures = sum(cells)
      if by == [.month] || by == [.town] { measures.visitors = measures.visits * 2 / 3 }
      return UsageRow(key, measures)
    }
    return UsageTable(
      UsageQuestion(from: from, to: to, by: by), axes: axes,
      rows: rows.sorted { $0.places.lexicographicallyPrecedes($1.places) }, total: total)
  }

  func report(_ question: UsageQuestion? = nil) -> UsageReport {
    let earlier = UsageReport.Period(from: CivilDate(daysSinceEpoch: from.daysSinceEpoch - 365), to: from)
    let visited = Set(table([.station]).rows.compactMap(\.places.first))
    let idle = stations.indices.filter { !visited.contains($0) }.map { stations[$0] }
    return UsageReport(
      question: question ?? UsageQuestion(from: from, to: to), total: total,
      before: UsageReport.Comparison(
        earlier, UsageMeasures(visits: total.visits * 9 / 10, people: total.people * 10 / 9, visitors: nil)),
      yearBefore: UsageReport.Comparison(earlier, UsageMeasures()), stationCount: stations.count,
      idleStations: idle.map {
        UsageReport.IdleStation(id: $0.id, name: $0.name, town: $0.town.isEmpty ? nil : $0.town)
      },
      byMonth: table([.month]), byTown: table([.town]), byGroup: table([.group]), byService: table([.service]),
      byStation: table([.station]), byHourOfWeek: table([.weekday, .hour]), madeAt: "2026-11-25T18:00:00+08:00")
  }
}

extension Int {
  fileprivate var squareRootFloor: Int { Int(Double(self).squareRoot()) }
}

extension UsageTable {
  /// Hands the whole table to a writer.
  func write(to writer: consuming some UsageWriter) throws {
    try writer.begin(question, axes)
    for row in rows { try writer.append(row.places, row.measures) }
    try writer.end(total: total)
  }
}
