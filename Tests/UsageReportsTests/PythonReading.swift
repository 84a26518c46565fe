import Foundation
import TestSupport

/// Files of usage as other programs read them: Python's csv, json and XML modules, and openpyxl.
enum PythonReading {
  private struct Failure: Error {}

  /// The records of a CSV file that begins with a byte-order mark.
  static func csv(_ path: String) throws -> [[String]] {
    try decoded(
      """
      import csv, json, sys
      with open(sys.argv[1], encoding="utf-8", newline="") as file:
          assert file.read(1) == "\\ufeff"
          text = file.read()
      assert text.endswith("\\r\\n")
      print(json.dumps(list(csv.reader(text.splitlines(keepends=True), strict=True))))
      """, path)
  }

  struct UsageJSON: Decodable {
    let from: String
    let to: String
    let by: [String]
    /// The members of each row in their order, as text; `null` is empty.
    let rows: [[[String]]]
    let total: [[String]]
  }

  /// A JSON file of usage.
  static func json(_ path: String) throws -> UsageJSON {
    try decoded(
      """
      import json, sys
      def member(name, value):
          assert name not in ("visits", "people", "visitors") or value is None or type(value) is int
          return [name, "" if value is None else str(value)]
      def members(pairs):
          if any(isinstance(value, list) for _, value in pairs):
              return dict(pairs)
          return [member(*pair) for pair in pairs]
      document = json.load(open(sys.argv[1], encoding="utf-8"), object_pairs_hook=members)
      assert list(document) == ["from", "to", "by", "rows", "total"]
      print(json.dumps(document))
      """, path)
  }

  struct Workbook: Decodable {
    let sheets: [String]
    /// The sheet of rows: each cell as openpyxl types it (`s`, `n`), a colon and its value; a blank one is `-`.
    let data: [[String]]
    /// The texts and figures of the first sheet.
    let summary: [[String]]
    let frozen: String
    let filter: String
    let formats: [String]
    let widths: [String: Double]
    /// The names in the ZIP archive.
    let files: [String]
    /// The figures that the charts hold by themselves.
    let chartFigures: [String]
  }

  static func xlsx(_ path: String) throws -> Workbook {
    try decoded(
      """
      import json, re, sys, zipfile
      import openpyxl
      book = openpyxl.load_workbook(sys.argv[1])
      summary, data = book.worksheets
      def cell(c):
          if c.value is None:
              return "-"
          return c.data_type + ":" + str(c.value)
      archive = zipfile.ZipFile(sys.argv[1])
      assert archive.testzip() is None
      charts = [name for name in archive.namelist() if name.startswith("xl/charts/chart")]
      print(json.dumps({
          "sheets": book.sheetnames,
          "data": [[cell(c) for c in row] for row in data.iter_rows()],
          "summary": [[str(c.value) for c in row if c.value is not None] for row in summary.iter_rows()],
          "frozen": str(data.freeze_panes), "filter": str(data.auto_filter.ref),
          "formats": sorted({c.number_format for row in data.iter_rows(min_row=2) for c in row if c.data_type == "n" and c.value is not None}),
          "widths": {key: d.width for key, d in data.column_dimensions.items()},
          "files": archive.namelist(),
          "chartFigures": [v for name in sorted(charts) for v in re.findall("<c:v>([^<]*)</c:v>", archive.read(name).decode())],
      }))
      """, path)
  }

  struct Page: Decodable {
    let language: String
    /// The text of each cell of each table.
    let tables: [[[String]]]
    let text: String
    /// The names of the elements.
    let elements: [String]
    /// For each chart: role, title and description.
    let charts: [[String]]
    /// Addresses in attributes and texts, the namespace of SVG aside.
    let addresses: [String]
  }

  /// A page, which must be well-formed XML.
  static func page(_ path: String) throws -> Page {
    try decoded(
      """
      import html.parser, json, re, sys
      import xml.etree.ElementTree as ElementTree
      source = open(sys.argv[1], encoding="utf-8").read()
      root = ElementTree.fromstring(source)
      svg = "{http://www.w3.org/2000/svg}"
      text = lambda element: "".join(element.itertext()).strip()
      class Reader(html.parser.HTMLParser):
          names = set()
          def handle_starttag(self, tag, attributes):
              self.names.add(tag)
      reader = Reader()
      reader.feed(source)
      print(json.dumps({
          "language": root.get("lang"),
          "tables": [[[text(c) for c in row] for row in table.iter("tr")] for table in root.iter("table")],
          "text": text(root.find("body")),
          "elements": sorted(reader.names),
          "charts": [[c.get("role"), c.findtext(svg + "title"), c.findtext(svg + "desc")] for c in root.iter(svg + "svg")],
          "addresses": re.findall("(?:https?:|//)[^\\"' ]*", source.replace("http://www.w3.org/2000/svg", "")),
      }))
      """, path)
  }

  private static func decoded<Answer: Decodable>(_ program: String, _ path: String) throws -> Answer {
    try JSONDecoder().decode(Answer.self, from: Data(try Python.run(program, [path]).utf8))
  }
}
