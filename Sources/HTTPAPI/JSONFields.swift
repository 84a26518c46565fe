import Foundation
import RestStations

/// The members of a small JSON object that a client sent.
struct JSONFields {
  private let members: [String: Any]

  /// - Throws: ``YizhanError`` with `badData` when it is no object.
  init(_ json: [UInt8]) throws(YizhanError) {
    guard let members = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any] else {
      throw YizhanError(
        .badData, Bilingual("the body must be one JSON object", "请求体须为一个 JSON 对象"),
        faults: [Fault(.pointer(""), Bilingual("is no JSON object", "不是 JSON 对象"))])
    }
    self.members = members
  }

  /// A text that must be there and pass a check.
  ///
  /// - Throws: ``YizhanError`` with `badData`, at the member's pointer.
  func text(_ name: String, _ rule: Bilingual, _ check: (String) -> Bool) throws(YizhanError) -> String {
    guard let text = members[name] as? String, check(text) else { throw Self.bad(name, rule) }
    return text
  }

  /// A text that may be left out or null.
  func optionalText(_ name: String, _ rule: Bilingual, _ check: (String) -> Bool) throws(YizhanError) -> String? {
    guard let value = members[name], !(value is NSNull) else { return nil }
    guard let text = value as? String, check(text) else { throw Self.bad(name, rule) }
    return text
  }

  /// A list of texts; none when it is left out.
  func texts(_ name: String, _ rule: Bilingual) throws(YizhanError) -> [String] {
    guard let value = members[name], !(value is NSNull) else { return [] }
    guard let texts = value as? [String] else { throw Self.bad(name, rule) }
    return texts
  }

  static func bad(_ name: String, _ rule: Bilingual) -> YizhanError {
    YizhanError(.badData, Bilingual("1 fault in the body", "请求体中有 1 处错误"), faults: [Fault(.pointer("/" + name), rule)])
  }
}

extension String {
  /// Whether it is one line of so many characters.
  func isLine(of lengths: ClosedRange<Int>) -> Bool {
    lengths.contains(unicodeScalars.count) && !utf8.contains { $0 < 0x20 || $0 == 0x7F }
  }
}
