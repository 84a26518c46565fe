/// Text as it may go into a template that becomes HTML and well-formed XML, or into a workbook.
enum MarkupText {
  /// Characters that XML cannot hold become U+FFFD. A mark of markup that has become one character with others, such as
  /// `<` and an accent, is parted from them: the templates escape whole characters only.
  static func cleaned(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { !$0.isASCII || !isAllowed($0) }) else { return text }
    var cleaned = String.UnicodeScalarView()
    for character in text {
      let parts = character.unicodeScalars
      let isParted = parts.count > 1 && parts.contains { "<>&\"'".unicodeScalars.contains($0) }
      for scalar in parts {
        cleaned.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
        // A zero-width space: of the class Control, so that nothing joins over it (UAX #29, GB4 and GB5).
        if isParted { cleaned.append("\u{200B}") }
      }
    }
    return String(cleaned)
  }

  /// Characters that XML cannot hold become U+FFFD.
  static func withoutForbidden(_ text: String) -> String {
    guard !text.unicodeScalars.allSatisfy(isAllowed) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { isAllowed($0) ? $0 : "\u{FFFD}" }))
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...: true
    default: false
    }
  }
}
