import OpeningHours
import RestStations

/// Writes an answer as one JSON object, a row a line: `{ "from", "to", "by": […], "rows": [{…}], "total": {…} }`.
///
/// What the output throws is thrown on.
public struct UsageJSONWriter: UsageWriter {
  private var text: PiecewiseText
  private var values = WrittenValues([]) { _, _ in [] }
  private var isFirstRow = true

  public init(_ output: UsageOutput) {
    text = PiecewiseText(output)
  }

  public mutating func begin(_ question: UsageQuestion, _ axes: [UsageAxis]) throws {
    values = WrittenValues(axes) { dimension, value in
      Self.string(dimension.rawValue) + ":".utf8 + Self.string(value) + ",".utf8
    }
    let by = axes.map { Self.string($0.dimension.rawValue) }.joined(separator: ",".utf8)
    text.append("{\"from\":")
    text.append(Self.string(question.from.description))
    text.append(",\"to\":")
    text.append(Self.string(question.to.description))
    text.append(",\"by\":[")
    text.append(by)
    text.append("],\"rows\":[")
  }

  public mutating func append(_ places: [Int], _ measures: UsageMeasures) throws {
    text.append(isFirstRow ? "\n{" : ",\n{")
    isFirstRow = false
    for column in places.indices { text.append(values, places[column], ofColumn: column) }
    append(measures)
    text.append("}")
    try text.endRow()
  }

  public mutating func end(total: UsageMeasures) throws {
    text.append("\n],\"total\":{")
    append(total)
    text.append("}}\n")
    try text.flush()
  }

  private mutating func append(_ measures: UsageMeasures) {
    text.append("\"visits\":")
    text.append(measures.visits)
    text.append(",\"people\":")
    text.append(measures.people)
    text.append(",\"visitors\":")
    if let visitors = measures.visitors {
      text.append(visitors)
    } else {
      text.append("null")
    }
  }

  /// A quoted string; control characters, quotes and backslashes are escaped (RFC 8259, section 7).
  private static func string(_ text: String) -> [UInt8] {
    let hexadecimal = Array("0123456789abcdef".utf8)
    var bytes = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: bytes += "\\u00".utf8 + [hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    return bytes + "\"".utf8
  }
}
