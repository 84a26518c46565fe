import RestStations

/// Person-times as bars, one below the other, in the order of the rows.
struct BarChart {
  private static let width = 660.0
  private static let (top, bottom) = (6.0, 6.0)

  private let id: String
  private let title: String
  private let rows: [ReportRow]
  private let total: UsageMeasures
  private let language: Language

  init(id: String, _ title: String, _ rows: [ReportRow], total: UsageMeasures, _ language: Language) {
    self.id = id
    self.title = title
    self.rows = rows
    self.total = total
    self.language = language
  }

  var drawing: ChartDrawing {
    let (rowHeight, thickness) = rows.count > 24 ? (20.0, 12.0) : (26.0, 16.0)
    let height = Self.top + Self.bottom + rowHeight * Double(max(1, rows.count))
    var drawing = ChartDrawing(id: id, title: title, width: Self.width, height: height)
    drawing.description = description
    let greatest = Double(max(1, rows.filter { !$0.isOthers }.map(\.measures.people).max() ?? 0))
    let left = labelWidth + 10
    let room = Self.width - left - figureWidth
    for (number, row) in rows.enumerated() {
      let y = Self.top + rowHeight * Double(number) + (rowHeight - thickness) / 2
      // A sum would dwarf the bars that it stands beside: it has a figure only.
      let length = row.isOthers ? 0 : max(1, room * Double(row.measures.people) / greatest)
      let figure = figure(row)
      drawing.text("label", shortened(row.label), x: left - 10, y: y + thickness / 2 + 4.5, anchor: .end)
      if length > 0 {
        drawing.rectangle("bar", x: left, y: y, width: length, height: thickness, tip: "\(row.label): \(figure)")
      }
      drawing.text("figure", figure, x: left + length + 7, y: y + thickness / 2 + 4.5)
    }
    drawing.line("base", from: (left, Self.top), to: (left, height - Self.bottom))
    return drawing
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
