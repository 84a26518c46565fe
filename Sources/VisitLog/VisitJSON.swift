import Foundation
public import RestStations

/// Visits that were read, each with what is wrong with it where it is none.
public struct VisitReading: Sendable {
  public enum Item: Sendable {
    case draft(VisitDraft)
    case refused(YizhanError)
  }

  public var items: [Item] = []
  /// Of each item, its line; none where they did not come from a file.
  public var lines: [Int] = []

  /// What can be stored.
  public var drafts: [VisitDraft] {
    items.compactMap { if case .draft(let draft) = $0 { draft } else { nil } }
  }

  /// What is wrong with all that is none, in order.
  public var faults: [Fault] {
    items.flatMap { item -> [Fault] in
      if case .refused(let error) = item { error.faults } else { [] }
    }
  }
}

extension VisitReader {
  /// The most visits that one request in JSON may have.
  public static let greatestCount = 10_000

  /// Reads a JSON object: one visit.
  ///
  /// - Throws: ``YizhanError`` with `badData` and every fault at its pointer.
  public func visit(json: [UInt8]) throws(YizhanError) -> VisitDraft {
    switch draft(try Self.decoded(VisitItem.self, json, "one JSON object", "一个 JSON 对象").fields) {
    case .success(let draft): return draft
    case .failure(let faults): throw Self.refused(faults, under: "")
    }
  }

  /// Reads a check-in: the object of a visit without a station, and the station's code in `code`.
  ///
  /// - Throws: as ``visit(json:)``.
  public func checkIn(json: [UInt8], at station: StationID) throws(YizhanError) -> (code: String, visit: VisitDraft) {
    struct Document: Decodable { let code: String }
    let document = try Self.decoded(Document.self, json, "a JSON object with a text 'code'", "含文本 code 的 JSON 对象")
    var fields = try Self.decoded(VisitItem.self, json, "one JSON object", "一个 JSON 对象").fields
    fields.stationID = station.text
    fields.faults.removeAll { $0.name == "code" }
    switch draft(fields) {
    case .success(let draft): return (document.code, draft)
    case .failure(let faults): throw Self.refused(faults, under: "")
    }
  }

  /// Reads a JSON array of at most ``greatestCount`` visits; pointers begin with the place in it.
  ///
  /// - Throws: ``YizhanError`` with `badData` when it is no such array, `tooLarge` when it is longer.
  public func visits(json: [UInt8]) throws(YizhanError) -> VisitReading {
    try reading(try Self.decoded([VisitItem].self, json, "a JSON array of visits", "到访记录的 JSON 数组"))
  }

  /// Reads lines of one JSON object each (NDJSON), blank ones left out; pointers begin with the place among them.
  ///
  /// - Throws: as ``visits(json:)``; nothing of a line that is no object.
  public func visits(lines: [UInt8]) throws(YizhanError) -> VisitReading {
    let decoder = JSONDecoder()
    var items: [VisitItem] = []
    for line in lines.split(separator: UInt8(ascii: "\n"))
    where !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 9 }) {
      items.append((try? decoder.decode(VisitItem.self, from: Data(line))) ?? VisitItem.none)
    }
    return try reading(items)
  }

  private func reading(_ items: [VisitItem]) throws(YizhanError) -> VisitReading {
    guard items.count <= Self.greatestCount else {
      throw YizhanError(
        .tooLarge,
        Bilingual(
          "holds more than \(Self.greatestCount) visits: send them in parts", "超过 \(Self.greatestCount) 条到访记录：请分批发送"))
    }
    return VisitReading(
      items: items.enumerated().map { place, item in
        switch draft(item.fields) {
        case .success(let draft): .draft(draft)
        case .failure(let faults): .refused(Self.refused(faults, under: "/\(place)"))
        }
      })
  }

  private static func refused(_ faults: VisitFaults, under pointer: String) -> YizhanError {
    let all = faults.faults
    return YizhanError(
      .badData,
      Bilingual("\(all.count) fault\(all.count == 1 ? "" : "s") in the visit", "到访记录中有 \(all.count) 处错误"),
      faults: all.map { fault in Fault(.pointer(pointer + (fault.name.map(Self.pointer) ?? "")), fault.detail) })
  }

  /// A member's name as a part of a pointer (RFC 6901).
  private static func pointer(_ name: String) -> String {
    "/"
      + name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
      .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
  }

  private static func decoded<Document: Decodable>(
    _ type: Document.Type, _ json: [UInt8], _ english: String, _ chinese: String
  ) throws(YizhanError) -> Document {
    do {
      return try JSONDecoder().decode(type, from: Data(json))
    } catch {
      throw YizhanError(
        .badData, Bilingual("the body must be \(english)", "请求体须为\(chinese)"),
        faults: [Fault(.pointer(""), Bilingual("is not \(english)", "不是\(chinese)"))])
    }
  }
}

/// A visit in JSON. Reading it never fails: what is wrong is kept with its field.
private struct VisitItem: Decodable {
  var fields = VisitFields()

  static let none = VisitItem(
    VisitFields(faults: [VisitFault(name: nil, Bilingual("is no JSON object", "不是 JSON 对象"))]))

  private init(_ fields: VisitFields) {
    self.fields = fields
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    guard let members = try? decoder.container(keyedBy: Key.self) else {
      self = Self.none
      return
    }
    for key in members.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
      guard let field = VisitField(rawValue: key.stringValue) else {
        let known = VisitField.allCases.map(\.rawValue).joined(separator: ", ")
        fields.faults.append(
          VisitFault(
            name: String(key.stringValue.prefix(40)),
            Bilingual("is no field of a visit; those are \(known)", "不是到访记录的字段；可用的有 \(known)")))
        continue
      }
      take(field, members, key)
    }
  }

  private mutating func take(_ field: VisitField, _ members: KeyedDecodingContainer<Key>, _ key: Key) {
    func value<Value: Decodable>(_ type: Value.Type, _ english: String, _ chinese: String) -> Value? {
      do {
        return try members.decodeIfPresent(type, forKey: key)
      } catch {
        fields.faults.append(VisitFault(field, Bilingual("must be \(english)", "须为\(chinese)")))
        return nil
      }
    }
    switch field {
    case .id: fields.id = value(String.self, "a text", "文本")
    case .stationID: fields.stationID = value(String.self, "a text", "文本")
    case .at: fields.at = value(String.self, "a text", "文本")
    case .group: fields.group = value(String.self, "a text", "文本")
    case .people: fields.people = value(Int.self, "a whole number", "整数")
    case .services: fields.services = value([String].self, "a list of texts", "文本列表")
    case .visitor: fields.visitor = value(String.self, "a text", "文本")
    }
  }
}
