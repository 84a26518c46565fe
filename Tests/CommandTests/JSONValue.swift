import Foundation
import TestSupport

/// A JSON text taken apart.
enum JSONValue: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    // The commonest first: each attempt that fails takes its time.
    if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode([String: JSONValue].self) {
      self = .object(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else {
      self = .array(try container.decode([JSONValue].self))
    }
  }

  init(_ text: String) throws {
    self = try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
  }

  /// A member of an object; null where there is none.
  subscript(name: String) -> JSONValue { object?[name] ?? .null }

  /// An item of an array; null where there is none.
  subscript(index: Int) -> JSONValue { array.indices.contains(index) ? array[index] : .null }

  var object: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
  /// The items; none for what is no array.
  var array: [JSONValue] { if case .array(let items) = self { items } else { [] } }
  var string: String? { if case .string(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let number) = self { number } else { nil } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  /// The items that are texts.
  var strings: [String] { array.compactMap(\.string) }
}

extension HTTPAnswer {
  func json() throws -> JSONValue { try JSONValue(text) }
}

/// Whether a text holds Chinese characters.
func isChinese(_ text: String?) -> Bool {
  (text ?? "").unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
}
