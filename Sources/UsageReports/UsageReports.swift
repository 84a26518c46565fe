import Foundation
public import OpeningHours
public import RestStations

/// The statistics, asked for.
public struct UsageReports: Sendable {
  /// Days that one question may span: about a hundred years.
  public static let greatestSpan = 36_600

  private let storage: any UsageStorage

  public init(_ storage: any UsageStorage) {
    self.storage = storage
  }

  /// Answers a question from one moment of the database.
  ///
  /// - Parameter progress: is told how much is done, 0…1.
  /// - Throws: ``YizhanError`` with `badRequest` for a station or town that is not known, or days that end before they
  ///   begin; `tooLarge` when the answer has more cells than fit.
  public func answer(
    _ question: UsageQuestion, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> UsageAnswer {
    try question.check()
    return try await storage.readUsage { try UsageAnswer(question, $0, progress: progress) }
  }

  /// All that is wrong with a question: its days, and what it names that is not there.
  public func faults(of question: UsageQuestion) async throws -> [Fault] {
    let days = question.daysFault.map { [$0] } ?? []
    guard !question.stations.isEmpty || !question.towns.isEmpty else { return days }
    return try await storage.readUsage { days + StationFilter(question, $0.stations).unknown }
  }

  /// Makes the report on what a question is about, all figures from one moment. How the question is cut does not matter.
  ///
  /// - Parameter instant: of the report, seconds since 1970.
  /// - Throws: as ``answer(_:)``.
  public func report(on question: UsageQuestion, at instant: Int64) async throws -> UsageReport {
    try question.check()
    return try await storage.readUsage { try UsageReport(question, $0, at: instant) }
  }

  /// The figures that a report begins with, from one moment.
  ///
  /// - Parameter instant: of the answer, seconds since 1970.
  /// - Throws: as ``answer(_:)``.
  public func headline(_ question: UsageQuestion, at instant: Int64) async throws -> UsageHeadline {
    try question.check()
    return try await storage.readUsage { try UsageHeadline(question, $0, at: instant) }
  }

  /// The stations in service without a visit of the question's, by id, a page of them.
  ///
  /// - Parameters:
  ///   - last: the id that the page begins after; nothing for the first page.
  ///   - limit: see ``IdleStations/limits``.
  /// - Throws: as ``answer(_:)``.
  public func idleStations(
    _ question: UsageQuestion, after last: StationID? = nil, limit: Int
  ) async throws -> IdleStations {
    try question.check()
    return try await storage.readUsage { try IdleStations(question, after: last, limit: limit, $0) }
  }

  /// The stations with the most person-times, the busiest first.
  ///
  /// - Parameter limit: see ``BusiestStations/limits``.
  /// - Throws: as ``answer(_:)``.
  public func busiestStations(_ question: UsageQuestion, limit: Int) async throws -> BusiestStations {
    try question.check()
    return try await storage.readUsage { try BusiestStations(question, limit: limit, $0) }
  }

  /// Draws a chart of what a question is about. How the question is cut does not matter.
  ///
  /// - Parameter width: see ``UsageChart/widths``.
  /// - Throws: as ``answer(_:)``.
  public func chart(
    _ chart: UsageChart, of question: UsageQuestion, width: Int? = nil, in language: Language
  ) async throws -> [UInt8] {
    let table = try await answer(question.cut(by: chart.dimensions)).table
    return try chart.drawn(table, width: width, in: language)
  }

  /// What anyone may know: of whole months, by town and by group.
  ///
  /// - Parameters:
  ///   - from: the first day of a month.
  ///   - to: the last day of a month that is over.
  public func published(from: CivilDate, to: CivilDate) async throws -> PublicUsage {
    let question = UsageQuestion(from: from, to: to)
    try question.check()
    return try await storage.readUsage { try PublicUsage(question, $0) }
  }
}

extension UsageQuestion {
  fileprivate func check() throws(YizhanError) {
    if let fault = daysFault { throw YizhanError.badQuestion([fault]) }
  }

  fileprivate var daysFault: Fault? {
    let days = to.daysSinceEpoch - from.daysSinceEpoch + 1
    if days < 1 { return .parameter("to", "is before 'from'", "早于 from") }
    guard days > UsageReports.greatestSpan else { return nil }
    return .parameter(
      "to", "is more than \(UsageReports.greatestSpan) days after 'from'", "距 from 超过 \(UsageReports.greatestSpan) 天")
  }
}
