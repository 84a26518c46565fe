/// Splits CSV text (RFC 4180) into records; works on UTF-8 bytes, so that CRLF is two of them.
struct CSVReader {
  struct Record {
    /// The line on which the record starts, from 1.
    var line: Int
    /// Cut of surrounding spaces and tabs, unless quoted.
    var fields: [String] = []
    var isWellQuoted = true
  }

  private let bytes: [UInt8]
  private var position = 0
  private var line = 1

  /// A leading byte-order mark is skipped.
  init(_ text: String) {
    let bytes = Array(text.utf8)
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    self.bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
  }

  /// The next record that is not a blank line, or nil at the end.
  mutating func next() -> Record? {
    while position < bytes.count {
      var record = Record(line: line)
      repeat { record.fields.append(field(&record.isWellQuoted)) } while consume(UInt8(ascii: ","))
      endLine()
      if record.fields != [""] || !record.isWellQuoted { return record }
    }
    return nil
  }

  private mutating func field(_ isWellQuoted: inout Bool) -> String {
    skipBlanks()
    guard peek() == UInt8(ascii: "\"") else { return plainField() }
    position += 1
    var content: [UInt8] = []
    while let byte = peek() {
      position += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      if byte != UInt8(ascii: "\"") {
        content.append(byte)
      } else if consume(UInt8(ascii: "\"")) {
        content.append(byte)
      } else {
        skipBlanks()
        isWellQuoted = isWellQuoted && plainField().isEmpty
        return String(decoding: content, as: UTF8.self)
      }
    }
    isWellQuoted = false
    return ""
  }

  private mutating func plainField() -> String {
    let start = position
    while let byte = peek(), byte != UInt8(ascii: ","), !Self.endsLine(byte) { position += 1 }
    let content = bytes[start..<position]
    guard let last = content.lastIndex(where: { !Self.isBlank($0) }) else { return "" }
    return String(decoding: content[...last], as: UTF8.self)
  }

  private mutating func endLine() {
    _ = consume(UInt8(ascii: "\r"))
    _ = consume(UInt8(ascii: "\n"))
    line += 1
  }

  private mutating func skipBlanks() {
    while let byte = peek(), Self.isBlank(byte) { position += 1 }
  }

  private mutating func consume(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    position += 1
    return true
  }

  private func peek() -> UInt8? {
    position < bytes.count ? bytes[position] : nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private static func endsLine(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
