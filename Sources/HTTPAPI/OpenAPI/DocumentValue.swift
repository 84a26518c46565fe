import RestStations
import StationDirectory

/// A piece of the API's description: JSON whose members keep their order, with texts in both languages.
indirect enum DocumentValue: Sendable {
  case text(String)
  /// A text for people.
  case told(Bilingual)
  case whole(Int)
  case number(Double)
  case flag(Bool)
  case list([DocumentValue])
  case object([(name: String, value: DocumentValue)])

  /// A member of an object, or nothing.
  subscript(name: String) -> DocumentValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var items: [DocumentValue] { if case .list(let items) = self { items } else { [] } }
  var members: [(name: String, value: DocumentValue)] {
    if case .object(let members) = self { members } else { [] }
  }

  /// An object with more members behind.
  func adding(_ others: [(name: String, value: DocumentValue)]) -> DocumentValue {
    .object(members + others)
  }

  func append(to json: inout JSONText, in language: Language) {
    switch self {
    case .text(let text): json.string(text)
    case .told(let text): json.string(text.text(in: language))
    case .whole(let number): json.append(String(number).utf8)
    case .number(let number):
      json.append((Int(exactly: number).map { String($0) } ?? String(number)).utf8)
    case .flag(let flag): json.append(flag ? "true" : "false")
    case .list(let items):
      json.append("[")
      for item in items {
        json.separate()
        item.append(to: &json, in: language)
      }
      json.append("]")
    case .object(let members):
      json.append("{")
      for member in members {
        json.separate()
        json.string(member.name)
        json.append(":")
        member.value.append(to: &json, in: language)
      }
      json.append("}")
    }
  }
}

extension DocumentValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  init(stringLiteral text: String) { self = .text(text) }
  init(integerLiteral number: Int) { self = .whole(number) }
  init(booleanLiteral flag: Bool) { self = .flag(flag) }
  init(arrayLiteral items: DocumentValue...) { self = .list(items) }
  init(dictionaryLiteral members: (String, DocumentValue)...) { self = .object(members.map { ($0.0, $0.1) }) }
}
