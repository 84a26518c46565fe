import RestStations

/// Which stations are asked about.
struct StationFilter {
  let isIncluded: [Bool]
  let range: ClosedRange<Int>?
  /// What is named that is not there.
  let unknown: [Fault]

  init(_ question: UsageQuestion, _ stations: [UsageStation]) {
    let (ids, towns) = (Set(question.stations.map(\.text)), Set(question.towns))
    isIncluded = stations.map { station in
      (ids.isEmpty || ids.contains(station.id)) && (towns.isEmpty || towns.contains(station.town ?? ""))
    }
    if let first = isIncluded.firstIndex(of: true), let last = isIncluded.lastIndex(of: true) {
      range = first...last
    } else {
      range = nil
    }
    unknown =
      ids.subtracting(stations.map(\.id)).sorted().map {
        Fault.parameter("station", "there is no station \($0)", "没有编号为 \($0) 的服务点")
      }
      + towns.subtracting(stations.map { $0.town ?? "" }).sorted().map {
        Fault.parameter("town", "there is no station in '\($0)'", "“\($0)”没有服务点")
      }
  }
}
