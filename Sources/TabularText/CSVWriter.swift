/// Writes comma-separated values (RFC 4180) in UTF-8 with LF line ends.
public struct CSVWriter: Sendable {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  /// Appends a record. A field is put in quotes when it holds a comma, a quote or a line end, or when it is the only
  /// one and empty.
  public mutating func append(_ fields: [String]) {
    for (number, field) in fields.enumerated() {
      if number > 0 { bytes.append(UInt8(ascii: ",")) }
      append(field, alone: fields.count == 1)
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  /// Hands over what was written so far and starts afresh.
  public mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  private mutating func append(_ field: String, alone: Bool) {
    let special = field.utf8.contains { Self.special.contains($0) }
    guard special || (alone && field.isEmpty) else {
      bytes += field.utf8
      return
    }
    bytes.append(UInt8(ascii: "\""))
    for byte in field.utf8 {
      if byte == UInt8(ascii: "\"") { bytes.append(byte) }
      bytes.append(byte)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static let special: [UInt8] = [
    UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"),
  ]
}
