import CXlsxWriter

/// libxlsxwriter, which is opened when it is first asked for.
enum XLSXLibrary {
  /// Why it cannot be used, in the system's words; nothing when it can.
  static let fault: String? = cxlsxwriter_open().map { String(cString: $0) }
}

/// The library's functions, once a workbook has been made.
var xlsx: cxlsxwriter_functions { cxlsxwriter().pointee }
