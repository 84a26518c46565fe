import CXlsxWriter
import OpeningHours
import RestStations

/// The first sheet of a workbook: the figures of a report, a table for each cut, and a chart beside each table.
struct XLSXSummary {
  /// The column that charts begin in, one right of the widest table.
  private static let chartColumn = 6
  private static let chartWidth = 560.0
  /// Pixels of a row.
  private static let rowHeight = 20.0

  private let report: UsageReport
  private let language: Language
  private let workbook: XLSXWorkbook
  private let formats: XLSXFormats
  private let sheet: XLSXSheet

  init(
    _ report: UsageReport, _ language: Language, _ workbook: XLSXWorkbook, _ formats: XLSXFormats, _ sheet: XLSXSheet
  ) {
    self.report = report
    self.language = language
    self.workbook = workbook
    self.formats = formats
    self.sheet = sheet
  }

  func write() throws {
    let cuts = self.cuts
    let labels = cuts.flatMap { $0.rows.map(\.label) } + [text(ReportWording.inService), text(ReportWording.dailyMean)]
    try sheet.setWidth(0...0, TextWidth.fitting(labels, within: 18...40))
    try sheet.setWidth(1...8, 14)
    xlsx.worksheet_gridlines(sheet.pointer, UInt8(LXW_HIDE_ALL_GRIDLINES.rawValue))
    sheet.setPage(isLandscape: false)
    var row = try writeTop()
    row = try writeHeadline(row)
    for cut in cuts { row = try write(cut, row) }
    for meaning in ReportWording.meanings {
      try sheet.text(row, 0, text(meaning), formats.note)
      row += 1
    }
  }

  private var cuts: [Cut] {
    let rows = { (table: UsageTable) in table.rankedRows(in: language) }
    return [
      Cut(
        ReportWording.byMonth, ReportWording.monthChart, .month, report.monthRows(in: language), .line,
        note: report.question.hasPartMonths ? ReportWording.partMonths : nil),
      Cut(ReportWording.byTown, ReportWording.townChart, .town, rows(report.byTown), .bars),
      Cut(ReportWording.byGroup, ReportWording.groupChart, .group, rows(report.byGroup), .bars),
      Cut(
        ReportWording.byService, ReportWording.serviceChart, .service, rows(report.byService), .bars,
        note: ReportWording.serviceNote, isWhole: false),
    ]
  }

  private func text(_ text: Bilingual) -> String {
    text.text(in: language)
  }

  /// Writes the title and what the report is about, and returns the row below.
  private func writeTop() throws -> Int {
    try sheet.text(0, 0, text(ReportWording.title), formats.title)
    try sheet.setHeight(0, 28)
    let lines = [
      (ReportWording.period, text(days(UsageReport.Period(from: report.question.from, to: report.question.to)))),
      (ReportWording.filters, report.filters(in: language)),
      (ReportWording.madeAt, report.madeAt),
    ]
    for (number, (name, value)) in lines.enumerated() {
      try sheet.text(1 + number, 0, text(name), formats.note)
      try sheet.text(1 + number, 1, MarkupText.withoutForbidden(value))
    }
    return 5
  }

  private func days(_ period: UsageReport.Period) -> Bilingual {
    ReportWording.days(period.from.description, period.to.description)
  }

  /// Writes the figures against those before, and returns the row below.
  private func writeHeadline(_ top: Int) throws -> Int {
    try sheet.text(top, 0, text(ReportWording.headline), formats.section)
    let earlier = [(ReportWording.before, report.before), (ReportWording.yearBefore, report.yearBefore)]
    var names = [text(ReportWording.measure), text(ReportWording.thisPeriod)]
    for (name, comparison) in earlier {
      names += [text(name) + "\n" + text(days(comparison.period)), text(ReportWording.change)]
      names.append(text(ReportWording.changePercent))
    }
    for (column, name) in names.enumerated() {
      try sheet.text(top + 1, column, name, column == 0 ? formats.textHeader : formats.numberHeader)
    }
    try sheet.setHeight(top + 1, 48)
    var row = top + 2
    for measure in UsageMeasure.byImportance {
      try sheet.text(row, 0, measure.label.heading(in: language), formats.text)
      try count(row, 1, report.total.value(measure))
      for (number, (_, comparison)) in earlier.enumerated() {
        try write(
          UsageChange(base: comparison.total.value(measure), now: report.total.value(measure)), row, 2 + 3 * number)
      }
      row += 1
    }
    return try writeStations(row) + 1
  }

  private func write(_ change: UsageChange, _ row: Int, _ column: Int) throws {
    try count(row, column, change.base)
    try number(row, column + 1, change.difference.map { Double($0) }, formats.difference)
    try number(row, column + 2, change.ratio, formats.change)
  }

