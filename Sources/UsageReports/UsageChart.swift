import Mustache
public import RestStations

/// The pictures that statistics are shown in, each by itself as SVG. They are those of ``UsageHTMLReport``.
public enum UsageChart: String, CaseIterable, Sendable {
  case month, town, group, service
  /// By hour and weekday.
  case hours

  /// Pixels.
  public static let widths = 300...1600

  /// What the picture is made from.
  var dimensions: [UsageDimension] {
    switch self {
    case .month: [.month]
    case .town: [.town]
    case .group: [.group]
    case .service: [.service]
    case .hours: [.weekday, .hour]
    }
  }

  /// The picture in UTF-8: one `svg` element with the role of an image, a title and a description. Its shapes have
  /// classes (`bar`, `line`, `label`, …), by which a style sheet may give them other looks, and no inline style.
  ///
  /// - Parameters:
  ///   - table: the answer by the chart's own columns.
  ///   - width: see ``widths``; as wide as reports have it when nothing.
  public func drawn(_ table: UsageTable, width: Int? = nil, in language: Language) throws -> [UInt8] {
    let drawing = drawing(table, width: width.map(Double.init), language)
    let template = try MustacheTemplate(string: ChartTemplate.text)
    return Array(template.render(drawing.contextAlone).utf8)
  }

  private func drawing(_ table: UsageTable, width: Double?, _ language: Language) -> ChartDrawing {
    func bars(_ title: Bilingual, _ rows: [ReportRow]) -> ChartDrawing {
      BarChart(
        id: "\(rawValue)-chart", title.text(in: language), rows, total: table.total, language,
        width: width ?? BarChart.usualWidth
      ).drawing
    }
    return switch self {
    case .month:
      MonthChart(
        table.monthRows(of: table.question, in: language), language, width: width ?? MonthChart.usualWidth
      ).drawing
    case .town:
      bars(
        ReportWording.townChart,
        table.rankedRows(in: language).greatest(HTMLReportSections.maximumTowns, in: language))
    case .group: bars(ReportWording.groupChart, table.rankedRows(in: language))
    case .service: bars(ReportWording.serviceChart, table.rankedRows(in: language))
    case .hours: HeatMap(HourGrid(table), language, width: width ?? HeatMap.usualWidth).drawing
    }
  }
}
