/// Texts as a search compares them: upper case as lower, full-width forms as their plain ones.
enum TextFolding {
  /// No folded form has more bytes for each byte of the text.
  static let greatestGrowth = 3

  /// Writes the folded form of a text into memory that has room for it. UTF-8 in, UTF-8 out; other bytes are copied.
  ///
  /// - Returns: how many bytes it has, at most ``greatestGrowth`` for each of the text.
  static func write(_ text: UnsafeBufferPointer<UInt8>, to memory: UnsafeMutablePointer<UInt8>) -> Int {
    var (position, written) = (0, 0)
    while position < text.count {
      let byte = text[position]
      if byte < 0x80 {
        memory[written] = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
        (position, written) = (position + 1, written + 1)
      } else if byte >= 0xE4, byte <= 0xE9, position + 2 < text.count {
        // Ideographs have neither case nor width.
        memory[written] = byte
        memory[written + 1] = text[position + 1]
        memory[written + 2] = text[position + 2]
        (position, written) = (position + 3, written + 3)
      } else {
        let (width, folded) = scalar(text[position...])
        for (place, byte) in folded.enumerated() { memory[written + place] = byte }
        (position, written) = (position + width, written + folded.count)
      }
    }
    return written
  }

  /// The folded form of a text.
  static func folded(_ text: String) -> [UInt8] {
    var (text, folded) = (text, [UInt8]())
    text.withUTF8 { text in folded.append(atMost: greatestGrowth * text.count) { write(text, to: $0) } }
    return folded
  }

  /// How many bytes a text's first character takes, and its folded form.
  private static func scalar(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> (width: Int, folded: [UInt8]) {
    var decoder = UTF8()
    var bytes = text.makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else { return (1, Array(text.prefix(1))) }
    let width = UTF8.width(scalar)
    let folded = Array(narrow(scalar).properties.lowercaseMapping.utf8)
    return (width, folded.count <= greatestGrowth * width ? folded : Array(text.prefix(width)))
  }

  /// The plain form of a full-width one: the block of U+FF01 repeats ASCII from U+0021 on.
  private static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    case 0x3000: " "
    default: scalar
    }
  }
}
