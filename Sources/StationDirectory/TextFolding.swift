/// Texts as a search compares them: upper case as lower, full-width forms as their plain ones.
enum TextFolding {
  /// Appends the folded form of a text. UTF-8 in, UTF-8 out; other bytes are copied.
  static func append(_ text: UnsafeBufferPointer<UInt8>, to folded: inout [UInt8]) {
    // Runs that stay as they are go over whole.
    var (position, copied) = (0, 0)
    func copyRun(_ folded: inout [UInt8]) {
      if copied < position { folded.append(contentsOf: UnsafeBufferPointer(rebasing: text[copied..<position])) }
    }
    while position < text.count {
      let byte = text[position]
      if byte < 0x80, byte < UInt8(ascii: "A") || byte > UInt8(ascii: "Z") {
        position += 1
      } else if byte >= 0xE4, byte <= 0xE9, position + 2 < text.count {
        // Ideographs have neither case nor width.
        position += 3
      } else {
        copyRun(&folded)
        position += appendScalar(text[position...], to: &folded)
        copied = position
      }
    }
    copyRun(&folded)
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
