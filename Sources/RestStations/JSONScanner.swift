/// Reads JSON (RFC 8259, UTF-8) from front to back and a value at a time, so that a large document is never all values.
package struct JSONScanner: Sendable {
  /// Lists and objects may lie in one another so deep.
  private static let greatestDepth = 64

  private let bytes: [UInt8]
  private var position: Int

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// How much has been read, 0…1.
  package var progress: Double { Double(position) / Double(max(1, bytes.count)) }

  /// The next value.
  package mutating func value() throws(JSONFault) -> JSONValue {
    try value(depth: 0)
  }

  /// - Throws: when anything but white space is left.
  package mutating func end() throws(JSONFault) {
    if next() != nil { throw fault("the document should end here", "文档应在此结束") }
  }

  /// Passes over a character if it is the next one.
  package mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next() == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  package mutating func expect(_ character: Unicode.Scalar) throws(JSONFault) {
    guard take(character) else { throw fault("'\(character)' is expected", "此处应为“\(character)”") }
  }

  /// The name of a member, and the colon.
  package mutating func name() throws(JSONFault) -> String {
    guard next() == UInt8(ascii: "\"") else { throw fault("a name in quotes is expected", "此处应为带引号的名称") }
    let name = try string()
    try expect(":")
    return name
  }

  /// A fault at the place that is reached.
  package func fault(_ english: String, _ chinese: String) -> JSONFault {
    let line = bytes[..<position].reduce(1) { $0 + ($1 == UInt8(ascii: "\n") ? 1 : 0) }
    return JSONFault(
      line: line, detail: Bilingual("\(english) (byte \(position + 1))", "\(chinese)（第 \(position + 1) 字节）"))
  }

  // MARK: - Values

  private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
    guard depth <= Self.greatestDepth else {
      throw fault("is nested deeper than \(Self.greatestDepth) levels", "嵌套超过 \(Self.greatestDepth) 层")
    }
    switch next() ?? 0 {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .list(try list(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default:
      for (word, value) in Self.words where bytes[position...].starts(with: word) {
        position += word.count
        return value
      }
      throw fault("a value is expected", "此处应为一个值")
    }
  }

  private static let words: [([UInt8], JSONValue)] = [
    (Array("null".utf8), .null), (Array("true".utf8), .flag(true)), (Array("false".utf8), .flag(false)),
  ]

  private mutating func object(depth: Int) throws(JSONFault) -> [String: JSONValue] {
    position += 1
    var members: [String: JSONValue] = [:]
    if take("}") { return members }
    repeat {
      let name = try name()
      guard members.updateValue(try value(depth: depth + 1), forKey: name) == nil else {
        let shown = String(name.prefix(40)).debugDescription
        throw fault("\(shown) is in the object twice", "对象中 \(shown) 重复出现")
      }
    } while take(",")
    try expect("}")
    return members
  }

  private mutating func list(depth: Int) throws(JSONFault) -> [JSONValue] {
    position += 1
    var items: [JSONValue] = []
    if take("]") { return items }
    repeat { items.append(try value(depth: depth + 1)) } while take(",")
    try expect("]")
    return items
  }

  private mutating func number() throws(JSONFault) -> Double {
    let start = position
    if peek() == UInt8(ascii: "-") { position += 1 }
    if peek() == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if peek() == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if peek() == UInt8(ascii: "e") || peek() == UInt8(ascii: "E") {
      position += 1
      if peek() == UInt8(ascii: "-") || peek() == UInt8(ascii: "+") { position += 1 }
      try digits()
    }
    guard let number = Double(String(decoding: bytes[start..<position], as: UTF8.self)), number.isFinite else {
      throw fault("the number is too great", "数值过大")
    }
    return number
  }

  private mutating func digits() throws(JSONFault) {
    let start = position
    while let byte = peek(), (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    if position == start { throw fault("a digit is expected", "此处应为数字") }
  }

  // MARK: - Texts

  private mutating func string() throws(JSONFault) -> String {
    position += 1
    let start = position
    passPlain()
    if peek() == UInt8(ascii: "\"") {
      defer { position += 1 }
      return try text(bytes[start..<position])
    }
    var content = Array(bytes[start..<position])
    while peek() == UInt8(ascii: "\\") {
      try escape(into: &content)
      let start = position
      passPlain()
      content += bytes[start..<position]
    }
    guard peek() == UInt8(ascii: "\"") else {
      throw peek() == nil
        ? fault("a text is not closed", "文本没有结束") : fault("a text holds a control character", "文本中含有控制字符")
    }
    position += 1
    return try text(content[...])
  }

  /// Passes over characters that stand for themselves.
  private mutating func passPlain() {
    while let byte = peek(), byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { position += 1 }
  }

  private mutating func escape(into content: inout [UInt8]) throws(JSONFault) {
    position += 1
    let letter = peek()
    if letter == UInt8(ascii: "u") {
      position += 1
      content += Array(String(try escapedScalar()).utf8)
      return
    }
    guard let letter, let byte = Self.escapes[letter] else { throw fault("is no escape", "不是有效的转义") }
    content.append(byte)
    position += 1
  }

  private static let escapes: [UInt8: UInt8] = [
    UInt8(ascii: "\""): 0x22, UInt8(ascii: "\\"): 0x5C, UInt8(ascii: "/"): 0x2F, UInt8(ascii: "b"): 0x08,
    UInt8(ascii: "f"): 0x0C, UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
  ]

  /// What follows `\u`: four digits, or twice four for a character beyond U+FFFF.
  private mutating func escapedScalar() throws(JSONFault) -> Unicode.Scalar {
    let first = try fourDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) else {
      throw fault("is half of a surrogate pair", "是不完整的代理对")
    }
    position += 2
    let second = try fourDigits()
    guard (0xDC00...0xDFFF).contains(second),
      let scalar = Unicode.Scalar(0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00))
    else { throw fault("is half of a surrogate pair", "是不完整的代理对") }
    return scalar
  }

  private mutating func fourDigits() throws(JSONFault) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault("a hexadecimal digit is expected", "此处应为十六进制数字")
      }
      number = number << 4 | UInt32(digit)
      position += 1
    }
    return number
  }

  private func text(_ content: ArraySlice<UInt8>) throws(JSONFault) -> String {
    guard let text = String(validating: content, as: UTF8.self) else { throw fault("is not UTF-8", "不是 UTF-8 编码") }
    return text
  }

  // MARK: - Bytes

  private func peek() -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  /// The next byte that is no white space.
  private mutating func next() -> UInt8? {
    while let byte = peek() {
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
      position += 1
    }
    return nil
  }
}

/// Where a document is no JSON.
package struct JSONFault: Error {
  /// From 1.
  package let line: Int
  package let detail: Bilingual
}
