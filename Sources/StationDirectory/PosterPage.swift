import RestStations

/// An SVG page of A4 that grows element by element. Lengths are millimetres.
struct PosterPage {
  /// Part of the page between its margins, from edge to edge.
  struct Box {
    var top: Double
    var height: Double
  }

  private static let (width, height, margin) = (210.0, 297.0, 14.0)
  private static let content = width - 2 * margin
  private static let (ink, faint, accent) = ("#1a1a1a", "#5c5c5c", "#b3261e")
  private static let fonts =
    "'Noto Sans CJK SC','Source Han Sans SC','PingFang SC','Microsoft YaHei','WenQuanYi Micro Hei',sans-serif"

  private var elements: [String]

  init(title: String) {
    elements = [
      #"<?xml version="1.0" encoding="UTF-8"?>"#,
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm" viewBox="0 0 210 297" xml:lang="zh-CN" \
      font-family="\(Self.fonts)">
      """,
      "<title>\(XMLText.escaped(title))</title>",
      ##"<rect width="210" height="297" fill="#ffffff"/>"##,
    ]
  }

  func finished() -> String {
    (elements + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  /// A coloured band along the top with a word in both languages.
  mutating func band(_ word: Bilingual) {
    elements.append("<rect width=\"210\" height=\"26\" fill=\"\(Self.accent)\"/>")
    line(word.chinese, x: Self.margin, y: 17.5, size: 12, fill: "#ffffff", bold: true, anchor: "start")
    line(word.english, x: Self.width - Self.margin, y: 17, size: 8, fill: "#ffffff", anchor: "end")
  }

  /// A text in the middle of a box, as large as it fits.
  mutating func text(
    _ text: String, box: Box, maximumLines: Int = .max, sizes: ClosedRange<Double>, bold: Bool = false
  ) {
    let fitted = PosterText(
      text, width: Self.content, height: box.height, maximumLines: maximumLines, sizes: sizes)
    let above = (box.height - fitted.height) / 2
    for (number, text) in fitted.lines.enumerated() {
      // The base of a line lies this far below its top.
      let y = box.top + above + (Double(number) + 0.78) * fitted.size * PosterText.lineHeight
      line(text, x: Self.width / 2, y: y, size: fitted.size, bold: bold)
    }
  }

  /// A QR code in the middle, its quiet zone within the side.
  mutating func code(_ code: QRCode, top: Double, side: Double) {
    let module = side / Double(code.size + 2 * QRCode.quietZone)
    let inset = module * Double(QRCode.quietZone)
    let left = (Self.width - side) / 2
    elements.append(
      "<rect x=\"\(number(left))\" y=\"\(number(top))\" width=\"\(number(side))\" height=\"\(number(side))\""
        + " fill=\"#ffffff\"/>")
    elements.append(
      "<path transform=\"translate(\(number(left + inset)) \(number(top + inset))) scale(\(number(module)))\""
        + " fill=\"#000000\" shape-rendering=\"crispEdges\" d=\"\(code.path)\"/>")
  }

  /// Labels in rows and columns, Chinese above English, all within a height.
  mutating func grid(_ labels: [Bilingual], top: Double, height: Double) {
    guard !labels.isEmpty else { return }
    let columns = (3...12).first { Double(rows(labels.count, $0)) * 11 <= height } ?? 12
    let row = min(height / Double(rows(labels.count, columns)), 14)
    let column = Self.content / Double(columns)
    elements.append(
      "<rect x=\"14\" y=\"\(number(top - 3))\" width=\"182\" height=\"0.4\" fill=\"#c8c8c8\"/>")
    for (place, label) in labels.enumerated() {
      let x = Self.margin + (Double(place % columns) + 0.5) * column
      let y = top + Double(place / columns) * row
      for (text, share, base) in [(label.chinese, 0.43, 0.42), (label.english, 0.31, 0.79)] {
        let fitted = PosterText(
          text, width: column * 0.94, height: row, maximumLines: 1, sizes: min(1.4, row * share)...row * share)
        let fill = share > 0.4 ? Self.ink : Self.faint
        line(fitted.lines.first ?? "", x: x, y: y + row * base, size: fitted.size, fill: fill)
      }
    }
  }

  /// A small line at the bottom.
  mutating func footer(_ text: String) {
    line(text, x: Self.width / 2, y: 290, size: 3.5, fill: Self.faint)
  }

  private func rows(_ count: Int, _ columns: Int) -> Int {
    (count + columns - 1) / columns
  }

  private mutating func line(
    _ text: String, x: Double, y: Double, size: Double, fill: String = ink, bold: Bool = false,
    anchor: String = "middle"
  ) {
    elements.append(
      "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(size))\" text-anchor=\"\(anchor)\""
        + " fill=\"\(fill)\"\(bold ? " font-weight=\"bold\"" : "")>\(XMLText.escaped(text))</text>")
  }

  private func number(_ value: Double) -> String {
    FixedDecimal.text(value, decimals: 3)
  }
}
