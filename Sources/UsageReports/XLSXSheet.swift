import CXlsxWriter
import Glibc

/// A sheet of a workbook, usable as long as that. Rows and columns are counted from 0.
struct XLSXSheet {
  typealias Format = UnsafeMutablePointer<lxw_format>

  /// What a sheet can hold, by the format.
  static let maximumRows = 1_048_576

  let pointer: UnsafeMutablePointer<lxw_worksheet>
  let name: String

  init(_ pointer: UnsafeMutablePointer<lxw_worksheet>, name: String) {
    self.pointer = pointer
    self.name = name
  }

  /// Writes a text as it is: never a formula, a link or a number.
  func text(_ row: Int, _ column: Int, _ text: String, _ format: Format? = nil) throws {
    try XLSXWorkbook.check(
      xlsx.worksheet_write_string(pointer, lxw_row_t(row), lxw_col_t(column), text, format))
  }

  /// Writes a number; nothing for none.
  func number(_ row: Int, _ column: Int, _ number: Double?, _ format: Format? = nil) throws {
    guard let number else { return }
    try XLSXWorkbook.check(
      xlsx.worksheet_write_number(pointer, lxw_row_t(row), lxw_col_t(column), number, format))
  }

  /// Writes a whole number (exact up to 2⁵³, as a spreadsheet has them); nothing for none.
  func number(_ row: Int, _ column: Int, _ number: Int64?, _ format: Format? = nil) throws {
    try self.number(row, column, number.map { Double($0) }, format)
  }

  /// - Parameter width: in characters.
  func setWidth(_ columns: ClosedRange<Int>, _ width: Double) throws {
    try XLSXWorkbook.check(
      xlsx.worksheet_set_column(
        pointer, lxw_col_t(columns.lowerBound), lxw_col_t(columns.upperBound), width, nil))
  }

  /// - Parameter height: in points.
  func setHeight(_ row: Int, _ height: Double) throws {
    try XLSXWorkbook.check(xlsx.worksheet_set_row(pointer, lxw_row_t(row), height, nil))
  }

  /// Makes the first row a header: it stays in sight, is repeated on paper, and has filters.
  func setHeader(lastRow: Int, lastColumn: Int) throws {
    xlsx.worksheet_freeze_panes(pointer, 1, 0)
    try XLSXWorkbook.check(xlsx.worksheet_repeat_rows(pointer, 0, 0))
    try XLSXWorkbook.check(
      xlsx.worksheet_autofilter(pointer, 0, 0, lxw_row_t(lastRow), lxw_col_t(lastColumn)))
  }

  /// Keeps spreadsheets from marking texts such as `2024` as faults.
  func allowNumbersAsText(lastRow: Int, lastColumn: Int) throws {
    guard lastRow > 0, (0..<26).contains(lastColumn) else { return }
    let letter = Unicode.Scalar(UInt8(ascii: "A") + UInt8(lastColumn))
    try XLSXWorkbook.check(
      xlsx.worksheet_ignore_errors(
        pointer, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), "A2:\(letter)\(lastRow + 1)"))
  }

  /// Fits the width on pages of A4.
  func setPage(isLandscape: Bool) {
    xlsx.worksheet_set_paper(pointer, 9)
    if isLandscape { xlsx.worksheet_set_landscape(pointer) }
    xlsx.worksheet_fit_to_pages(pointer, 1, 0)
    xlsx.worksheet_set_margins(pointer, 0.5, 0.5, 0.6, 0.6)
  }

  /// Puts a chart with its upper left corner in a cell.
  ///
  /// - Parameters:
  ///   - width: in pixels.
  ///   - height: in pixels.
  func insert(
    _ chart: UnsafeMutablePointer<lxw_chart>, row: Int, column: Int, width: Double, height: Double, description: String
  ) throws {
    var text = Array(description.utf8CString)
    try text.withUnsafeMutableBufferPointer { text in
      var options = lxw_chart_options()
      // A chart is 480 by 288 pixels unless it is scaled.
      options.x_scale = width / 480
      options.y_scale = height / 288
      options.description = text.baseAddress
      try XLSXWorkbook.check(
        xlsx.worksheet_insert_chart_opt(pointer, lxw_row_t(row), lxw_col_t(column), chart, &options))
    }
  }

  /// Closes the file of a streamed sheet, which the library does only when it writes the workbook.
  func closeTemporaryFile() {
    guard let file = pointer.pointee.optimize_tmpfile else { return }
    fclose(file)
    pointer.pointee.optimize_tmpfile = nil
  }
}
