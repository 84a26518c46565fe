import RestStations

/// A table of a report's page, filled row by row.
struct ReportTable {
  /// How a column looks: a class of the style sheet.
  enum Kind: String {
    case text, number, id
  }

  /// How the whole of it looks: a class of the style sheet.
  enum Style: String {
    case plain
    /// With little room between the rows.
    case dense
    /// With many columns and few rows.
    case comparison
  }

  struct Column {
    let name: String
    /// A second line of the heading.
    let detail: String?
    let kind: Kind

    init(_ name: String, _ kind: Kind, detail: String? = nil) {
      self.name = name
      self.kind = kind
      self.detail = detail
    }
  }

  private let columns: [Column]
  /// The column that names the rows.
  private let headColumn: Int
  private let style: Style
  private var lines: [[String: Any]] = []

  init(_ columns: [Column], headColumn: Int = 0, style: Style = .plain) {
    self.columns = columns
    self.headColumn = headColumn
    self.style = style
  }

  /// Adds a row; it has a cell for each column.
  mutating func append(_ cells: [String], isTotal: Bool = false) {
    let line: [[String: Any]] = zip(columns, cells).enumerated().map { number, cell in
      ["text": MarkupText.cleaned(cell.1), "kind": cell.0.kind.rawValue, "isHead": number == headColumn]
    }
    lines.append(["cells": line, "isTotal": isTotal])
  }

  /// What the template is filled with.
  var context: [String: Any] {
    let headings: [[String: Any]] = columns.map { column in
      var heading: [String: Any] = ["name": MarkupText.cleaned(column.name), "kind": column.kind.rawValue]
      heading["detail"] = column.detail.map(MarkupText.cleaned)
      return heading
    }
    return ["columns": headings, "lines": lines, "style": style.rawValue + (lines.count <= 15 ? " short" : "")]
  }
}

extension ReportTable {
  /// The columns of the measures.
  static func measureColumns(in language: Language) -> [Column] {
    UsageMeasure.allCases.map { Column($0.label.heading(in: language), .number) }
  }

  /// The cells of the measures.
  static func cells(_ measures: UsageMeasures) -> [String] {
    UsageMeasure.allCases.map { ReportNumber.count(measures.value($0)) }
  }
}
