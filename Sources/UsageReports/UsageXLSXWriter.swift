import CXlsxWriter
public import RestStations

/// Writes a workbook: a sheet that sums up a report, with charts, and a sheet of the answer's rows, whose values are
/// those of ``UsageCSVWriter`` (texts as texts, never formulas; figures as numbers; unknown visitors blank). Characters
/// that XML cannot hold are U+FFFD.
///
/// The rows are kept on disk beside the file until it is written, not in memory. The file appears at the end; a writer
/// that is let go before leaves nothing behind.
public struct UsageXLSXWriter: UsageWriter {
  private let report: UsageReport
  private let language: Language
  private let maximumRows: Int
  private let workbook: XLSXWorkbook
  private let formats: XLSXFormats
  private var data: XLSXSheet?
  /// The values of each column.
  private var values: [[String]] = []
  /// The next row of the data; the header is row 0.
  private var row = 1

  /// - Parameters:
  ///   - path: of the file; one that is there is replaced at the end. A file that could not be written whole is the
  ///     caller's to remove.
  ///   - report: what the first sheet shows.
  /// - Throws: ``YizhanError`` with `storageFailed` when there is no memory for it.
  public init(_ path: String, report: UsageReport, language: Language) throws {
    try self.init(path, report: report, language: language, maximumRows: XLSXSheet.maximumRows)
  }

  /// - Parameter maximumRows: of the sheet of rows, its header included.
  package init(_ path: String, report: UsageReport, language: Language, maximumRows: Int) throws {
    self.report = report
    self.language = language
    self.maximumRows = maximumRows
    workbook = try XLSXWorkbook(path)
    formats = try XLSXFormats(workbook)
  }

  public mutating func begin(_ question: UsageQuestion, _ axes: [UsageAxis]) throws {
    values = axes.map { $0.values.map(MarkupText.withoutForbidden) }
    try workbook.setTitle(ReportWording.title.text(in: language))
    let summary = try workbook.addSheet(ReportWording.summary.text(in: language), isStreamed: false)
    try XLSXSummary(report, language, workbook, formats, summary).write()
    let data = try workbook.addSheet(ReportWording.data.text(in: language), isStreamed: true)
    self.data = data
    for (column, name) in UsageColumns.names(axes, in: language).enumerated() {
      let format = column < axes.count ? formats.textHeader : formats.numberHeader
      try data.text(0, column, name, format)
      let values = column < axes.count ? values[column] : []
      // The button of the filter takes as much as two characters.
      try data.setWidth(column...column, TextWidth.fitting([name + "  "] + values, within: 10...48))
    }
  }

  /// - Throws: ``YizhanError`` with `tooLarge` for a row that a sheet has no room for.
  public mutating func append(_ places: [Int], _ measures: UsageMeasures) throws {
    guard let data else { return }
    guard row < maximumRows else { throw Self.tooManyRows(maximumRows) }
    for column in places.indices {
      try data.text(row, column, values[column][places[column]])
    }
    for (number, measure) in UsageMeasure.allCases.enumerated() {
      try data.number(row, places.count + number, measures.value(measure), formats.count)
    }
    row += 1
  }

  public mutating func end(total: UsageMeasures) throws {
    guard let data else { return }
    // An answer that is cut by nothing is one row.
    if values.isEmpty, row == 1 { try append([], total) }
    try data.setHeader(lastRow: row - 1, lastColumn: values.count + UsageMeasure.allCases.count - 1)
    try data.allowNumbersAsText(lastRow: row - 1, lastColumn: values.count - 1)
    data.setPage(isLandscape: values.count > 3)
    self.data = nil
    try workbook.close()
  }

  private static func tooManyRows(_ maximum: Int) -> YizhanError {
    let number = ReportNumber.count(Int64(maximum))
    return YizhanError(
      .tooLarge,
      Bilingual(
        "an XLSX sheet holds at most \(number) rows: choose CSV, or a shorter period or fewer columns",
        "XLSX 工作表最多 \(number) 行：请改用 CSV，或缩短时段、减少列"))
  }
}
