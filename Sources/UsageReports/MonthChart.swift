import RestStations

/// Person-times and visits, month after month, as lines.
struct MonthChart {
  private typealias Point = (x: Double, y: Double)
  static let usualWidth = 660.0
  private static let height = 300.0
  private static let (top, bottom, right) = (34.0, 34.0, 26.0)

  private let rows: [ReportRow]
  private let width: Double
  private let language: Language
  private let scale: ChartScale
  /// Where the figures begin, right of the marks of the scale.
  private let left: Double

  init(_ rows: [ReportRow], _ language: Language, width: Double = Self.usualWidth) {
    self.rows = rows
    self.width = width
    self.language = language
    scale = ChartScale(upTo: rows.map { max($0.measures.people, $0.measures.visits) }.max() ?? 0)
    left = 16 + 7.2 * Double(ReportNumber.count(scale.top).count)
  }

  var drawing: ChartDrawing {
    let title = ReportWording.monthChart.text(in: language)
    var drawing = ChartDrawing(id: "month-chart", title: title, width: width, height: Self.height)
    drawing.description = description
    drawGrid(&drawing)
    let (people, visits) = (points(.people), points(.visits))
    drawing.path("area", through: people, areaAbove: base)
    drawing.path("line second", through: visits)
    drawing.path("line", through: people)
    drawDots(&drawing, visits, .visits, "dot second")
    drawDots(&drawing, people, .people, "dot")
    drawKey(&drawing)
    return drawing
  }

  private var base: Double { Self.height - Self.bottom }

  private func x(_ number: Int) -> Double {
    guard rows.count > 1 else { return (left + width - Self.right) / 2 }
    return left + (width - Self.right - left) * Double(number) / Double(rows.count - 1)
  }

  private func y(_ figure: Int64) -> Double {
    base - (base - Self.top) * scale.share(figure)
  }

  private func points(_ measure: UsageMeasure) -> [Point] {
    rows.enumerated().map { (x($0), y($1.measures.value(measure) ?? 0)) }
  }

  private func drawGrid(_ drawing: inout ChartDrawing) {
    for mark in scale.marks {
      drawing.line(mark == 0 ? "base" : "grid", from: (left, y(mark)), to: (width - Self.right, y(mark)))
      drawing.text("mark", ReportNumber.count(mark), x: left - 8, y: y(mark) + 4, anchor: .end)
    }
    let step = labelStep
    for (number, row) in rows.enumerated() where number.isMultiple(of: step) {
      drawing.line("base", from: (x(number), base), to: (x(number), base + 5))
      drawing.text("mark", row.value, x: x(number), y: base + 20, anchor: .middle)
    }
  }

  /// How many months a label stands for, so that labels do not touch: whole parts of a year or whole years.
  private var labelStep: Int {
    let room = Int((width - left - Self.right) / 58)
    return [1, 2, 3, 6, 12, 24, 60, 120].first { (rows.count - 1) / $0 < room } ?? max(1, rows.count)
  }

  private func drawDots(_ drawing: inout ChartDrawing, _ points: [Point], _ measure: UsageMeasure, _ kind: String) {
    let radius = rows.count > 36 ? 1.8 : 3
    for (point, row) in zip(points, rows) {
      let figure = ReportNumber.count(row.measures.value(measure))
      let tip = "\(row.label): \(figure) \(measure.label.text(in: language))"
      drawing.dot(kind, x: point.x, y: point.y, radius: radius, tip: tip)
    }
  }

  private func drawKey(_ drawing: inout ChartDrawing) {
    let names = [("line", UsageMeasure.people), ("line second", .visits)]
    var x = left
    for (kind, measure) in names {
      let name = measure.label.text(in: language)
      drawing.path(kind, through: [(x, 12), (x + 22, 12)])
      drawing.text("key", name, x: x + 28, y: 16)
      x += 28 + 7.2 * Double(TextWidth.columns(name)) + 24
    }
  }

  private var description: String {
    guard let greatest = rows.max(by: { $0.measures.people < $1.measures.people }),
      let least = rows.min(by: { $0.measures.people < $1.measures.people })
    else { return ReportWording.noVisits.text(in: language) }
    return ReportWording.extremes(
      (greatest.label, ReportNumber.count(greatest.measures.people)),
      (least.label, ReportNumber.count(least.measures.people))
    ).text(in: language)
  }
}
