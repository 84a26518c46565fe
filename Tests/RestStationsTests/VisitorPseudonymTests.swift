import RestStations
import Testing

@Suite("A visitor's reference becomes a pseudonym that tells nothing without the key")
struct VisitorPseudonymTests {
  private static let key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

  @Test func aPseudonymIsTheHMACOfTheReference() throws {
    // By Python: hmac.digest(bytes(range(32)), "外卖-0042".encode(), "sha256").
    let key = try #require(SecretKey(hex: Self.key.utf8))
    let reference = try #require(VisitorReference(" \t外卖-0042\n"))
    let pseudonym = VisitorPseudonym(reference, under: key)
    #expect(hexadecimal(pseudonym.bytes) == "cc19689fc8665b4b3ed36c2c7d705237aadedad2fe483a34215b5fa2a4954bfd")
    #expect(VisitorPseudonym(bytes: pseudonym.bytes) == pseudonym)
    #expect(VisitorPseudonym(bytes: []) == nil)
  }

  @Test func otherReferencesAndOtherKeysGiveOtherPseudonyms() throws {
    let (one, other) = (SecretKey.random(), SecretKey.random())
    let references = try ["13800000000", "13800000001", "a", "A"].map { try #require(VisitorReference($0)) }
    let all = references.flatMap { [VisitorPseudonym($0, under: one), VisitorPseudonym($0, under: other)] }
    #expect(Set(all).count == 8)
  }

  @Test func aReferenceIsTrimmedAndAtMost200Characters() throws {
    #expect(VisitorReference("\u{3000} 1 2 \r\n")?.text == "1 2")
    #expect(VisitorReference(String(repeating: "驿", count: 200))?.text.count == 200)
    #expect(VisitorReference(" " + String(repeating: "驿", count: 200) + " ") != nil)
    #expect(VisitorReference(String(repeating: "驿", count: 201)) == nil)
    #expect(VisitorReference("a" + String(repeating: "\u{301}", count: 200)) == nil)
    for blank in ["", " ", "\t\r\n", "\u{3000}"] { #expect(VisitorReference(blank) == nil) }
  }

  @Test func neitherReferenceNorKeyIsToldByMistake() throws {
    let reference = try #require(VisitorReference("13800000000"))
    let key = try #require(SecretKey(hex: Self.key.utf8))
    var dumped = ""
    dump(reference, to: &dumped)
    dump(key, to: &dumped)
    for told in ["\(reference)", String(reflecting: reference), "\(key)", String(reflecting: key), dumped] {
      #expect(!told.contains("1380") && !told.contains("0102") && !told.contains("1, 2"), "\(told)")
    }
  }
}
