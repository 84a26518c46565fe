import RestStations
import Testing

@Suite("An access token is 256 random bits that tell when they are mangled, and tell nothing by mistake")
struct AccessTokenTests {
  private struct Constant: RandomNumberGenerator {
    let value: UInt64
    mutating func next() -> UInt64 { value }
  }

  @Test func aTokenIsThePrefix43DigitsAnd6OfTheirChecksum() {
    // By Python: base 62 of 2²⁵⁶ − 1 and of 0, zlib.crc32 of what stands before.
    var ones = Constant(value: .max)
    #expect(AccessToken.random(using: &ones).text == "yz_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp11yChc4")
    var zeros = Constant(value: 0)
    #expect(AccessToken.random(using: &zeros).text == "yz_00000000000000000000000000000000000000000003WCgj6")
  }

  @Test func aTokenIsReadAsItWasGivenOut() throws {
    for _ in 0..<200 {
      let token = AccessToken.random()
      #expect(token.text.utf8.count == 52)
      let again = try #require(AccessToken.parse(token.text))
      #expect(again.text == token.text)
      #expect(again.digest == token.digest)
    }
  }

  @Test func noTwoTokensAreAlike() {
    #expect(Set((0..<1000).map { _ in AccessToken.random().digest }).count == 1000)
  }

  @Test func everyMangledTokenIsRefused() {
    let text = AccessToken.random().text
    let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    let characters = Array(text)
    for place in characters.indices {
      // One wrong character, two that changed places, one lost, one too many.
      for digit in digits where digit != characters[place] {
        var mangled = characters
        mangled[place] = digit
        #expect(AccessToken.parse(String(mangled)) == nil)
      }
      var swapped = characters
      swapped.swapAt(place, (place + 1) % characters.count)
      #expect(swapped == characters || AccessToken.parse(String(swapped)) == nil)
      var shorter = characters
      shorter.remove(at: place)
      #expect(AccessToken.parse(String(shorter)) == nil)
      #expect(AccessToken.parse(text + [characters[place]]) == nil)
      #expect(AccessToken.parse(String(characters[..<place])) == nil)
    }
  }

  @Test(arguments: ["", "yz_", " ", "Bearer yz_", String(repeating: "z", count: 52), String(repeating: "驿", count: 52)])
  func whatIsNoTokenIsRefused(text: String) {
    #expect(AccessToken.parse(text) == nil)
  }

  @Test func whiteSpaceAndOtherCaseAreRefused() {
    let text = AccessToken.random().text
    for mangled in [" " + text, text + " ", text + "\n", text.uppercased(), text.replacing("yz_", with: "YZ_")] {
      #expect(AccessToken.parse(mangled) == nil)
    }
  }

  @Test func aNumberBeyond256BitsIsRefusedThoughItsChecksumIsRight() {
    #expect(AccessToken.parse("yz_yhjskwdA6OZ1AL1YmHWZWm8LLG7HjnuCA2j5rOw8Xp24RVy62") == nil)
  }

  @Test func nothingButTheTextTellsTheSecret() {
    let token = AccessToken.random()
    let secret = token.text.dropFirst(3)
    var dumped = ""
    dump(token, to: &dumped)
    dump([token.text.count: token], to: &dumped)
    for told in ["\(token)", String(reflecting: token), String(describing: Optional(token)), dumped] {
      #expect(!told.contains(secret.prefix(6)), "\(told)")
    }
  }

  @Test func theDigestIsTheSHA256OfTheText() throws {
    var zeros = Constant(value: 0)
    let digest = AccessToken.random(using: &zeros).digest
    #expect(hexadecimal(digest.bytes) == "d51145d631c73bfbc3aa127139a61d4804b4e8eb82ab5de83dfbd95e703a30e9")
    #expect(TokenDigest(bytes: digest.bytes) == digest)
    #expect(TokenDigest(bytes: digest.bytes + [0]) == nil)
    #expect(TokenDigest(bytes: []) == nil)
    for place in digest.bytes.indices {
      var other = digest.bytes
      other[place] ^= 1
      #expect(TokenDigest(bytes: other) != digest)
    }
  }

  @Test func rolesHaveTheContractsWords() {
    #expect(Role.allCases.map(\.rawValue) == ["manager", "staff", "admin"])
  }

  @Test func theChecksumIsThatOfISOHDLC() {
    #expect(CRC32.checksum(Array("123456789".utf8)[...]) == 0xCBF4_3926)
    #expect(CRC32.checksum([]) == 0)
  }
}
