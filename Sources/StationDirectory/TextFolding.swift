/// Texts as a search compares them: upper case as lower, full-width forms as their plain ones.
enum TextFolding {
  /// Appends the folded form of a text. UTF-8 in, UTF-8 out; other bytes are copied.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to folded: inout [UInt8]) {
    var position = 0
    while position < text.count {
      let byte = text[position]
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        folded.append(byte | 0x20)
        position += 1
      case 0..<0x80:
        folded.append(byte)
        position += 1
      case 0xE4...0xE9 where position + 2 < text.count:
        // Ideographs have neither case nor width.
        folded.append(contentsOf: text[position..<position + 3])
        position += 3
      default:
        position += appendScalar(text[position...], to: &folded)
      }
    }
  }

  /// The folded form of a text.
  static func folded(_ text: String) -> [UInt8] {
    var (text, folded) = (text, [UInt8]())
    text.withUTF8 { append($0, to: &folded) }
    return folded
  }

  /// Folds one character, and tells how many bytes of the text it took.
  private static func appendScalar(_ text: Slice<UnsafeBufferPointer<UInt8>>, to folded: inout [UInt8]) -> Int {
    var decoder = UTF8()
    var bytes = text.makeIterator()
    guard case .scalarValue(let scalar) = decoder.decode(&bytes) else {
      folded.append(text[text.startIndex])
      return 1
    }
    for scalar in narrow(scalar).properties.lowercaseMapping.unicodeScalars {
      folded.append(contentsOf: UTF8.encode(scalar)?.lazy.map { $0 } ?? [])
    }
    return UTF8.width(scalar)
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
