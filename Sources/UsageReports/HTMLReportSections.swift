import RestStations

/// What follows the headline of a report's page: a section for each cut.
struct HTMLReportSections {
  /// Towns beyond these are summed up.
  static let maximumTowns = 40
  static let maximumStations = 20
  /// A table of more rows stands below its chart, in two halves.
  static let maximumBesideChart = 24

  private let report: UsageReport
  private let rows: UsageTable?
  private let language: Language

  init(_ report: UsageReport, _ rows: UsageTable?, _ language: Language) {
    self.report = report
    self.rows = rows
    self.language = language
  }

  var all: [Section] {
    [months, towns, groups, services, hours, stations] + [ownRows].compactMap { $0 }
  }

  /// A heading, perhaps a chart, and tables.
  struct Section {
    /// Side by side where there is room: a chart and its table, or two tables (below a chart of the whole width).
    enum Layout: String {
      case pair, half, wide
    }

    let heading: String
    let layout: Layout
    var chart: ChartDrawing?
    var parts: [Part]

    struct Part {
      var subheading: String?
      var table: ReportTable?
      var notes: [String] = []
    }

    /// What the template is filled with.
    var context: [String: Any] {
      var context: [String: Any] = ["heading": heading, "layout": layout.rawValue]
      context["chart"] = chart?.context
      context["parts"] = parts.map { part in
        var context: [String: Any] = ["notes": part.notes.map(MarkupText.cleaned)]
        context["subheading"] = part.subheading
        context["table"] = part.table?.context
        return context
      }
      return context
    }
  }

  private var months: Section {
    let rows = report.monthRows(in: language)
    return section(
      ReportWording.byMonth, .month, rows, total: report.total,
      notes: report.question.hasPartMonths ? [ReportWording.partMonths] : [], chart: MonthChart(rows, language).drawing)
  }

  private var towns: Section {
    let rows = report.byTown.rankedRows(in: language).greatest(Self.maximumTowns, in: language)
    return section(
      ReportWording.byTown, .town, rows, total: report.total,
      chart: bars("town-chart", ReportWording.townChart, rows))
  }

  private var groups: Section {
    let rows = report.byGroup.rankedRows(in: language)
    return section(
      ReportWording.byGroup, .group, rows, total: report.total,
      chart: bars("group-chart", ReportWording.groupChart, rows))
  }

  private var services: Section {
    let rows = report.byService.rankedRows(in: language)
    return section(
      ReportWording.byService, .service, rows, total: nil, notes: [ReportWording.serviceNote],
      chart: bars("service-chart", ReportWording.serviceChart, rows))
  }

  private func bars(_ id: String, _ title: Bilingual, _ rows: [ReportRow]) -> ChartDrawing {
    BarChart(id: id, text(title), rows, total: report.total, language).drawing
  }

  /// - Parameter total: of the last row; none where the rows do not add up to one.
  private func section(
    _ heading: Bilingual, _ dimension: UsageDimension, _ rows: [ReportRow], total: UsageMeasures?,
    notes: [Bilingual] = [], chart: ChartDrawing
  ) -> Section {
    guard !rows.isEmpty else { return empty(heading) }
    let isLong = rows.count > Self.maximumBesideChart
    let half = isLong ? (rows.count + 1) / 2 : rows.count
    var parts = [Section.Part(table: table(dimension, rows[..<half], total: isLong ? nil : total))]
    if isLong { parts.append(Section.Part(table: table(dimension, rows[half...], total: total))) }
    parts[parts.count - 1].notes = notes.map(text)
    return Section(heading: text(heading), layout: isLong ? .half : .pair, chart: chart, parts: parts)
  }

  private func table(_ dimension: UsageDimension, _ rows: ArraySlice<ReportRow>, total: UsageMeasures?) -> ReportTable {
    var table = ReportTable(
      [ReportTable.Column(dimension.label.heading(in: language), .text)] + ReportTable.measureColumns(in: language)
        + [ReportTable.Column(text(ReportWording.share), .number)])
    for row in rows {
      table.append(
        [row.label] + ReportTable.cells(row.measures) + [ReportNumber.percent(row.share(of: report.total))])
    }
    if let total {
      let share = ReportNumber.percent(total.people > 0 ? 1 : nil)
      table.append([text(ReportWording.total)] + ReportTable.cells(total) + [share], isTotal: true)
    }
    return table
  }