  private func writeStations(_ top: Int) throws -> Int {
    let figures = [
      (ReportWording.dailyMean, report.dailyMean), (ReportWording.inService, Int64(report.stationCount)),
      (ReportWording.idle, Int64(report.idleStations.count)),
    ]
    for (number, (name, value)) in figures.enumerated() {
      try sheet.text(top + number, 0, text(name), formats.text)
      try count(top + number, 1, value)
    }
    return top + figures.count
  }

  private func count(_ row: Int, _ column: Int, _ value: Int64?) throws {
    try number(row, column, value.map { Double($0) }, formats.count)
  }

  /// Writes a number, or a dash for none.
  private func number(_ row: Int, _ column: Int, _ value: Double?, _ format: XLSXSheet.Format) throws {
    if let value {
      try sheet.number(row, column, value, format)
    } else {
      try sheet.text(row, column, ReportNumber.none, formats.none)
    }
  }

  /// Writes a cut and its chart, and returns the row below both.
  private func write(_ cut: Cut, _ top: Int) throws -> Int {
    try sheet.text(top, 0, text(cut.heading), formats.section)
    guard !cut.rows.isEmpty else {
      try sheet.text(top + 1, 0, text(ReportWording.noVisits), formats.note)
      return top + 3
    }
    let names = ([cut.dimension.label] + UsageMeasure.allCases.map(\.label) + [ReportWording.share])
      .map { $0.heading(in: language) }
    for (column, name) in names.enumerated() {
      try sheet.text(top + 1, column, name, column == 0 ? formats.textHeader : formats.numberHeader)
    }
    var row = top + 2
    for line in cut.rows {
      try write(line.measures, line.label, share: line.share(of: report.total), row)
      row += 1
    }
    if cut.isWhole { row = try writeTotal(row) }
    if let note = cut.note {
      try sheet.text(row, 0, text(note), formats.note)
      row += 1
    }
    let height = try addChart(cut, top)
    return max(row, top + 1 + Int((height / Self.rowHeight).rounded(.up))) + 1
  }

  private func write(_ measures: UsageMeasures, _ label: String, share: Double?, _ row: Int) throws {
    // Charts hold copies of these texts, in which the library escapes no control characters.
    try sheet.text(row, 0, MarkupText.withoutForbidden(label), formats.text)
    for (number, measure) in UsageMeasure.allCases.enumerated() {
      try count(row, 1 + number, measures.value(measure))
    }
    try number(row, 4, share, formats.percent)
  }

  private func writeTotal(_ row: Int) throws -> Int {
    try sheet.text(row, 0, text(ReportWording.total), formats.totalText)
    for (number, measure) in UsageMeasure.allCases.enumerated() {
      let value = report.total.value(measure)
      try sheet.number(row, 1 + number, value, formats.totalCount)
      if value == nil { try sheet.text(row, 1 + number, ReportNumber.none, formats.totalCount) }
    }
    try sheet.number(row, 4, report.total.people > 0 ? 1.0 : nil, formats.totalPercent)
    return row + 1
  }

  /// Adds the chart of a cut's table, whose heading stands at a row, and returns its height in pixels.
  private func addChart(_ cut: Cut, _ top: Int) throws -> Double {
    let shown = min(cut.rows.count, cut.shape == .bars ? 40 : cut.rows.count)
    let height = cut.shape == .bars ? min(max(160, Double(shown) * 24 + 80), 1040) : 300
    let chart = try XLSXChart(workbook, sheet, language).chart(
      cut.shape, title: text(cut.chart), rows: top + 2...top + 1 + shown,
      greatest: cut.rows.map(\.measures.people).max() ?? 0)
    try sheet.insert(
      chart, row: top + 1, column: Self.chartColumn, width: Self.chartWidth, height: height,
      description: text(cut.chart))
    return height
  }

  /// A table of the report and how it is drawn.
  private struct Cut {
    let heading: Bilingual
    /// What its chart is called.
    let chart: Bilingual
    let dimension: UsageDimension
    let rows: [ReportRow]
    let shape: XLSXChart.Shape
    let note: Bilingual?
    /// Whether the rows add up to the total.
    let isWhole: Bool

    init(
      _ heading: Bilingual, _ chart: Bilingual, _ dimension: UsageDimension, _ rows: [ReportRow],
      _ shape: XLSXChart.Shape, note: Bilingual? = nil, isWhole: Bool = true
    ) {
      self.heading = heading
      self.chart = chart
      self.dimension = dimension
      self.rows = rows
      self.shape = shape
      self.note = note
      self.isWhole = isWhole
    }
  }
}
