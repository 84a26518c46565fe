import RestStations

/// Person-times by hour and weekday, the more the darker.
struct HeatMap {
  /// Each hour is a square at this width.
  static let usualWidth = left + 24 * height + right
  private static let (left, top, right, height) = (46.0, 8.0, 8.0, 29.0)
  /// None, then from few to many; each is told from its neighbours in print too.
  private static let colours = ["#f7f8f9", "#eaf3f4", "#cde3e6", "#a5ccd2", "#74b0b9", "#43919d", "#0f6b78"]

  private let grid: HourGrid
  private let language: Language
  private let width: Double
  /// How wide an hour is.
  private let cell: Double

  init(_ grid: HourGrid, _ language: Language, width: Double = Self.usualWidth) {
    self.grid = grid
    self.language = language
    self.width = width
    cell = (width - Self.left - Self.right) / 24
  }

  var drawing: ChartDrawing {
    let title = ReportWording.hourChart.text(in: language)
    let height = Self.top + 7 * Self.height + 66
    var drawing = ChartDrawing(id: "hour-chart", title: title, width: width, height: height)
    drawing.description = description
    for day in 0..<7 { drawDay(&drawing, day) }
    // Narrow hours have room for every third number only.
    for hour in stride(from: 0, to: 24, by: cell < 18 ? 3 : 1) {
      let x = Self.left + (Double(hour) + 0.5) * cell
      drawing.text("mark", "\(hour)", x: x, y: Self.top + 7 * Self.height + 17, anchor: .middle)
    }
    drawKey(&drawing)
    return drawing
  }

  private func drawDay(_ drawing: inout ChartDrawing, _ day: Int) {
    let y = Self.top + Double(day) * Self.height
    let name = HourGrid.days[day].text(in: language)
    drawing.text("label", name, x: Self.left - 8, y: y + Self.height / 2 + 4.5, anchor: .end)
    for hour in 0..<24 {
      let figure = grid.figures[day][hour]
      let tip = "\(name) \(HourGrid.name(ofHour: hour)): \(ReportNumber.count(figure))"
      drawing.rectangle(
        Self.kind(level(figure)), x: Self.left + Double(hour) * cell + 1, y: y + 1, width: cell - 2,
        height: Self.height - 2, fill: Self.colours[level(figure)], tip: tip)
    }
  }

  /// The number of a figure's colour.
  private func level(_ figure: Int64) -> Int {
    guard figure > 0, grid.greatest > 0 else { return 0 }
    let (share, last) = (Double(figure) / Double(grid.greatest), Self.colours.count - 1)
    return 1 + min(last - 1, Int(share * Double(last)))
  }

  /// Pages that are dark give the levels colours of their own.
  private static func kind(_ level: Int) -> String { "cell level\(level)" }

  private func drawKey(_ drawing: inout ChartDrawing) {
    let y = Self.top + 7 * Self.height + 36
    func draw(_ level: Int, x: Double, width: Double) {
      drawing.rectangle(Self.kind(level), x: x, y: y, width: width, height: 14, fill: Self.colours[level])
    }
    draw(0, x: Self.left, width: 18)
    drawing.text("mark", "0", x: Self.left + 24, y: y + 11)
    var x = Self.left + 62
    drawing.text("mark", "1", x: x, y: y + 11, anchor: .end)
    x += 6
    for level in 1..<Self.colours.count {
      draw(level, x: x, width: 24)
      x += 24
    }
    drawing.text("mark", ReportNumber.count(grid.greatest), x: x + 6, y: y + 11)
  }

  private var description: String {
    var busiest = (day: 0, hour: 0)
    for day in 0..<7 {
      for hour in 0..<24 where grid.figures[day][hour] > grid.figures[busiest.day][busiest.hour] {
        busiest = (day, hour)
      }
    }
    guard grid.greatest > 0 else { return ReportWording.noVisits.text(in: language) }
    return ReportWording.busiest(
      HourGrid.days[busiest.day], HourGrid.name(ofHour: busiest.hour), ReportNumber.count(grid.greatest)
    ).text(in: language)
  }
}
