import CXlsxWriter

/// How the cells of a workbook look.
struct XLSXFormats {
  typealias Format = UnsafeMutablePointer<lxw_format>

  let title: Format
  let section: Format
  let note: Format
  /// Of columns of text, and of columns of numbers.
  let textHeader: Format
  let numberHeader: Format
  let text: Format
  let count: Format
  let difference: Format
  let percent: Format
  let change: Format
  /// A dash where there is no number.
  let none: Format
  let totalText: Format
  let totalCount: Format
  let totalPercent: Format

  private static let accent: lxw_color_t = 0x0F6B78
  private static let tint: lxw_color_t = 0xE3F0F1
  private static let line: lxw_color_t = 0xB8C4CC
  private static let soft: lxw_color_t = 0x5B6673

  init(_ workbook: XLSXWorkbook) throws {
    title = try workbook.addFormat()
    xlsx.format_set_bold(title)
    xlsx.format_set_font_size(title, 18)
    xlsx.format_set_font_color(title, Self.accent)
    section = try workbook.addFormat()
    xlsx.format_set_bold(section)
    xlsx.format_set_font_size(section, 13)
    xlsx.format_set_font_color(section, Self.accent)
    note = try workbook.addFormat()
    xlsx.format_set_font_color(note, Self.soft)
    textHeader = try Self.header(workbook, LXW_ALIGN_LEFT)
    numberHeader = try Self.header(workbook, LXW_ALIGN_RIGHT)
    text = try workbook.addFormat()
    count = try Self.number(workbook, "#,##0")
    difference = try Self.number(workbook, "+#,##0;-#,##0;0")
    percent = try Self.number(workbook, "0.0%")
    change = try Self.number(workbook, "+0.0%;-0.0%;0.0%")
    none = try workbook.addFormat()
    xlsx.format_set_align(none, UInt8(LXW_ALIGN_RIGHT.rawValue))
    totalText = try Self.total(workbook.addFormat())
    totalCount = try Self.total(Self.number(workbook, "#,##0"))
    totalPercent = try Self.total(Self.number(workbook, "0.0%"))
  }

  private static func header(_ workbook: XLSXWorkbook, _ alignment: lxw_format_alignments) throws -> Format {
    let format = try workbook.addFormat()
    xlsx.format_set_bold(format)
    xlsx.format_set_bg_color(format, tint)
    xlsx.format_set_bottom(format, UInt8(LXW_BORDER_THIN.rawValue))
    xlsx.format_set_bottom_color(format, line)
    xlsx.format_set_text_wrap(format)
    xlsx.format_set_align(format, UInt8(alignment.rawValue))
    xlsx.format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_CENTER.rawValue))
    return format
  }

  private static func number(_ workbook: XLSXWorkbook, _ pattern: String) throws -> Format {
    let format = try workbook.addFormat()
    xlsx.format_set_num_format(format, pattern)
    return format
  }

  private static func total(_ format: Format) -> Format {
    xlsx.format_set_bold(format)
    xlsx.format_set_top(format, UInt8(LXW_BORDER_THIN.rawValue))
    xlsx.format_set_top_color(format, line)
    return format
  }
}
