import Foundation
import OpeningHours
import RestStations

extension UsageReport {
  init(_ question: UsageQuestion, _ reading: any UsageReading, at instant: Int64) throws {
    func table(_ by: UsageDimension...) throws -> UsageTable {
      try UsageAnswer(question.cut(by: by), reading).table
    }
    let byStation = try table(.station)
    let stations = StationsInService(question, reading)
    let idle = stations.idle(byStation).map { IdleStation(id: $0.id, name: $0.name, town: $0.town) }
      .sorted { ($0.town ?? "", $0.id) < ($1.town ?? "", $1.id) }
    self.init(
      question: question, total: byStation.total, before: try Comparison(question.period.before, question, reading),
      yearBefore: try Comparison(question.period.yearBefore, question, reading),
      stationCount: stations.all.count, idleStations: idle, byMonth: try table(.month), byTown: try table(.town),
      byGroup: try table(.group), byService: try table(.service), byStation: byStation,
      byHourOfWeek: try table(.weekday, .hour), madeAt: reading.text(of: instant))
  }
}

extension UsageReport.Comparison {
  init(_ period: UsageReport.Period, _ question: UsageQuestion, _ reading: any UsageReading) throws {
    var earlier = question.cut(by: [])
    (earlier.from, earlier.to) = (period.from, period.to)
    self.init(period, try UsageAnswer(earlier, reading).total)
  }
}

extension UsageQuestion {
  /// The same with other columns.
  func cut(by dimensions: [UsageDimension]) -> UsageQuestion {
    var question = self
    question.by = dimensions
    return question
  }

  var period: UsageReport.Period { UsageReport.Period(from: from, to: to) }
}

extension UsageReading {
  /// An instant, seconds since 1970, as RFC 3339 has it, in the district's zone.
  func text(of instant: Int64) -> String {
    Instant.text(instant, in: TimeZone(identifier: timeZone) ?? .gmt)
  }
}

extension UsageReport.Period {
  /// The period just before: as many whole months, where it is whole months, else as many days.
  public var before: Self {
    let end = CivilDate(daysSinceEpoch: from.daysSinceEpoch - 1)
    if from.day == 1, CivilDate(daysSinceEpoch: to.daysSinceEpoch + 1).day == 1 {
      let count = (to.year - from.year) * 12 + to.month - from.month + 1
      let months = from.year * 12 + from.month - 1 - count
      if let start = CivilDate(year: months / 12, month: months % 12 + 1, day: 1) {
        return Self(from: start, to: end)
      }
    }
    return Self(
      from: CivilDate(daysSinceEpoch: 2 * from.daysSinceEpoch - to.daysSinceEpoch - 1), to: end)
  }

  /// The same days a year before; the 28th of February for the 29th, and the end of a February for another's.
  public var yearBefore: Self {
    func earlier(_ day: CivilDate) -> CivilDate {
      CivilDate(year: day.year - 1, month: day.month, day: day.day)
        ?? CivilDate(year: day.year - 1, month: day.month, day: 28) ?? day
    }
    let isEndOfMonth = CivilDate(daysSinceEpoch: to.daysSinceEpoch + 1).day == 1
    let end = earlier(to)
    let next = CivilDate(daysSinceEpoch: end.daysSinceEpoch + 1)
    return Self(from: earlier(from), to: isEndOfMonth && end.month == 2 && next.month == 2 ? next : end)
  }
}
