import Foundation
import TestSupport
import Testing

@Suite("Every text in the sources that users read has an English and a Chinese form")
struct BilingualSourceTests {
  /// Two texts that stand behind each other in a call, as they are written, without what is put into them.
  private struct Pair {
    let file: String
    let english, chinese: String
  }

  /// Words of the outside that are the same in both languages.
  private static let alike: Set<String> = [
    "csv。", "yizhan：", "Bearer", "OGC API – Features", "HTML", "OpenAPI 3.0.3",
  ]

  @Test func theEnglishPartIsEnglishAndTheChinesePartChinese() throws {
    let pairs = try Self.pairs()
    #expect(pairs.count > 250, "the scan finds them")
    for pair in pairs {
      #expect(!isChinese(pair.english), "\(pair.file): \(pair.english)")
      // A text that is all put in from elsewhere has a form of its own there.
      guard pair.english.contains(where: \.isLetter) || pair.chinese.contains(where: \.isLetter) else { continue }
      #expect(pair.english.contains { $0.isASCII && $0.isLetter }, "\(pair.file): \(pair.chinese)")
      #expect(isChinese(pair.chinese) || Self.alike.contains(pair.chinese), "\(pair.file): \(pair.chinese)")
    }
  }

  /// All that stand in the calls that make a text in both languages.
  private static func pairs() throws -> [Pair] {
    let sources = Project.root.appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
    return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.flatMap { file in
      let source = try String(contentsOf: file, encoding: .utf8)
      return source.matches(of: /\b(?:Bilingual|say|CellFault)\(/).compactMap { call -> Pair? in
        var text = SourceText(source[call.range.upperBound...])
        guard let english = text.literal(), text.skip(","), let chinese = text.literal() else { return nil }
        return Pair(file: file.lastPathComponent, english: english, chinese: chinese)
      }
    }
  }
}

/// Swift source, read literal by literal.
private struct SourceText {
  private var rest: Substring

  init(_ text: Substring) {
    rest = text
  }

  /// Passes over white space and a text, if it is there.
  mutating func skip(_ text: String) -> Bool {
    skipSpace()
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count)
    return true
  }

  /// A string literal without what is put into it; nothing, and nothing is passed over, when none is here.
  mutating func literal() -> String? {
    skipSpace()
    let quotes = rest.hasPrefix("\"\"\"") ? "\"\"\"" : "\""
    guard rest.hasPrefix(quotes) else { return nil }
    rest = rest.dropFirst(quotes.count)
    var text = ""
    while !rest.hasPrefix(quotes), let character = rest.popFirst() {
      if character != "\\" {
        text.append(character)
      } else if rest.popFirst() == "(" {
        skipInterpolation()
      }
    }
    rest = rest.dropFirst(quotes.count)
    return text
  }

  /// To the parenthesis that ends it, over those and the literals inside.
  private mutating func skipInterpolation() {
    var depth = 1
    while depth > 0, let character = rest.first {
      if character == "\"" {
        _ = literal()
        continue
      }
      rest = rest.dropFirst()
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
    }
  }

  private mutating func skipSpace() {
    rest = rest.drop { $0.isWhitespace }
  }
}
