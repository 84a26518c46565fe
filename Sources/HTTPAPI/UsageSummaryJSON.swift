import Foundation
import OpeningHours
import RestStations
import UsageReports

/// A report on the statistics as the API answers it.
struct UsageSummaryJSON: Encodable {
  struct Measures: Encodable {
    let visits, people: Int64
    let visitors: Int64?

    init(_ measures: UsageMeasures) {
      (visits, people, visitors) = (measures.visits, measures.people, measures.visitors)
    }
  }

  struct Comparison: Encodable {
    let from, to: String
    let total: Measures

    init(_ comparison: UsageReport.Comparison) {
      (from, to) = (comparison.period.from.description, comparison.period.to.description)
      total = Measures(comparison.total)
    }
  }

  struct IdleStation: Encodable {
    let id, name: String
    let town: String?
  }

  /// A row of a cut by one column.
  struct Row: Encodable {
    let value, label: String
    let visits, people: Int64
    let visitors: Int64?
  }

  struct HourRow: Encodable {
    let weekday, hour: String
    let visits, people: Int64
  }

  let from, to: String
  let total: Measures
  let before, yearBefore: Comparison
  let stations: Int
  let idleStations: [IdleStation]
  let months, towns, groups, services: [Row]
  let hours: [HourRow]
  let asOf: String

  init(_ report: UsageReport, _ language: Language) {
    (from, to) = (report.question.from.description, report.question.to.description)
    total = Measures(report.total)
    (before, yearBefore) = (Comparison(report.before), Comparison(report.yearBefore))
    stations = report.stationCount
    idleStations = report.idleStations.map { IdleStation(id: $0.id, name: $0.name, town: $0.town) }
    func rows(_ table: UsageTable) -> [Row] {
      table.rows.map { row in
        let (axis, place, measures) = (table.axes[0], row.places[0], row.measures)
        return Row(
          value: axis.values[place], label: axis.labels[place].text(in: language), visits: measures.visits,
          people: measures.people, visitors: measures.visitors)
      }
    }
    (months, towns) = (rows(report.byMonth), rows(report.byTown))
    (groups, services) = (rows(report.byGroup), rows(report.byService))
    let (weekdays, hourAxis) = (report.byHourOfWeek.axes[0].values, report.byHourOfWeek.axes[1].values)
    hours = report.byHourOfWeek.rows.map { row in
      HourRow(
        weekday: weekdays[row.places[0]], hour: hourAxis[row.places[1]], visits: row.measures.visits,
        people: row.measures.people)
    }
    asOf = report.madeAt
  }

  var bytes: [UInt8] {
    get throws { [UInt8](try JSONEncoder.snakeCase.encode(self)) }
  }
}

extension JSONEncoder {
  static var snakeCase: JSONEncoder {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    return encoder
  }
}
