import CXlsxWriter
import RestStations

/// A workbook of libxlsxwriter. Its memory and temporary files are released with the value; nothing stands at the path
/// before ``close()``.
final class XLSXWorkbook {
  private let path: String
  private var workbook: UnsafeMutablePointer<lxw_workbook>?

  init(_ path: String) throws {
    self.path = path
    if let fault = XLSXLibrary.fault { throw Self.cannotMake(fault) }
    workbook = FileName.folder(of: path).withMutableCString { folder in
      // Rows that are written to disk as they come stand beside the file for the time being.
      var options = lxw_workbook_options(constant_memory: 0, tmpdir: folder, use_zip64: 0)
      return xlsx.workbook_new_opt(path, &options)
    }
    guard workbook != nil else { throw Self.noMemory }
  }

  deinit {
    guard let workbook else { return }
    for sheet in sheets { sheet.closeTemporaryFile() }
    xlsx.lxw_workbook_free(workbook)
  }

  private var sheets: [XLSXSheet] = []

  /// Adds a sheet.
  ///
  /// - Parameter isStreamed: whether each row is put on disk when the next one begins. Charts can show a sheet's
  ///   figures at once only when it is not.
  func addSheet(_ name: String, isStreamed: Bool) throws -> XLSXSheet {
    guard let workbook else { throw Self.noMemory }
    // The library reads the option when it makes a sheet, and keeps it with the sheet.
    workbook.pointee.options.constant_memory = isStreamed ? 1 : 0
    guard let pointer = xlsx.workbook_add_worksheet(workbook, name) else { throw Self.noMemory }
    let sheet = XLSXSheet(pointer, name: name)
    sheets.append(sheet)
    return sheet
  }

  func addFormat() throws -> UnsafeMutablePointer<lxw_format> {
    guard let workbook, let format = xlsx.workbook_add_format(workbook) else { throw Self.noMemory }
    return format
  }

  func addChart(_ type: lxw_chart_type) throws -> UnsafeMutablePointer<lxw_chart> {
    guard let workbook, let chart = xlsx.workbook_add_chart(workbook, UInt8(type.rawValue)) else { throw Self.noMemory }
    return chart
  }

  func setTitle(_ title: String) throws {
    try title.withMutableCString { text in
      var properties = lxw_doc_properties()
      properties.title = text
      try Self.check(xlsx.workbook_set_properties(workbook, &properties))
    }
  }

  /// Writes the file. The workbook cannot be used afterwards, whether or not it could be written.
  func close() throws {
    guard let workbook else { return }
    self.workbook = nil
    // Frees the workbook in any case.
    let result = xlsx.workbook_close(workbook)
    guard result != LXW_NO_ERROR else { return }
    let reason = Self.reason(result)
    throw YizhanError(.storageFailed, Bilingual("cannot write \(path): \(reason)", "无法写入 \(path)：\(reason)"))
  }

  /// Throws ``YizhanError`` with `storageFailed` for what the library refuses.
  static func check(_ result: lxw_error) throws {
    guard result != LXW_NO_ERROR else { return }
    throw cannotMake(reason(result))
  }

  static let noMemory = YizhanError(
    .storageFailed, Bilingual("cannot make the XLSX file: out of memory", "无法生成 XLSX 文件：内存不足"))

  private static func cannotMake(_ reason: String) -> YizhanError {
    YizhanError(.storageFailed, Bilingual("cannot make the XLSX file: \(reason)", "无法生成 XLSX 文件：\(reason)"))
  }

  private static func reason(_ result: lxw_error) -> String {
    xlsx.lxw_strerror(result).map { String(cString: $0) } ?? "error \(result.rawValue)"
  }
}

extension String {
  /// Calls with the text as C has it, for functions that ask for a pointer that they do not write to.
  fileprivate func withMutableCString<Result>(
    _ body: (UnsafeMutablePointer<CChar>?) throws -> Result
  ) rethrows -> Result {
    var text = Array(utf8CString)
    return try text.withUnsafeMutableBufferPointer { try body($0.baseAddress) }
  }
}
