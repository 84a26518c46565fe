import TestSupport
import Testing

@Suite("Bad usage is told apart from failure")
struct UsageTests {
  @Test(arguments: [
    ["nearest"], ["nearest", "35.5"], ["nearest", "35.5", "116.8", "7"], ["nearest", "north", "116.8"],
    ["nearest", "91", "116.8"], ["nearest", "35.5", "-181"], ["nearest", "nan", "116.8"], ["nearest", "1e400", "0"],
    ["nearest", "35.5", "116.8", "--limit", "0"], ["nearest", "35.5", "116.8", "--limit", "101"],
    ["nearest", "35.5", "116.8", "--limit", "five"], ["nearest", "35.5", "116.8", "--radius-m", "-5"],
    ["nearest", "35.5", "116.8", "--radius-m", "0"], ["nearest", "35.5", "116.8", "--kind", "palace"],
    ["nearest", "35.5", "116.8", "--open", "sometimes"], ["nearest", "35.5", "116.8", "--format", "xml"],
    ["nearest", "35.5", "116.8", "--lang", "fr"], ["nearest", "35.5", "116.8", "--amenity", "a b&c=d"],
    ["nearest", "35.5", "116.8", "--no-such-option"], ["nearest", "35.5", "116.8", "--server", "ftp://example.org"],
    ["station", "show"], ["station", "import"], ["station", "list", "--status", "gone"], ["station", "frobnicate"],
    ["station", "export", "--format", "xml"], ["frobnicate"], ["serve", "--port", "65536"],
    ["serve", "--port", "http"],
    ["db", "frobnicate"],
  ])
  func badUsageIs64(arguments: [String]) throws {
    let place = try Workplace.withYanzhou()
    let outcome = try place.start(arguments, ["YIZHAN_DB": Workplace.database]).outcome()
    #expect(outcome.status == 64, "\(outcome.messages)")
    #expect(outcome.output == "")
    #expect(outcome.messages != "")
  }

  @Test func everyFaultOfAQuestionIsNamed() throws {
    let place = try Workplace.withYanzhou()
    let outcome = try place.run("nearest", "91", "181", "--limit", "0", "--amenity", "coffee")
    #expect(outcome.status == 64)
    for name in ["lat", "lon", "limit", "coffee"] { #expect(outcome.messages.contains(name)) }
  }

  @Test(arguments: [
    ["nearest", "35.5", "116.8"], ["station", "list"], ["station", "show", "A"], ["station", "export"],
  ])
  func aMissingDatabaseFailsAndSaysWhatMakesOne(arguments: [String]) throws {
    let place = try Workplace()
    let outcome = try place.start(arguments + ["--db", "none.sqlite"]).outcome()
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.messages.contains("none.sqlite"))
    #expect(outcome.messages.contains("station import"))
    #expect(!place.exists("none.sqlite"))
  }

  @Test func aFileThatIsNoDatabaseFailsAndIsLeftAlone() throws {
    let place = try Workplace()
    let text = String(repeating: "not a database, but somebody's thesis\n", count: 100)
    try place.folder.write("thesis.txt", text)
    for arguments in [["nearest", "0", "0"], ["station", "import", Workplace.yanzhou], ["db", "migrate"], ["serve"]] {
      let outcome = try place.start(arguments + ["--db", "thesis.txt"]).outcome()
      #expect(outcome.status == 1)
      #expect(outcome.messages.contains("thesis.txt"))
    }
    #expect(try place.text(of: "thesis.txt") == text)
  }

  @Test func theVersionIsPrinted() throws {
    let outcome = try Workplace().runBare("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("."))
  }
}
