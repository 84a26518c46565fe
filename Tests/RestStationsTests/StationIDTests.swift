import RestStations
import Testing

@Suite("A station id is 1 to 64 letters, digits and . _ : -, a letter or digit first")
struct StationIDTests {
  @Test(arguments: [
    "a", "Z", "0", "YZ-0001", "a.b_c:d-e", "0---", "Nearest", "nearest1", "imports", String(repeating: "x", count: 64),
  ])
  func wellFormedIdsAreTaken(text: String) throws {
    let id = try #require(StationID(text))
    #expect(id.text == text)
    #expect(id.description == text)
  }

  @Test(arguments: [
    "", " ", "-a", ".a", "_a", ":a", "a b", " a", "a ", "a/b", "a%b", "a\"b", "a\u{0}", "a\n", "é", "ａ", "兖州", "a😀",
    "a\u{301}", String(repeating: "x", count: 65), "nearest", "changes", "import",
  ])
  func allElseIsRefused(text: String) {
    #expect(StationID(text) == nil)
  }

  @Test func everyASCIICharacterIsJudgedByTheRule() {
    let first = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    let later = first.union("._:-")
    for byte in UInt8(0)..<128 {
      let character = Character(Unicode.Scalar(byte))
      #expect((StationID(String(character)) != nil) == first.contains(character), "byte \(byte)")
      #expect((StationID("a\(character)b") != nil) == later.contains(character), "byte \(byte)")
    }
  }

  @Test func idsAreOrderedByTheirBytes() throws {
    let texts = ["a:b", "YZ-2", "YZ-10", "YZ.1", "yz-1", "a", "a-b", "A", "0", "a_b", "aa", "YZ-1"]
    let sorted = try texts.map { try #require(StationID($0)) }.sorted().map(\.text)
    #expect(sorted == ["0", "A", "YZ-1", "YZ-10", "YZ-2", "YZ.1", "a", "a-b", "a:b", "a_b", "aa", "yz-1"])
  }
}