  private func empty(_ heading: Bilingual) -> Section {
    Section(heading: text(heading), layout: .wide, parts: [Section.Part(notes: [text(ReportWording.noVisits)])])
  }

  private var hours: Section {
    let grid = HourGrid(report.byHourOfWeek)
    guard grid.greatest > 0 else { return empty(ReportWording.byHour) }
    var table = ReportTable(
      [ReportTable.Column(text(ReportWording.hour), .text)]
        + HourGrid.days.map { ReportTable.Column(text($0), .number) }
        + [ReportTable.Column(text(ReportWording.total), .number)], style: .dense)
    for hour in 0..<24 {
      let figures = grid.figures.map { $0[hour] } + [grid.sum(ofHour: hour)]
      table.append([HourGrid.name(ofHour: hour)] + figures.map { ReportNumber.count($0) })
    }
    let sums = (0..<7).map { grid.sum(ofDay: $0) }
    table.append(
      [text(ReportWording.total)] + (sums + [sums.reduce(0, &+)]).map { ReportNumber.count($0) }, isTotal: true)
    return Section(
      heading: text(ReportWording.byHour), layout: .wide, chart: HeatMap(grid, language).drawing,
      parts: [Section.Part(table: table)])
  }

  private var stations: Section {
    Section(heading: text(ReportWording.stations), layout: .half, parts: [busiest, idle])
  }

  private var busiest: Section.Part {
    let rows = report.byStation.rankedRows(in: language).filter { $0.measures.visits > 0 }
    let heading = text(ReportWording.busiest)
    guard !rows.isEmpty else { return Section.Part(subheading: heading, notes: [text(ReportWording.noVisits)]) }
    var table = ReportTable(
      [
        ReportTable.Column(text(ReportWording.rank), .number), ReportTable.Column(text(ReportWording.id), .id),
        ReportTable.Column(text(ReportWording.station), .text),
      ] + ReportTable.measureColumns(in: language), headColumn: 2, style: .dense)
    for (number, row) in rows.prefix(Self.maximumStations).enumerated() {
      table.append(["\(number + 1)", row.value, row.label] + ReportTable.cells(row.measures))
    }
    return Section.Part(subheading: heading, table: table)
  }

  private var idle: Section.Part {
    let heading = "\(text(ReportWording.idle)) (\(report.idleStations.count))"
    guard !report.idleStations.isEmpty else {
      return Section.Part(subheading: heading, notes: [text(ReportWording.noIdle)])
    }
    var table = ReportTable(
      [
        ReportTable.Column(text(ReportWording.id), .id), ReportTable.Column(text(ReportWording.station), .text),
        ReportTable.Column(UsageDimension.town.label.heading(in: language), .text),
      ], headColumn: 1, style: .dense)
    for station in report.idleStations {
      table.append([station.id, station.name, station.town ?? ReportNumber.none])
    }
    return Section.Part(subheading: heading, table: table)
  }

  /// The rows of the question's own columns.
  private var ownRows: Section? {
    guard let rows, !rows.axes.isEmpty else { return nil }
    guard !rows.rows.isEmpty else { return empty(ReportWording.rows) }
    let columns = rows.axes.map { ReportTable.Column($0.dimension.label.heading(in: language), .text) }
    var table = ReportTable(columns + ReportTable.measureColumns(in: language), style: .dense)
    for row in rows.rows.prefix(UsageHTMLReport.maximumRows) {
      let labels = zip(rows.axes, row.places).map { $0.label($1, in: language) }
      table.append(labels + ReportTable.cells(row.measures))
    }
    let left = rows.rows.count - UsageHTMLReport.maximumRows
    return Section(
      heading: text(ReportWording.rows), layout: .wide,
      parts: [Section.Part(table: table, notes: left > 0 ? [text(ReportWording.moreRows(left))] : [])])
  }

  private func text(_ text: Bilingual) -> String {
    text.text(in: language)
  }
}
