import Foundation
import SampleData
import StationDirectory
import Testing

@Suite("JSON is written as RFC 8259 has it")
struct JSONTextTests {
  private func text(_ write: (inout JSONText) -> Void) -> String {
    var json = JSONText()
    write(&json)
    return String(decoding: json.bytes, as: UTF8.self)
  }

  @Test func commasArePutBetweenMembersAndNowhereElse() {
    let written = text { json in
      json.append("{")
      json.member("a", 1)
      json.member("b", nil as String?)
      json.member("c", ["x", "y"])
      json.member("d", [String]())
      json.member("e", true)
      json.member("f", nil as Int?)
      json.member("g", -0.0, decimals: 1)
      json.member("h", "")
      json.append("}")
    }
    #expect(written == #"{"a":1,"c":["x","y"],"d":[],"e":true,"g":0.0,"h":""}"#)
  }

  @Test func aTextThatEndsLikeAnOpenBracketIsFollowedByAComma() {
    #expect(
      text { json in
        json.append("{")
        json.member("a", "{")
        json.member("b", "[")
        json.append("}")
      } == #"{"a":"{","b":"["}"#)
  }

  @Test func quotesBackslashesAndControlCharactersAreEscaped() {
    #expect(
      text { $0.string("\"\\/\n\r\t\u{0}\u{8}\u{F}\u{10}\u{1F}\u{7F}é😀") }
        == "\"\\\"\\\\/\\n\\r\\t\\u0000\\u0008\\u000f\\u0010\\u001f\u{7F}é😀\"")
  }

  @Test func everyTextReadsBackAsItWas() throws {
    var generator = SeededGenerator(seed: testSeed)
    let texts = (0..<5000).map { _ in
      let scalars = (0..<Int.random(in: 0..<20, using: &generator)).compactMap { _ in
        let limit: UInt32 = generator.chance(0.6) ? 0x80 : generator.chance(0.5) ? 0x3000 : 0x11_0000
        return Unicode.Scalar(UInt32.random(in: 0..<limit, using: &generator))
      }
      return String(String.UnicodeScalarView(scalars))
    }
    let written = text { json in
      json.append("{")
      json.member("texts", texts)
      json.append("}")
    }
    let object = try JSONSerialization.jsonObject(with: Data(written.utf8)) as? [String: [String]]
    let read = try #require(object?["texts"])
    #expect(read.count == texts.count)
    for (read, text) in zip(read, texts) {
      #expect(read.utf8.elementsEqual(text.utf8), "seed \(testSeed): \(text.debugDescription)")
    }
  }

  @Test func itemsOfAnArrayAreSeparated() {
    #expect(
      text { json in
        json.append("[")
        json.separate()
        json.number(1.25, decimals: 2)
        json.separate()
        json.string("x")
        json.append("]")
      } == #"[1.25,"x"]"#)
  }
}
