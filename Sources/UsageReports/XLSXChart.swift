import CXlsxWriter
import RestStations

/// Charts of a summary's tables: labels in column 0, visits in 1, person-times in 2.
struct XLSXChart {
  enum Shape {
    /// Person-times and visits as they follow each other in time.
    case line
    /// Person-times, the first row on top.
    case bars
  }

  private static let accent: lxw_color_t = 0x0F6B78
  private static let second: lxw_color_t = 0xD08A3C
  private static let grid: lxw_color_t = 0xDDE3E8

  private let workbook: XLSXWorkbook
  private let sheet: XLSXSheet
  private let language: Language

  init(_ workbook: XLSXWorkbook, _ sheet: XLSXSheet, _ language: Language) {
    self.workbook = workbook
    self.sheet = sheet
    self.language = language
  }

  /// - Parameter greatest: the greatest figure of the rows.
  func chart(
    _ shape: Shape, title: String, rows: ClosedRange<Int>, greatest: Int64
  ) throws -> UnsafeMutablePointer<lxw_chart> {
    let chart = try workbook.addChart(shape == .line ? LXW_CHART_LINE : LXW_CHART_BAR)
    var font = lxw_chart_font()
    font.size = 12
    xlsx.chart_title_set_name(chart, title)
    xlsx.chart_title_set_name_font(chart, &font)
    switch shape {
    case .line:
      try addLine(chart, .people, Self.accent, width: 2.25, rows)
      try addLine(chart, .visits, Self.second, width: 1.25, rows)
      xlsx.chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_BOTTOM.rawValue))
      setLineAxes(chart, rows)
    case .bars:
      try addBars(chart, rows)
      xlsx.chart_legend_set_position(chart, UInt8(LXW_CHART_LEGEND_NONE.rawValue))
      setBarAxes(chart, greatest)
    }
    return chart
  }

  private func addLine(
    _ chart: UnsafeMutablePointer<lxw_chart>, _ measure: UsageMeasure, _ color: lxw_color_t, width: Float,
    _ rows: ClosedRange<Int>
  ) throws {
    let series = try addSeries(chart, measure, rows)
    var line = lxw_chart_line()
    line.color = color
    line.width = width
    xlsx.chart_series_set_line(series, &line)
    xlsx.chart_series_set_marker_type(series, UInt8(LXW_CHART_MARKER_CIRCLE.rawValue))
    xlsx.chart_series_set_marker_size(series, 4)
    var fill = lxw_chart_fill()
    fill.color = color
    xlsx.chart_series_set_marker_fill(series, &fill)
    line.width = 0.75
    xlsx.chart_series_set_marker_line(series, &line)
  }

  private func addBars(_ chart: UnsafeMutablePointer<lxw_chart>, _ rows: ClosedRange<Int>) throws {
    let series = try addSeries(chart, .people, rows)
    var fill = lxw_chart_fill()
    fill.color = Self.accent
    xlsx.chart_series_set_fill(series, &fill)
    xlsx.chart_series_set_labels(series)
    xlsx.chart_series_set_labels_num_format(series, "#,##0")
    xlsx.chart_set_series_gap(chart, 45)
  }

  private func addSeries(
    _ chart: UnsafeMutablePointer<lxw_chart>, _ measure: UsageMeasure, _ rows: ClosedRange<Int>
  ) throws -> UnsafeMutablePointer<lxw_chart_series> {
    guard let series = xlsx.chart_add_series(chart, nil, nil) else { throw XLSXWorkbook.noMemory }
    let (first, last) = (lxw_row_t(rows.lowerBound), lxw_row_t(rows.upperBound))
    let column: lxw_col_t = measure == .visits ? 1 : 2
    xlsx.chart_series_set_categories(series, sheet.name, first, 0, last, 0)
    xlsx.chart_series_set_values(series, sheet.name, first, column, last, column)
    xlsx.chart_series_set_name(series, measure.label.text(in: language))
    return series
  }

  private func setLineAxes(_ chart: UnsafeMutablePointer<lxw_chart>, _ rows: ClosedRange<Int>) {
    let (across, up) = (chart.pointee.x_axis, chart.pointee.y_axis)
    // About a dozen labels at most.
    let step = UInt16(clamping: (rows.count + 11) / 12)
    xlsx.chart_axis_set_interval_unit(across, step)
    xlsx.chart_axis_set_interval_tick(across, step)
    xlsx.chart_axis_set_min(up, 0)
    setGrid(up)
  }

  private func setBarAxes(_ chart: UnsafeMutablePointer<lxw_chart>, _ greatest: Int64) {
    // The axes are named by where they stand: figures along x; categories up y, from below unless reversed.
    let (figures, categories) = (chart.pointee.x_axis, chart.pointee.y_axis)
    xlsx.chart_axis_set_reverse(categories)
    xlsx.chart_axis_set_min(figures, 0)
    // The longest bar leaves room for its figure.
    xlsx.chart_axis_set_max(figures, max(1, Double(greatest) * 1.2))
    xlsx.chart_axis_set_label_position(figures, UInt8(LXW_CHART_AXIS_LABEL_POSITION_NONE.rawValue))
    xlsx.chart_axis_major_gridlines_set_visible(figures, 0)
    var line = lxw_chart_line()
    line.none = 1
    xlsx.chart_axis_set_line(figures, &line)
    for axis in [figures, categories] {
      xlsx.chart_axis_set_major_tick_mark(axis, UInt8(LXW_CHART_AXIS_TICK_MARK_NONE.rawValue))
    }
  }

  private func setGrid(_ axis: UnsafeMutablePointer<lxw_chart_axis>?) {
    var line = lxw_chart_line()
    line.color = Self.grid
    line.width = 0.75
    xlsx.chart_axis_major_gridlines_set_line(axis, &line)
    xlsx.chart_axis_set_num_format(axis, "#,##0")
  }
}
