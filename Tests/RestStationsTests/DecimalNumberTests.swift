import RestStations
import Testing

@Suite("Decimal numbers are read as people write them")
struct DecimalNumberTests {
  @Test(arguments: [
    ("0", 0.0), ("-0", 0), ("35.5531959", 35.5531959), ("+1", 1), ("-116.7841105", -116.7841105), (".5", 0.5),
    ("5.", 5),
    ("007", 7), ("1e2", 100), ("1E+2", 100), ("25e-1", 2.5), ("1e308", 1e308), ("1e-400", 0), ("-.5e1", -5),
  ])
  func numbersAreTaken(text: String, value: Double) {
    #expect(DecimalNumber.parse(text) == value)
  }

  @Test func numbersOf64CharactersAreTaken() {
    #expect(DecimalNumber.parse(String(repeating: "0", count: 63) + "9") == 9)
    #expect(DecimalNumber.parse("0." + String(repeating: "3", count: 62)) == 1.0 / 3)
  }

  @Test func minusZeroKeepsItsSign() {
    #expect(DecimalNumber.parse("-0")?.sign == .minus)
  }

  @Test(arguments: [
    "", " ", "nan", "NaN", "-nan", "inf", "-inf", "Infinity", "infinity", "0x10", "0x1p4", "0x", "1e400", "-1e400",
    " 1",
    "1 ", "1\n", "\t1", "1,5", "1_000", "1.2.3", "--1", "+-1", "+", "-", ".", "-.", "e5", ".e5", "1e", "1e+", "1e1.5",
    "1e1e1", "abc", "12abc", "１", "٣", "½", "1\u{0}", "35°", "1f", "1d",
    String(repeating: "0", count: 65), String(repeating: "9", count: 100_000),
  ])
  func allElseIsRefused(text: String) {
    #expect(DecimalNumber.parse(text) == nil)
  }

  @Test func numbersReadAsTheSwiftLibraryPrintsThem() {
    for step in 0..<5000 {
      let value = Double(step * 7919 % 360_000_007) / 1e6 - 180
      #expect(DecimalNumber.parse("\(value)") == value)
    }
  }
}
