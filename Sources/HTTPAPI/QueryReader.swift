import Geodesy
import RestStations

/// Reads the query of a request, parameter by parameter, and remembers every fault, so that one answer names them all.
///
/// Names and values are percent-decoded; `+` stands for itself (so that `+08:00` needs no escape). A parameter that
/// nobody reads is unknown, and one that is there twice is a fault.
struct QueryReader {
  private struct Parameter {
    let name: String
    /// Nothing when it cannot be read, which is a fault.
    var value: String?
    var isKnown = false
  }

  private var given: [Parameter] = []
  /// What this call knows.
  private var read: [String] = []
  private(set) var faults: [Fault] = []

  init(_ query: String?) {
    for item in (query ?? "").split(separator: "&") {
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentDecoding.text(parts[0]) else {
        faults.append(
          .parameter(String(parts[0].prefix(40)), "is not percent-encoded UTF-8", "不是百分号编码的 UTF-8"))
        continue
      }
      let value = PercentDecoding.text(parts.count > 1 ? parts[1] : "")
      if value == nil {
        faults.append(
          .parameter(
            name, "is not percent-encoded UTF-8 without control characters", "不是百分号编码的 UTF-8 文本，或含有控制字符"))
      }
      if given.contains(where: { $0.name == name }) {
        faults.append(.parameter(name, "is given twice", "重复出现"))
      } else {
        given.append(Parameter(name: name, value: value))
      }
    }
  }

  /// Adds what was found to be wrong with values that could be read.
  mutating func note(_ found: [Fault]) {
    faults += found
  }

  /// To be called when all parameters have been read.
  ///
  /// - Throws: ``YizhanError`` with `badRequest` and every fault.
  mutating func finish() throws(YizhanError) {
    let unknown = given.filter { !$0.isKnown && $0.value != nil }.map(\.name)
    guard !unknown.isEmpty || !faults.isEmpty else { return }
    let names = Set(read).sorted().joined(separator: ", ")
    for name in unknown.sorted() {
      faults.append(
        read.isEmpty
          ? .parameter(name, "is unknown here; there are no parameters", "此处没有该参数；此处不接受任何参数")
          : .parameter(name, "is unknown here; there are \(names)", "此处没有该参数；可用的有 \(names)"))
    }
    guard faults.isEmpty else { throw YizhanError.badQuestion(faults) }
  }

  /// The value as it stands, or nothing when the parameter is missing.
  mutating func text(_ name: String) -> String? {
    read.append(name)
    guard let place = given.firstIndex(where: { $0.name == name }) else { return nil }
    given[place].isKnown = true
    return given[place].value
  }

  /// A value read by a function that gives nothing for what is wrong.
  mutating func value<Value>(
    _ name: String, or detail: @autoclosure () -> Bilingual, _ read: (String) -> Value?
  ) -> Value? {
    guard let text = text(name) else { return nil }
    if let value = read(text) { return value }
    faults.append(Fault(.parameter(name), detail()))
    return nil
  }

  /// A value that must be there. When it is wrong or missing, a stand-in is returned and ``finish()`` will throw.
  mutating func required<Value>(
    _ name: String, standIn: Value, or detail: @autoclosure () -> Bilingual, _ read: (String) -> Value?
  ) -> Value {
    if let value = value(name, or: detail(), read) { return value }
    if !given.contains(where: { $0.name == name }) { faults.append(.parameter(name, "is missing", "缺少该参数")) }
    return standIn
  }

  /// Degrees within a range, limits included; must be there.
  mutating func degrees(_ name: String, in range: ClosedRange<Double>) -> Double {
    let (low, high) = (Int(range.lowerBound), Int(range.upperBound))
    return required(
      name, standIn: 0,
      or: Bilingual("must be a number of degrees from \(low) to \(high)", "须为 \(low) 至 \(high) 之间的度数")
    ) { text in
      DecimalNumber.parse(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// A whole number within a range, limits included.
  mutating func wholeNumber(_ name: String, in range: ClosedRange<Int>) -> Int? {
    value(
      name,
      or: Bilingual(
        "must be a whole number from \(range.lowerBound) to \(range.upperBound)",
        "须为 \(range.lowerBound) 至 \(range.upperBound) 的整数")
    ) { text in
      guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
      return Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// One of a closed set of words.
  mutating func word<Word: RawRepresentable & CaseIterable>(_ name: String) -> Word? where Word.RawValue == String {
    value(name, or: Self.oneOf(Word.allCases.map(\.rawValue)), Word.init(rawValue:))
  }

  private static func oneOf(_ all: [String]) -> Bilingual {
    let words = all.joined(separator: ", ")
    return Bilingual("must be one of \(words)", "须为 \(words) 之一")
  }

  /// `true` or `false`; false when missing.
  mutating func flag(_ name: String) -> Bool {
    value(name, or: Bilingual("must be true or false", "须为 true 或 false")) { ["true": true, "false": false][$0] }
      ?? false
  }

  /// Codes of amenities, separated by commas; every unknown one is named.
  mutating func amenities(_ name: String, _ catalogue: AmenityCatalogue) -> AmenitySet {
    var set = AmenitySet()
    for item in text(name)?.split(separator: ",", omittingEmptySubsequences: false) ?? [] {
      if let code = AmenityCode(String(item)), let number = catalogue.number(of: code) {
        set.insert(number)
      } else {
        let shown = String(item.prefix(40))
        faults.append(
          .parameter(
            name, "'\(shown)' is no known amenity: see /v1/amenities", "“\(shown)”不是已知的设施代码：见 /v1/amenities"))
      }
    }
    return set
  }
}
