import SampleData
import TabularText
import Testing

@Suite("A spreadsheet takes no text for a formula")
struct FormulaGuardTests {
  @Test(arguments: ["=1+1", "+86 537", "-", "@sum", "\tx", "'=1", "''@", "=\u{301}"])
  func textsThatBeginLikeFormulasAreGuarded(text: String) {
    #expect(FormulaGuard.guarded(text).utf8.elementsEqual(Array("'".utf8) + Array(text.utf8)))
  }

  @Test(arguments: ["", "a=1", " =1", "'", "''", "'a", "兖州", "1-2", "＝1", "\n=1"])
  func otherTextsStandAsTheyAre(text: String) {
    #expect(FormulaGuard.guarded(text) == text)
    #expect(FormulaGuard.unguarded(text) == text)
  }

  @Test(arguments: [
    ("'=1", "=1"), ("''=1", "'=1"), ("'+", "+"), ("'-5", "-5"), ("'@", "@"), ("'\t", "\t"), ("=1", "=1"),
  ])
  func takingTheGuardOffGivesTheText(guarded: String, text: String) {
    #expect(FormulaGuard.unguarded(guarded) == text)
  }

  @Test func everyTextComesBackAndNoneBeginsAFormula() {
    var generator = SeededGenerator(seed: testSeed)
    let starts = ["", "'", "''", "'''", "=", "'=", "+", "-", "@", "\t", "'\t", "''-", "'@'", "a"]
    let wrong = (0..<20_000).map { _ in generator.pick(starts) + generator.field() }.filter { text in
      let guarded = FormulaGuard.guarded(text)
      return "=+-@\t".utf8.contains(guarded.utf8.first ?? 0)
        || !FormulaGuard.unguarded(guarded).utf8.elementsEqual(text.utf8)
    }
    #expect(wrong.isEmpty, "seed \(testSeed): \(wrong.count) texts such as \(wrong.prefix(3))")
  }
}
