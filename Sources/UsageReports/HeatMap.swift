import RestStations

/// Person-times by hour and weekday, the more the darker.
struct HeatMap {
  private static let (left, top, cell) = (46.0, 8.0, 29.0)
  /// From few to many; each is told from its neighbours in print too.
  private static let colours = ["#eaf3f4", "#cde3e6", "#a5ccd2", "#74b0b9", "#43919d", "#0f6b78"]
  private static let nothing = "#f7f8f9"

  private let grid: HourGrid
  private let language: Language

  init(_ grid: HourGrid, _ language: Language) {
    self.grid = grid
    self.language = language
  }

  var drawing: ChartDrawing {
    let title = ReportWording.hourChart.text(in: language)
    let (width, height) = (Self.left + 24 * Self.cell + 8, Self.top + 7 * Self.cell + 66)
    var drawing = ChartDrawing(id: "hour-chart", title: title, width: width, height: height)
    drawing.description = description
    for day in 0..<7 { drawDay(&drawing, day) }
    for hour in 0..<24 {
      let x = Self.left + (Double(hour) + 0.5) * Self.cell
      drawing.text("mark", "\(hour)", x: x, y: Self.top + 7 * Self.cell + 17, anchor: .middle)
    }
    drawKey(&drawing)
    return drawing
  }

  private func drawDay(_ drawing: inout ChartDrawing, _ day: Int) {
    let y = Self.top + Double(day) * Self.cell
    let name = HourGrid.days[day].text(in: language)
    drawing.text("label", name, x: Self.left - 8, y: y + Self.cell / 2 + 4.5, anchor: .end)
    for hour in 0..<24 {
      let figure = grid.figures[day][hour]
      let tip = "\(name) \(HourGrid.name(ofHour: hour)): \(ReportNumber.count(figure))"
      drawing.rectangle(
        "cell", x: Self.left + Double(hour) * Self.cell + 1, y: y + 1, width: Self.cell - 2, height: Self.cell - 2,
        fill: colour(figure), tip: tip)
    }
  }

  private func colour(_ figure: Int64) -> String {
    guard figure > 0, grid.greatest > 0 else { return Self.nothing }
    let share = Double(figure) / Double(grid.greatest)
    return Self.colours[min(Self.colours.count - 1, Int(share * Double(Self.colours.count)))]
  }

  private func drawKey(_ drawing: inout ChartDrawing) {
    let y = Self.top + 7 * Self.cell + 36
    drawing.rectangle("cell", x: Self.left, y: y, width: 18, height: 14, fill: Self.nothing)
    drawing.text("mark", "0", x: Self.left + 24, y: y + 11)
    var x = Self.left + 62
    drawing.text("mark", "1", x: x, y: y + 11, anchor: .end)
    x += 6
    for colour in Self.colours {
      drawing.rectangle("cell", x: x, y: y, width: 24, height: 14, fill: colour)
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
