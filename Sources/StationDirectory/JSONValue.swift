/// Any JSON value, as a program sent it.
package enum JSONValue: Decodable, Hashable, Sendable {
  case null
  case flag(Bool)
  /// As it is written where it is whole, else the nearest double.
  case number(Double)
  case string(String)
  case list([JSONValue])
  case object([String: JSONValue])

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let flag = try? container.decode(Bool.self) {
      self = .flag(flag)
    } else if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else if let text = try? container.decode(String.self) {
      self = .string(text)
    } else if let list = try? container.decode([JSONValue].self) {
      self = .list(list)
    } else {
      self = .object(try container.decode([String: JSONValue].self))
    }
  }

  /// The text, when it is one.
  var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number, when it is one.
  var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The cell of a station file that says what the value says.
  func cell(for column: StationColumn) throws(CellFault) -> String {
    switch self {
    case .null: return ""
    case .string(let text): return text
    case .number(let number):
      guard let whole = Int(exactly: number) else { throw CellFault("must be a whole number", "须为整数") }
      return String(whole)
    case .list(let items) where column.isList:
      let texts = items.compactMap(\.text)
      guard texts.count == items.count, !texts.contains(where: { $0.contains(";") }) else {
        throw CellFault("must be a list of texts without ';'", "须为文本列表，且不含“;”")
      }
      return texts.joined(separator: ";")
    case .list, .flag, .object: throw column.isList ? Self.noList : Self.noText
    }
  }

  private static let noList = CellFault("must be a list of texts", "须为文本列表")
  private static let noText = CellFault("must be a text or a number", "须为文本或数字")
}
