import Foundation
import OpeningHours
import RestStations

extension UsageReport {
  init(_ question: UsageQuestion, _ reading: any UsageReading, at instant: Int64) throws {
    func table(_ by: UsageDimension..., during period: Period? = nil) throws -> UsageTable {
      var cut = question
      cut.by = by
      if let period { (cut.from, cut.to) = (period.from, period.to) }
      return try UsageAnswer(cut, reading).table
    }
    let period = Period(from: question.from, to: question.to)
    let byStation = try table(.station)
    let visited = Set(byStation.rows.compactMap { row in row.places.first.map { byStation.axes[0].values[$0] } })
    let layout = try UsageLayout(question, reading)
    let stations = zip(reading.stations, layout.stations)
      .filter { $1 != UsageLayout.none && !$0.isRetired }.map { $0.0 }
    let idle = stations.filter { !visited.contains($0.id) }
      .map { IdleStation(id: $0.id, name: $0.name, town: $0.town) }
      .sorted { ($0.town ?? "", $0.id) < ($1.town ?? "", $1.id) }
    let zone = TimeZone(identifier: reading.timeZone) ?? .gmt
    let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant)))
    self.init(
      question: question, total: byStation.total,
      before: Comparison(period.before, try table(during: period.before).total),
      yearBefore: Comparison(period.yearBefore, try table(during: period.yearBefore).total),
      stationCount: stations.count, idleStations: idle, byMonth: try table(.month), byTown: try table(.town),
      byGroup: try table(.group), byService: try table(.service), byStation: byStation,
      byHourOfWeek: try table(.weekday, .hour), madeAt: Instant.text(instant, offset: offset))
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
