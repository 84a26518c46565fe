public import RestStations
import TabularText

/// Writes an answer as comma-separated values (RFC 4180) that spreadsheets open: UTF-8 with a byte-order mark, CRLF
/// line ends, a header, text guarded against being taken for a formula. An answer that is cut by nothing is one row, the
/// total.
///
/// Unknown visitors are a blank cell. What the output throws is thrown on.
public struct UsageCSVWriter: UsageWriter {
  private static let comma = UInt8(ascii: ",")

  private let language: Language
  private var text: PiecewiseText
  private var values = WrittenValues([]) { _, _ in [] }
  /// Whether the total is still to be written as the only row.
  private var isTotalDue = false

  /// - Parameter language: of the header; in English the words that programs know.
  public init(_ output: UsageOutput, language: Language) {
    self.language = language
    text = PiecewiseText(output)
  }

  public mutating func begin(_ question: UsageQuestion, _ axes: [UsageAxis]) throws {
    values = WrittenValues(axes) { _, value in Self.field(FormulaGuard.guarded(value)) }
    isTotalDue = axes.isEmpty
    text.append("\u{FEFF}")
    text.append(Self.record(UsageColumns.names(axes, in: language)))
    text.append("\r\n")
  }

  public mutating func append(_ places: [Int], _ measures: UsageMeasures) throws {
    for column in places.indices { text.append(values, places[column], ofColumn: column) }
    text.append(measures.visits)
    text.append(Self.comma)
    text.append(measures.people)
    text.append(Self.comma)
    if let visitors = measures.visitors { text.append(visitors) }
    text.append("\r\n")
    isTotalDue = false
    try text.endRow()
  }

  public mutating func end(total: UsageMeasures) throws {
    if isTotalDue { try append([], total) }
    try text.flush()
  }

  /// A field and the comma after it.
  private static func field(_ text: String) -> [UInt8] {
    record([text, ""])
  }

  /// A record without its line end.
  private static func record(_ fields: [String]) -> [UInt8] {
    var writer = CSVWriter()
    writer.append(fields)
    return writer.bytes.dropLast()
  }
}
