import OpeningHours
import RestStations

/// The figures that come first: the total, how it changed, and how many stations had a part in it. Far less work than a
/// whole ``UsageReport``, with the same figures.
public struct UsageHeadline: Sendable {
  public let question: UsageQuestion
  public let total: UsageMeasures
  /// The period of the same length just before, and the same days a year before.
  public let before: UsageReport.Comparison
  public let yearBefore: UsageReport.Comparison
  /// Person-times a day, rounded.
  public let dailyMean: Int64
  /// Stations in service (not retired) that the question is about.
  public let stationCount: Int
  /// Those of them without visits.
  public let idleCount: Int
  /// When it was made, RFC 3339 in the district's zone.
  public let madeAt: String

  init(_ question: UsageQuestion, _ reading: any UsageReading, at instant: Int64) throws {
    let byStation = try UsageAnswer(question.cut(by: [.station]), reading).table
    let stations = StationsInService(question, reading)
    self.question = question
    total = byStation.total
    before = try UsageReport.Comparison(question.period.before, question, reading)
    yearBefore = try UsageReport.Comparison(question.period.yearBefore, question, reading)
    dailyMean = total.dailyMean(question.period)
    stationCount = stations.all.count
    idleCount = stations.idle(byStation).count
    madeAt = reading.text(of: instant)
  }
}

extension UsageMeasures {
  /// Person-times a day, rounded.
  func dailyMean(_ period: UsageReport.Period) -> Int64 {
    let days = Int64(max(1, period.to.daysSinceEpoch - period.from.daysSinceEpoch + 1))
    let (mean, rest) = people.quotientAndRemainder(dividingBy: days)
    return rest * 2 >= days ? mean + 1 : mean
  }
}
