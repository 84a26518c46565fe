import OpeningHours
import RestStations

/// The figures on top of a report's page.
struct HTMLReportHeadline {
  private let report: UsageReport
  private let language: Language

  init(_ report: UsageReport, _ language: Language) {
    self.report = report
    self.language = language
  }

  /// The greatest of the page's figures, each with how it changed.
  var cards: [[String: Any]] {
    let visited = report.stationCount - report.idleStations.count
    return [
      card(.people), card(.visits), card(.visitors),
      card(ReportWording.dailyMean, ReportNumber.count(report.dailyMean), []),
      card(
        ReportWording.inService, ReportNumber.count(Int64(report.stationCount)),
        [text(ReportWording.visited(visited))]),
      card(
        ReportWording.idle, ReportNumber.count(Int64(report.idleStations.count)), [text(ReportWording.idleNote)]),
    ]
  }

  /// All measures against those of earlier periods.
  var comparison: ReportTable {
    var columns = [ReportTable.Column(text(ReportWording.measure), .text)]
    columns.append(ReportTable.Column(text(ReportWording.thisPeriod), .number))
    for (name, comparison) in [(ReportWording.before, report.before), (ReportWording.yearBefore, report.yearBefore)] {
      let period = ReportWording.days(comparison.period.from.description, comparison.period.to.description)
      columns.append(ReportTable.Column(text(name), .number, detail: text(period)))
      columns.append(ReportTable.Column(text(ReportWording.change), .number))
      columns.append(ReportTable.Column(text(ReportWording.changePercent), .number))
    }
    var table = ReportTable(columns, style: .comparison)
    for measure in UsageMeasure.byImportance {
      let now = [measure.label.heading(in: language), ReportNumber.count(report.total.value(measure))]
      table.append(now + changes(measure).flatMap { Self.cells($0) })
    }
    return table
  }

  private static func cells(_ change: UsageChange) -> [String] {
    let figures = [ReportNumber.count(change.base), ReportNumber.difference(change.difference)]
    return figures + [ReportNumber.change(change.ratio)]
  }

  private func card(_ measure: UsageMeasure) -> [String: Any] {
    let names = [ReportWording.againstBefore, ReportWording.againstYearBefore]
    let notes = zip(names, changes(measure)).map { name, change in
      switch language {
      case .english: "\(ReportNumber.change(change.ratio)) \(name.english)"
      case .chinese: "\(name.chinese) \(ReportNumber.change(change.ratio))"
      }
    }
    return card(measure.label, ReportNumber.count(report.total.value(measure)), notes)
  }

  private func card(_ name: Bilingual, _ value: String, _ notes: [String]) -> [String: Any] {
    ["name": name.heading(in: language), "value": value, "notes": notes]
  }

  /// Against the period before and the year before.
  private func changes(_ measure: UsageMeasure) -> [UsageChange] {
    [report.before, report.yearBefore].map { comparison in
      UsageChange(base: comparison.total.value(measure), now: report.total.value(measure))
    }
  }

  private func text(_ text: Bilingual) -> String {
    text.text(in: language)
  }
}
