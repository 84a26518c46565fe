import RestStations

/// Person-times as bars, one below the other, in the order of the rows.
struct BarChart {
  static let usualWidth = 660.0
  private static let (top, bottom) = (6.0, 6.0)
  /// In less than this, labels and figures stand above the bars rather than beside them.
  private static let narrow = 480.0

  private let id: String
  private let title: String
  private let rows: [ReportRow]
  private let total: UsageMeasures
  private let language: Language
  private let width: Double

  init(
    id: String, _ title: String, _ rows: [ReportRow], total: UsageMeasures, _ language: Language,
    width: Double = Self.usualWidth
  ) {
    self.id = id
    self.title = title
    self.rows = rows
    self.total = total
    self.language = language
    self.width = width
  }

  var drawing: ChartDrawing {
    let height = Self.top + Self.bottom + rowHeight * Double(max(1, rows.count))
    var drawing = ChartDrawing(id: id, title: title, width: width, height: height)
    drawing.description = description
    guard !rows.isEmpty else {
      drawing.text("label", description, x: 0, y: Self.top + rowHeight / 2 + 4.5)
      return drawing
    }
    let scale = scale
    for (number, row) in rows.enumerated() {
      let y = Self.top + rowHeight * Double(number)
      if isNarrow { drawNarrow(&drawing, row, y, scale) } else { draw(&drawing, row, y, scale) }
    }
    // Where labels stand above the bars it would run through them.
    if !isNarrow { drawing.line("base", from: (scale.left, Self.top), to: (scale.left, height - Self.bottom)) }
    return drawing
  }

  private var isNarrow: Bool { width < Self.narrow }
  private var isDense: Bool { rows.count > 24 }
  private var rowHeight: Double { isNarrow ? 38 : isDense ? 20 : 26 }
  private var thickness: Double { isNarrow || isDense ? 12 : 16 }

  /// What is the same for all bars.
  private struct Scale {
    /// Where they begin.
    let left: Double
    /// How long the longest is, and how many person-times it stands for.
    let room, greatest: Double

    /// A sum would dwarf the bars that it stands beside: it has a figure only.
    func length(_ row: ReportRow) -> Double {
      row.isOthers ? 0 : max(1, room * Double(row.measures.people) / greatest)
    }
  }

  private var scale: Scale {
    let left = isNarrow ? 0 : labelWidth + 10
    return Scale(
      left: left, room: width - left - (isNarrow ? 0 : figureWidth),
      greatest: Double(max(1, rows.filter { !$0.isOthers }.map(\.measures.people).max() ?? 0)))
  }

  private func draw(_ drawing: inout ChartDrawing, _ row: ReportRow, _ y: Double, _ scale: Scale) {
    let top = y + (rowHeight - thickness) / 2
    drawing.text("label", shortened(row.label), x: scale.left - 10, y: top + thickness / 2 + 4.5, anchor: .end)
    drawBar(&drawing, row, top, scale)
    drawing.text("figure", figure(row), x: scale.left + scale.length(row) + 7, y: top + thickness / 2 + 4.5)
  }

  private func drawNarrow(_ drawing: inout ChartDrawing, _ row: ReportRow, _ y: Double, _ scale: Scale) {
    drawing.text("label", shortened(row.label), x: scale.left, y: y + 14)
    drawing.text("figure", figure(row), x: width, y: y + 14, anchor: .end)
    drawBar(&drawing, row, y + 20, scale)
  }

  private func drawBar(_ drawing: inout ChartDrawing, _ row: ReportRow, _ y: Double, _ scale: Scale) {
    let length = scale.length(row)
    guard length > 0 else { return }
    drawing.rectangle(
      "bar", x: scale.left, y: y, width: length, height: thickness, tip: "\(row.label): \(figure(row))")
  }

  private func figure(_ row: ReportRow) -> String {
    let count = ReportNumber.count(row.measures.people)
    return row.share(of: total).map { "\(count) (\(ReportNumber.percent($0)))" } ?? count
  }

  private var labelWidth: Double {
    7.2 * Double(rows.map { TextWidth.columns(shortened($0.label)) }.max() ?? 0)
  }

  private var figureWidth: Double {
    12 + 7.4 * Double(rows.map { figure($0).count }.max() ?? 0)
  }

  /// A label that leaves room for the bars; the whole of it stands in the table.
  private func shortened(_ label: String) -> String {
    guard TextWidth.columns(label) > 24 else { return label }
    var text = ""
    for character in label where TextWidth.columns(text) < 22 { text.append(character) }
    return text + "…"
  }

  private var description: String {
    guard let first = rows.first, let last = rows.last(where: { !$0.isOthers }) else {
      return ReportWording.noVisits.text(in: language)
    }
    return ReportWording.extremes(
      (first.label, ReportNumber.count(first.measures.people)),
      (last.label, ReportNumber.count(last.measures.people))
    ).text(in: language)
  }
}
