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
    try visit(VisitFields(try Self.value(json, "one JSON object", "一个 JSON 对象")))
  }

  /// Reads a check-in: the object of a visit without a station, and the station's code in `code`.
  ///
  /// - Throws: as ``visit(json:)``.
  public func checkIn(json: [UInt8], at station: StationID) throws(YizhanError) -> (code: String, visit: VisitDraft) {
    let (english, chinese) = ("a JSON object with a text 'code'", "含文本 code 的 JSON 对象")
    guard case .object(var members) = try Self.value(json, english, chinese), let code = members["code"]?.text else {
      throw Self.refused(english, chinese, Bilingual("is not \(english)", "不是\(chinese)"))
    }
    members["code"] = nil
    members[VisitField.stationID.rawValue] = .string(station.text)
    return (code, try visit(VisitFields(.object(members))))
  }

  private func visit(_ fields: VisitFields) throws(YizhanError) -> VisitDraft {
    switch draft(fields) {
    case .success(let draft): return draft
    case .failure(let faults): throw Self.refused(faults, under: "")
    }
  }

  /// Reads a JSON array of at most ``greatestCount`` visits; pointers begin with the place in it.
  ///
  /// - Throws: ``YizhanError`` with `badData` when it is no such array, `tooLarge` when it is longer.
  public func visits(json: [UInt8]) throws(YizhanError) -> VisitReading {
    let (english, chinese) = ("a JSON array of visits", "到访记录的 JSON 数组")
    guard case .list(let items) = try Self.value(json, english, chinese) else {
      throw Self.refused(english, chinese, Bilingual("is not \(english)", "不是\(chinese)"))
    }
    return try reading(items.map { VisitFields($0) })
  }

  /// Reads lines of one JSON object each (NDJSON), blank ones left out; pointers begin with the place among them.
  ///
  /// - Throws: as ``visits(json:)``, and when no line is an object; nothing of one that is none among others.
  public func visits(lines: [UInt8]) throws(YizhanError) -> VisitReading {
    let values = lines.split(separator: UInt8(ascii: "\n"))
      .filter { !$0.allSatisfy { $0 == 0x20 || $0 == 0x0D || $0 == 9 } }
      .map { try? Self.value(Array($0), "", "") }
    let isNoObject = { (value: JSONValue?) in if case .object? = value { false } else { true } }
    guard values.isEmpty || !values.allSatisfy(isNoObject) else {
      throw Self.refused(
        "lines of one JSON object each", "每行一个 JSON 对象的文本",
        Bilingual("has no line that is a JSON object", "没有一行是 JSON 对象"))
    }
    return try reading(values.map { $0.map { VisitFields($0) } ?? .none })
  }

  private func reading(_ items: [VisitFields]) throws(YizhanError) -> VisitReading {
    guard items.count <= Self.greatestCount else {
      throw YizhanError(
        .tooLarge,
        Bilingual(
          "holds more than \(Self.greatestCount) visits: send them in parts", "超过 \(Self.greatestCount) 条到访记录：请分批发送"))
    }
    return VisitReading(
      items: items.enumerated().map { place, item in
        switch draft(item) {
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

  private static func value(
    _ json: [UInt8], _ english: String, _ chinese: String
  ) throws(YizhanError) -> JSONValue {
    do throws(JSONFault) {
      var scanner = JSONScanner(json)
      let value = try scanner.value()
      try scanner.end()
      return value
    } catch {
      throw refused(
        english, chinese,
        Bilingual(
          "line \(error.line): \(error.detail.english)", "第 \(error.line) 行：\(error.detail.chinese)"))
    }
  }

  private static func refused(_ english: String, _ chinese: String, _ fault: Bilingual) -> YizhanError {
    YizhanError(
      .badData, Bilingual("the body must be \(english)", "请求体须为\(chinese)"), faults: [Fault(.pointer(""), fault)])
  }
}

extension VisitFields {
  static let none = VisitFields(faults: [VisitFault(name: nil, Bilingual("is no JSON object", "不是 JSON 对象"))])

  /// A visit in JSON. What is wrong with it is kept with its field.
  init(_ value: JSONValue) {
    guard case .object(let members) = value else {
      self = .none
      return
    }
    for (name, value) in members.sorted(by: { $0.key < $1.key }) {
      guard let field = VisitField(rawValue: name) else {
        let known = VisitField.allCases.map(\.rawValue).joined(separator: ", ")
        faults.append(
          VisitFault(
            name: String(name.prefix(40)),
            Bilingual("is no field of a visit; those are \(known)", "不是到访记录的字段；可用的有 \(known)")))
        continue
      }
      if value != .null { take(field, value) }
    }
  }

  private mutating func take(_ field: VisitField, _ value: JSONValue) {
    switch field {
    case .id: id = text(field, value)
    case .stationID: stationID = text(field, value)
    case .at: at = text(field, value)
    case .group: group = text(field, value)
    case .people: people = must(field, value.number.flatMap { Int(exactly: $0) }, "a whole number", "整数")
    case .services: services = must(field, value.texts, "a list of texts", "文本列表")
    case .visitor: visitor = text(field, value)
    }
  }

  private mutating func text(_ field: VisitField, _ value: JSONValue) -> String? {
    must(field, value.text, "a text", "文本")
  }

  private mutating func must<Value>(
    _ field: VisitField, _ value: Value?, _ english: String, _ chinese: String
  ) -> Value? {
    if value == nil { faults.append(VisitFault(field, Bilingual("must be \(english)", "须为\(chinese)"))) }
    return value
  }
}

extension JSONValue {
  fileprivate var texts: [String]? {
    guard case .list(let items) = self else { return nil }
    let texts = items.compactMap(\.text)
    return texts.count == items.count ? texts : nil
  }
}
