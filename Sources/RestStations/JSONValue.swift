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
  package var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The number, when it is one.
  package var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }
}
