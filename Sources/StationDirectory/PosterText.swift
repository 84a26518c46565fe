/// A text that is made to fit into a box by wrapping it, then by shrinking it.
///
/// Nothing here knows the font, so widths are estimated, rather too wide than too narrow.
struct PosterText {
  let lines: [String]
  /// The font's size, in the unit of the box.
  let size: Double

  /// From one line's base to the next, in sizes.
  static let lineHeight = 1.3
  /// Steps by which a text shrinks.
  private static let step = 0.94

  var height: Double { Double(lines.count) * size * Self.lineHeight }

  /// The greatest size between two limits at which the text fits. At the least size what does not fit is cut off, and
  /// `…` put in its place.
  ///
  /// - Parameters:
  ///   - maximumLines: more are not used however much room there is.
  init(_ text: String, width: Double, height: Double, maximumLines: Int = .max, sizes: ClosedRange<Double>) {
    var size = sizes.upperBound
    while true {
      let lines = Self.wrap(text, width: width / size)
      let room = max(1, min(maximumLines, Int(min(height / (size * Self.lineHeight), 1000))))
      if lines.count <= room || size <= sizes.lowerBound {
        self.lines = lines.count <= room ? lines : Self.cut(lines, to: room, width: width / size)
        self.size = size
        return
      }
      size = max(sizes.lowerBound, size * Self.step)
    }
  }

  /// Breaks a text into lines of at most so many sizes: at spaces, between wide characters, and within a word only when
  /// it is longer than a line.
  static func wrap(_ text: String, width: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0.0
    for piece in pieces(of: text) {
      let needed = Self.width(piece)
      if used + needed > width, !line.isEmpty {
        lines.append(trimmed(line))
        (line, used) = ("", 0)
      }
      if line.isEmpty, piece.allSatisfy(\.isWhitespace) { continue }
      guard needed > width else {
        line += piece
        used += needed
        continue
      }
      for character in piece {
        let needed = Self.width(character)
        if used + needed > width, !line.isEmpty {
          lines.append(line)
          (line, used) = ("", 0)
        }
        line.append(character)
        used += needed
      }
    }
    if !line.isEmpty { lines.append(trimmed(line)) }
    return lines
  }

  private static func cut(_ lines: [String], to count: Int, width: Double) -> [String] {
    var last = Substring(lines[count - 1])
    while !last.isEmpty, Self.width(last) + Self.width("…") > width { last.removeLast() }
    return lines[..<(count - 1)] + [last + "…"]
  }

  /// What must stay together: words, spaces, wide characters with the marks that belong to them.
  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var previous: Character?
    for character in text {
      let belongs = previous.map { isJoined($0, character) } ?? false
      if belongs { pieces[pieces.count - 1].append(character) } else { pieces.append(String(character)) }
      previous = character
    }
    return pieces
  }

  /// Whether no line may end between two characters.
  private static func isJoined(_ one: Character, _ other: Character) -> Bool {
    if one.isWhitespace || other.isWhitespace { return one.isWhitespace == other.isWhitespace }
    if "，。、；：！？）》」』”’…)]},.;:!?".contains(other) || "（《「『“‘([{".contains(one) { return true }
    return !isWide(one) && !isWide(other)
  }

  private static func trimmed(_ line: String) -> String {
    line.last?.isWhitespace == true ? String(line.reversed().drop(while: \.isWhitespace).reversed()) : line
  }

  static func width(_ text: some StringProtocol) -> Double {
    text.reduce(0) { $0 + width($1) }
  }

  /// In sizes, of a bold sans-serif font.
  private static func width(_ character: Character) -> Double {
    guard let scalar = character.unicodeScalars.first, !isWide(character) else { return 1.02 }
    switch Character(scalar) {
    case "i", "j", "l", "I", "'", "|", ".", ",", ":", ";", "!", " ": return 0.36
    case "f", "r", "t", "(", ")", "[", "]", "/", "-", "\"": return 0.46
    case "m", "w", "M", "W", "@", "%": return 1
    case "A"..."Z", "&": return 0.76
    case "a"..."z", "0"..."9": return 0.64
    default: return 0.85
    }
  }

  /// Whether a character takes a square: from the radicals on all that is written in squares, and emoji.
  private static func isWide(_ character: Character) -> Bool {
    character.unicodeScalars.contains { $0.value >= 0x2E80 || $0.properties.isEmojiPresentation }
  }
}
