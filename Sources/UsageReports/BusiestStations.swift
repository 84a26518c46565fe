import RestStations

/// The stations that had the most person-times in a period.
public struct BusiestStations: Sendable {
  public struct Station: Hashable, Sendable {
    public let id: String
    public let name: String
    public let town: String?
    public let measures: UsageMeasures
  }

  /// How many may be asked for.
  public static let limits = 1...1000

  public let question: UsageQuestion
  /// The busiest first, equal ones by id; none without visits.
  public let stations: [Station]

  /// - Parameter limit: see ``limits``.
  init(_ question: UsageQuestion, limit: Int, _ reading: any UsageReading) throws {
    let table = try UsageAnswer(question.cut(by: [.station]), reading).table
    let rows = table.rankedRows(in: .chinese).filter { $0.measures.visits > 0 }.prefix(limit)
    let ids = Set(rows.map(\.value))
    let known = Dictionary(
      reading.stations.filter { ids.contains($0.id) }.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.question = question
    stations = rows.map { row in
      let station = known[row.value]
      return Station(id: row.value, name: station?.name ?? "", town: station?.town, measures: row.measures)
    }
  }
}
