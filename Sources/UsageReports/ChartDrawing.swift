import RestStations

/// A picture for a report's page, made shape by shape and drawn by ``ChartTemplate``. Lengths are pixels at the width
/// that the page shows it at.
struct ChartDrawing {
  enum Anchor: String {
    case start, middle, end
  }

  /// Names the picture on its page.
  let id: String
  let title: String
  let width: Double
  let height: Double
  /// What it shows, for those who do not see it.
  var description = ""
  private var shapes: [[String: Any]] = []

  init(id: String, title: String, width: Double, height: Double) {
    self.id = id
    self.title = title
    self.width = width
    self.height = height
  }

  /// Adds a rectangle.
  ///
  /// - Parameters:
  ///   - kind: how it looks: a class of the style sheet.
  ///   - tip: what a pointer that rests on it is told.
  mutating func rectangle(
    _ kind: String, x: Double, y: Double, width: Double, height: Double, fill: String? = nil, tip: String? = nil
  ) {
    var shape: [String: Any] = [
      "kind": kind, "x": Self.text(x), "y": Self.text(y), "width": Self.text(width), "height": Self.text(height),
    ]
    shape["fill"] = fill
    shape["tip"] = tip.map(MarkupText.cleaned)
    shapes.append(["rectangle": shape])
  }

  mutating func line(_ kind: String, from: (x: Double, y: Double), to: (x: Double, y: Double)) {
    shapes.append([
      "line": [
        "kind": kind, "x1": Self.text(from.x), "y1": Self.text(from.y), "x2": Self.text(to.x), "y2": Self.text(to.y),
      ]
    ])
  }

  /// Adds a line through points; `area` closes it down to a base and fills it.
  mutating func path(_ kind: String, through points: [(x: Double, y: Double)], areaAbove base: Double? = nil) {
    guard let first = points.first, let last = points.last else { return }
    var path = points.map { "\(Self.text($0.x)) \(Self.text($0.y))" }.joined(separator: " L ")
    if let base { path += " L \(Self.text(last.x)) \(Self.text(base)) L \(Self.text(first.x)) \(Self.text(base)) Z" }
    shapes.append(["path": ["kind": kind, "data": "M " + path]])
  }

  mutating func dot(_ kind: String, x: Double, y: Double, radius: Double, tip: String) {
    shapes.append([
      "dot": [
        "kind": kind, "x": Self.text(x), "y": Self.text(y), "radius": Self.text(radius),
        "tip": MarkupText.cleaned(tip),
      ]
    ])
  }

  /// Adds a line of text.
  ///
  /// - Parameters:
  ///   - y: of its base.
  ///   - anchor: which part of it stands at `x`.
  mutating func text(_ kind: String, _ text: String, x: Double, y: Double, anchor: Anchor = .start) {
    shapes.append([
      "text": [
        "kind": kind, "x": Self.text(x), "y": Self.text(y), "anchor": anchor.rawValue,
        "text": MarkupText.cleaned(text),
      ]
    ])
  }

  /// What the template is filled with, in a page that has a style sheet.
  var context: [String: Any] {
    [
      "id": id, "title": MarkupText.cleaned(title), "description": MarkupText.cleaned(description),
      "boxWidth": Self.text(width), "boxHeight": Self.text(height), "shapes": shapes,
    ]
  }

  /// The same of a picture by itself. What its shapes look like are attributes, which yield to any style sheet.
  var contextAlone: [String: Any] {
    var context = context
    context["wholeLook"] = ChartLook.whole
    context["shapes"] = shapes.map { shape in
      shape.mapValues { parts in
        var parts = parts as? [String: Any] ?? [:]
        parts["look"] = (parts["kind"] as? String).flatMap { ChartLook.shapes[$0] }
        return parts as Any
      }
    }
    return context
  }

  private static func text(_ length: Double) -> String {
    let text = FixedDecimal.text(length, decimals: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
