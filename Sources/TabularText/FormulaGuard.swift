/// Keeps a spreadsheet from taking text for a formula.
///
/// A guarded text is preceded by `'` when it begins with `=`, `+`, `-`, `@` or a tab, or with `'`s before one of those
/// (so that taking the guard off again always gives the text back).
public enum FormulaGuard {
  /// The text as it is written to a file. Never for numbers.
  public static func guarded(_ text: String) -> String {
    isFormula(text.utf8.drop { $0 == apostrophe }) ? "'" + text : text
  }

  /// The text as it was before ``guarded(_:)``.
  public static func unguarded(_ text: String) -> String {
    guard text.utf8.first == apostrophe, isFormula(text.utf8.drop { $0 == apostrophe }) else { return text }
    return String(text.dropFirst())
  }

  private static let apostrophe = UInt8(ascii: "'")

  private static func isFormula(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.first.map { "=+-@\t".utf8.contains($0) } ?? false
  }
}
