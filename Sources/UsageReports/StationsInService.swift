import RestStations

/// The stations that a question is about, retired ones aside.
struct StationsInService {
  /// By id.
  let all: [UsageStation]

  init(_ question: UsageQuestion, _ reading: any UsageReading) {
    let filter = StationFilter(question, reading.stations)
    all = zip(reading.stations, filter.isIncluded).filter { $1 && !$0.isRetired }.map { $0.0 }
  }

  /// Those without visits, by id.
  ///
  /// - Parameter table: the question, cut by station.
  func idle(_ table: UsageTable) -> [UsageStation] {
    guard let axis = table.axes.first else { return [] }
    let visited = Set(table.rows.compactMap { row in row.places.first.map { axis.values[$0] } })
    return all.filter { !visited.contains($0.id) }
  }
}
