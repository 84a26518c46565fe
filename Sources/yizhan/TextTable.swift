/// Rows in columns that stand under each other on a terminal, Chinese text too.
struct TextTable {
  enum Alignment {
    case left, right
  }

  struct Column {
    let title: String
    var alignment = Alignment.left
  }

  private let columns: [Column]
  private var rows: [[String]] = []

  init(_ columns: [Column]) {
    self.columns = columns
  }

  /// Adds a row of as many cells as there are columns.
  mutating func append(_ cells: [String]) {
    rows.append(cells)
  }

  /// The lines of the table, the titles first; columns are two spaces apart, and nothing trails.
  var lines: [String] {
    let all = [columns.map(\.title)] + rows
    let widths = columns.indices.map { column in all.map { Self.width(of: $0[column]) }.max() ?? 0 }
    return all.map { cells in
      let padded = columns.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - Self.width(of: cells[column]))
        return columns[column].alignment == .right ? space + cells[column] : cells[column] + space
      }
      let line = padded.joined(separator: "  ")
      // By bytes: characters would be put together from scalars first, which is felt when a command begins.
      let trailing = line.utf8.reversed().prefix { $0 == UInt8(ascii: " ") }.count
      return String(Substring(line.utf8.dropLast(trailing)))
    }
  }

  /// A line cut to so many columns of a terminal, its end replaced by `…` when it is longer.
  static func cut(_ line: String, to width: Int) -> String {
    guard self.width(of: line) > width else { return line }
    var (kept, used) = (String.UnicodeScalarView(), 1)
    for scalar in line.unicodeScalars {
      used += DisplayWidth.of(scalar)
      if used > width { break }
      kept.append(scalar)
    }
    return String(kept) + "…"
  }

  /// How many columns of a terminal a text takes up.
  static func width(of text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + DisplayWidth.of($1) }
  }
}
