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

  /// The bytes of two members as the writer without escapes has them; nothing where it says that one needs an escape.
  private func plain(_ texts: [[UInt8]]) -> [UInt8]? {
    var needsEscape = false
    let room = texts.map(\.count).reduce(100, +) + PlainMembers.slack
    let bytes = [UInt8](unsafeUninitializedCapacity: room) { memory, count in
      guard let start = memory.baseAddress else { return }
      var members = PlainMembers(start)
      members.append("[")
      for text in texts {
        members.name("t")
        text.withUnsafeBufferPointer { members.string($0) }
      }
      members.member("n", texts.count)
      (count, needsEscape) = (members.count, members.needsEscape)
    }
    return needsEscape ? nil : bytes
  }

  /// Of every length, and with what needs an escape at every place: the fast writer writes what the plain one does, or
  /// says that it cannot.
  @Test func membersWithoutEscapesAreTheSameHoweverTheyAreWritten() {
    var generator = SeededGenerator(seed: 9)
    for count in 0..<40 {
      let texts = (0..<2).map { _ in (0..<count).map { _ in UInt8.random(in: 0x23...0x5B, using: &generator) } }
      var json = JSONText()
      json.append("[")
      for text in texts { text.withUnsafeBufferPointer { json.member("t", $0) } }
      json.member("n", 2)
      #expect(plain(texts) == json.bytes)
      for place in 0..<count {
        for byte in [0x00, 0x1F, 0x22, 0x5C, 0x20, 0x7F, 0xA2, 0xDC, 0xFF] as [UInt8] {
          var text = texts[0]
          text[place] = byte
          #expect((plain([texts[1], text]) == nil) == [0x00, 0x1F, 0x22, 0x5C].contains(byte))
        }
      }
    }
  }
}
