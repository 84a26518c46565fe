/// The name by which programs know a station: 1…64 of ASCII letters, digits and `. _ : -`, a letter or digit first.
public struct StationID: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let text: String

  /// What an id may look like, for messages.
  public static let rule = Bilingual(
    "must be 1 to 64 letters, digits or . _ : - (a letter or digit first), and not nearest, changes or import",
    "须为 1 至 64 个字母、数字或 . _ : -（首位为字母或数字），且不得为 nearest、changes、import")

  /// Words that stand for other things in the place of an id.
  private static let reserved: Set<String> = ["nearest", "changes", "import"]

  /// Makes an id, or nothing when the text is not one (see ``rule``).
  public init?(_ text: String) {
    let bytes = text.utf8
    guard (1...64).contains(bytes.count), let first = bytes.first, Self.isLetterOrDigit(first),
      bytes.allSatisfy({ Self.isLetterOrDigit($0) || Self.isMark($0) }), !Self.reserved.contains(text)
    else { return nil }
    self.text = text
  }

  public var description: String { text }

  /// By bytes.
  public static func < (one: StationID, other: StationID) -> Bool {
    one.text.utf8.lexicographicallyPrecedes(other.text.utf8)
  }

  private static func isMark(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "-"): true
    default: false
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
