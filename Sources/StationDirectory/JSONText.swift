import RestStations

/// JSON written straight into bytes (RFC 8259, UTF-8), a member at a time; commas are put where they belong.
public struct JSONText: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init(capacity: Int = 256) {
    bytes.reserveCapacity(capacity)
  }

  /// Appends JSON that is already written.
  public mutating func append(_ json: some Sequence<UInt8>) {
    bytes.append(contentsOf: json)
  }

  /// Appends JSON that is already written.
  public mutating func append(_ json: StaticString) {
    json.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Begins a member: a comma when one is due, the name, a colon.
  public mutating func name(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    append(name)
    append("\":")
  }

  /// A comma, unless this is the first in its object or array.
  public mutating func separate() {
    guard let last = bytes.last, last != UInt8(ascii: "{"), last != UInt8(ascii: "["), last != UInt8(ascii: ":")
    else { return }
    bytes.append(UInt8(ascii: ","))
  }

  public mutating func member(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    self.name(name)
    string(text)
  }

  /// A text that is UTF-8 already.
  public mutating func member(_ name: StaticString, _ utf8: UnsafeBufferPointer<UInt8>?) {
    guard let utf8 else { return }
    self.name(name)
    string(utf8)
  }

  public mutating func member(_ name: StaticString, _ number: Int?) {
    guard let number else { return }
    self.name(name)
    bytes.append(contentsOf: String(number).utf8)
  }

  /// A number, or null for nothing.
  public mutating func member(_ name: StaticString, orNull number: Int64?) {
    self.name(name)
    if let number { bytes.append(contentsOf: String(number).utf8) } else { append("null") }
  }

  public mutating func member(_ name: StaticString, _ flag: Bool?) {
    guard let flag else { return }
    self.name(name)
    append(flag ? "true" : "false")
  }

  public mutating func member(_ name: StaticString, _ number: Double, decimals: Int) {
    self.name(name)
    self.number(number, decimals: decimals)
  }

  public mutating func member(_ name: StaticString, _ texts: some Sequence<String>) {
    self.name(name)
    append("[")
    for text in texts {
      separate()
      string(text)
    }
    append("]")
  }

  public mutating func number(_ number: Double, decimals: Int) {
    FixedDecimal.append(number, decimals: decimals, to: &bytes)
  }

  /// A quoted string; control characters, quotes and backslashes are escaped.
  public mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { string($0) }
  }

  /// The same of a text that is UTF-8 already.
  public mutating func string(_ utf8: UnsafeBufferPointer<UInt8>) {
    bytes.append(UInt8(ascii: "\""))
    if Self.needsEscape(utf8) {
      for byte in utf8 { appendEscaped(byte) }
    } else {
      bytes.append(contentsOf: utf8)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static func needsEscape(_ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
    let bytes = UnsafeRawBufferPointer(utf8)
    var found = Escapes()
    var position = 0
    while position + 8 <= bytes.count {
      found.look(atEight: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
      position += 8
    }
    for byte in bytes[position...] { found.look(at: byte) }
    return found.any
  }

  private mutating func appendEscaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"):
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    case UInt8(ascii: "\n"): append("\\n")
    case UInt8(ascii: "\r"): append("\\r")
    case UInt8(ascii: "\t"): append("\\t")
    case 0..<0x20:
      append(byte < 0x10 ? "\\u000" : "\\u001")
      bytes.append(Array("0123456789abcdef".utf8)[Int(byte & 15)])
    default: bytes.append(byte)
    }
  }
}
