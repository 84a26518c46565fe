import RestStations

/// Stations in service that had no visit in a period, a page of them.
public struct IdleStations: Sendable {
  /// Stations in a page.
  public static let limits = 1...1000

  public let question: UsageQuestion
  /// By id.
  public let stations: [UsageReport.IdleStation]
  /// How many there are in all pages.
  public let count: Int
  /// Whether there are more behind these.
  public let hasMore: Bool

  /// - Parameters:
  ///   - last: the id that the page begins after; nothing for the first page.
  ///   - limit: see ``limits``.
  init(_ question: UsageQuestion, after last: StationID?, limit: Int, _ reading: any UsageReading) throws {
    let byStation = try UsageAnswer(question.cut(by: [.station]), reading).table
    let idle = StationsInService(question, reading).idle(byStation)
    let rest = last.map { last in idle.filter { $0.id > last.text } } ?? idle
    self.question = question
    stations = rest.prefix(limit).map { UsageReport.IdleStation(id: $0.id, name: $0.name, town: $0.town) }
    count = idle.count
    hasMore = rest.count > limit
  }
}
