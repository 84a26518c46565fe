import RestStations
import StationDirectory

/// A schema in a few words, for people.
struct SchemaWords {
  private let language: Language

  init(_ language: Language) {
    self.language = language
  }

  func words(_ schema: DocumentValue) -> String {
    var words = kind(schema)
    if let standing = schema["default"] { words += say("; default \(plain(standing))", "；缺省 \(plain(standing))") }
    return words
  }

  private func kind(_ schema: DocumentValue) -> String {
    if let reference = schema["$ref"]?.text { return String(reference.split(separator: "/").last ?? "") }
    if let choices = schema["anyOf"]?.items { return choices.map(kind).joined(separator: say(" or ", " 或 ")) }
    if let listed = schema["enum"]?.items { return listed.map(plain).joined(separator: ", ") }
    switch schema["type"]?.text {
    case "array": return list(schema)
    case "integer": return say("whole number", "整数") + range(schema, "minimum", "maximum")
    case "number": return say("number", "数") + range(schema, "minimum", "maximum")
    case "boolean": return "true, false"
    case "object": return members(schema)
    case "string": return text(schema)
    default: return say("anything", "任意值")
    }
  }

  private func text(_ schema: DocumentValue) -> String {
    switch schema["format"]?.text {
    case "date-time": say("instant (RFC 3339)", "时刻（RFC 3339）")
    case "date": say("day, YYYY-MM-DD", "日期，YYYY-MM-DD")
    case "uuid": "UUID"
    case "binary": say("file", "文件")
    default: say("text", "文本") + range(schema, "minLength", "maxLength")
    }
  }

  private func list(_ schema: DocumentValue) -> String {
    let items = schema["items"].map(kind) ?? ""
    return say("list of \(items)", "列表：\(items)")
  }

  private func members(_ schema: DocumentValue) -> String {
    let names = schema["properties"]?.members.map(\.name) ?? []
    return names.isEmpty ? say("object", "对象") : "{ \(names.joined(separator: ", ")) }"
  }

  private func range(_ schema: DocumentValue, _ low: String, _ high: String) -> String {
    let ends = (low: schema[low].map(plain), high: schema[high].map(plain))
    switch ends {
    case (let low?, let high?): return say(" \(low)–\(high)", " \(low)–\(high)")
    case (let low?, nil) where schema["exclusiveMinimum"] != nil: return say(" above \(low)", "，大于 \(low)")
    case (let low?, nil): return say(" from \(low)", "，不小于 \(low)")
    case (nil, let high?): return say(" up to \(high)", "，不大于 \(high)")
    case (nil, nil): return ""
    }
  }

  private func plain(_ value: DocumentValue) -> String {
    var json = JSONText()
    value.append(to: &json, in: language)
    let text = String(decoding: json.bytes, as: UTF8.self)
    return value.text ?? text
  }

  private func say(_ english: String, _ chinese: String) -> String {
    Bilingual(english, chinese).text(in: language)
  }
}
