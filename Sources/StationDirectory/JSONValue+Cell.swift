import RestStations

extension JSONValue {
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
