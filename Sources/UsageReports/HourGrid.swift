import RestStations

/// Person-times by weekday (Monday first) and hour of the day.
struct HourGrid {
  /// Seven days of 24 hours.
  private(set) var figures = [[Int64]](repeating: [Int64](repeating: 0, count: 24), count: 7)

  /// - Parameter table: with the columns `weekday` and `hour`, in whichever order.
  init(_ table: UsageTable) {
    guard let days = table.axes.firstIndex(where: { $0.dimension == .weekday }),
      let hours = table.axes.firstIndex(where: { $0.dimension == .hour })
    else { return }
    for row in table.rows {
      guard let day = Self.number(row, table.axes, days), let hour = Self.number(row, table.axes, hours),
        (1...7).contains(day), (0..<24).contains(hour)
      else { continue }
      figures[day - 1][hour] = figures[day - 1][hour] &+ row.measures.people
    }
  }

  private static func number(_ row: UsageRow, _ axes: [UsageAxis], _ column: Int) -> Int? {
    guard row.places.indices.contains(column), axes[column].values.indices.contains(row.places[column]) else {
      return nil
    }
    return Int(axes[column].values[row.places[column]])
  }

  var greatest: Int64 { figures.joined().max() ?? 0 }

  /// The sum of a day, counted from 0.
  func sum(ofDay day: Int) -> Int64 {
    figures[day].reduce(0) { $0 &+ $1 }
  }

  func sum(ofHour hour: Int) -> Int64 {
    figures.reduce(0) { $0 &+ $1[hour] }
  }

  /// `07:00–07:59`.
  static func name(ofHour hour: Int) -> String {
    let text = hour < 10 ? "0\(hour)" : "\(hour)"
    return "\(text):00–\(text):59"
  }

  static let days = [
    Bilingual("Mon", "周一"), Bilingual("Tue", "周二"), Bilingual("Wed", "周三"), Bilingual("Thu", "周四"),
    Bilingual("Fri", "周五"), Bilingual("Sat", "周六"), Bilingual("Sun", "周日"),
  ]
}
