/// How many columns of a terminal a character takes up, by the East Asian Width of Unicode (UAX #11): wide and full-width
/// ones two, marks and invisible ones none, all others one.
enum DisplayWidth {
  static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: 0
    default: isWide(scalar.value) || scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }

  /// Whether it is in one of the blocks that are wide throughout.
  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x4E00...0x9FFF,  // unified ideographs
      0x3000...0x303E, 0x3041...0x33FF,  // punctuation, kana, bopomofo, squared words
      0xFF01...0xFF60, 0xFFE0...0xFFE6,  // full-width forms
      0x3400...0x4DBF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,  // ideographs, extensions
      0x1100...0x115F, 0xA960...0xA97C, 0xAC00...0xD7A3,  // Hangul
      0x2E80...0x2FFF, 0xF900...0xFAFF, 0xFE30...0xFE6B,  // radicals, compatibility forms
      0xA000...0xA4C6,  // Yi
      0x1F200...0x1F265, 0x1F300...0x1F320:  // squared ideographs, pictographs
      true
    default: false
    }
  }
}
