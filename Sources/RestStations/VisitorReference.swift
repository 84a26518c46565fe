/// Something that tells one visitor from another: a telephone number, the number of a card.
///
/// Personal data. Only its pseudonym is ever stored by a server; descriptions, `dump` and string interpolation do not
/// tell it.
public struct VisitorReference: Sendable {
  /// 1…200 characters (Unicode scalars) without white space at either end.
  public let text: String

  public static let maximumLength = 200

  /// What a reference may look like, for messages.
  public static let rule = Bilingual(
    "must be 1 to \(maximumLength) characters", "须为 1 至 \(maximumLength) 个字符")

  /// Makes a reference of a text without the white space around it, or nothing when that is empty or too long.
  public init?(_ text: String) {
    let isBlank: (Character) -> Bool = { $0.isWhitespace }
    let front = text.drop(while: isBlank)
    guard let last = front.lastIndex(where: { !isBlank($0) }) else { return nil }
    let trimmed = front[...last]
    guard trimmed.unicodeScalars.prefix(Self.maximumLength + 1).count <= Self.maximumLength else { return nil }
    self.text = String(trimmed)
  }
}

extension VisitorReference: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "a visitor" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
