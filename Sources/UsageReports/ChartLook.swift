/// What a chart looks like where no style sheet says so: presentation attributes, as ``HTMLReportStyle`` has them.
///
/// They are no inline style, so that a page may refuse such and still show the chart.
enum ChartLook {
  /// Of the picture.
  static let whole =
    " font-family=\"PingFang SC, Microsoft YaHei, Noto Sans CJK SC, system-ui, sans-serif\" font-size=\"13\""

  /// Of each kind of shape.
  static let shapes = [
    "grid": stroke("#e3e8ec", 1), "base": stroke("#98a4af", 1),
    "line": lineOf("#0f6b78", 2.4), "line second": lineOf("#c0782a", 1.6) + " stroke-dasharray=\"5 4\"",
    "area": fill("#0f6b78") + " fill-opacity=\"0.08\"",
    "dot": fill("#0f6b78"), "dot second": fill("#c0782a"), "bar": fill("#0f6b78"),
    "label": fill("#1c2733"), "figure": fill("#1c2733"), "key": fill("#1c2733"),
    "mark": fill("#5b6673") + " font-size=\"12\"",
  ]

  private static func fill(_ colour: String) -> String { " fill=\"\(colour)\"" }

  private static func stroke(_ colour: String, _ width: Double) -> String {
    " stroke=\"\(colour)\" stroke-width=\"\(width)\""
  }

  private static func lineOf(_ colour: String, _ width: Double) -> String {
    " fill=\"none\"" + stroke(colour, width) + " stroke-linejoin=\"round\" stroke-linecap=\"round\""
  }
}
