import Foundation
import SampleData
import TabularText
import TestSupport
import Testing

@Suite("GB18030 is read as Python's codec reads it")
struct GB18030Tests {
  @Test func everyCharacterIsRead() throws {
    let blocks = try Oracle.run("gb18030_oracle.py", ["blocks"])
    #expect(blocks.count == 0x1100 - 8 - 25, "the surrogates and the private use area are passed over")
    let wrong = try blocks.filter { block in
      let pair = try block.split(separator: " ").map { try bytes($0) }
      let text = try #require(GB18030.decode(pair[1]))
      return text.faults > 0 || text.utf8 != pair[0]
    }
    #expect(wrong.isEmpty, "\(wrong.count) blocks such as \(wrong.first ?? "")")
  }

  @Test func randomBytesAreReadOrRefusedAlike() throws {
    var generator = SeededGenerator(seed: testSeed)
    let files = (0..<20_000).map { _ in (0..<generator.count(1...8)).map { _ in Self.byte(&generator) } }
    let answers = try Oracle.run(
      "gb18030_oracle.py", ["decode"], input: files.map { Data($0).base64EncodedString() })
    try #require(answers.count == files.count)
    #expect(answers.count { $0 != "null" } > 2000)
    let wrong = try zip(files, answers).filter { file, answer in
      let text = try #require(GB18030.decode(file))
      if answer != "null" { return try text.faults > 0 || text.utf8 != bytes(answer[...]) }
      // What Python does not tell here is a moved character: read, and to no fault.
      return text.faults == 0 && !holdsMoved(text.utf8)
    }
    #expect(wrong.isEmpty, "seed \(testSeed): \(wrong.count) such as \(wrong.first.map { "\($0)" } ?? "")")
  }

  @Test func whatIsWrongIsOneByteAndReadingGoesOnBehindIt() throws {
    let cases: [([UInt8], [UInt8])] = [
      ([0xD7], [0xFF]), ([0xD7, 0x2C], [0xFF, 0x2C]), ([0xD7, 0xD6, 0xD7], [0xE5, 0xAD, 0x97, 0xFF]),
      ([0x81, 0x30, 0x81], [0xFF, 0x30, 0xFF]), ([0x81, 0x30, 0x2C, 0x30], [0xFF, 0x30, 0x2C, 0x30]),
      ([0xFF, 0xD7, 0xD6], [0xFF, 0xE5, 0xAD, 0x97]), ([], []),
    ]
    for (given, utf8) in cases {
      let text = try #require(GB18030.decode(given))
      #expect(text.utf8 == utf8)
      #expect(text.faults == utf8.count { $0 == 0xFF })
    }
  }

  @Test(arguments: [65_535, 65_536, 65_537, 200_000])
  func aLongTextIsReadWhole(length: Int) throws {
    let text = try #require(
      GB18030.decode([UInt8](repeating: UInt8(ascii: "a"), count: length) + [0x81, 0x30, 0x81, 0x30, 0xD7, 0xD6]))
    #expect(text.faults == 0)
    #expect(text.utf8 == Array((String(repeating: "a", count: length) + "\u{80}字").utf8))
  }

  @Test func aCSVFileInGB18030HasTheRecordsOfTheSameInUTF8() throws {
    let file = "编号,名称\r\n\r\n1,\"充, \"\"新\"\"\r\n苑\"\r\n2,𠮷€é·\r\n"
    #expect(CSVEvent.all(try Oracle.encoded(file, "gb18030")) == CSVEvent.all(file.utf8))
    #expect(CSVEvent.all(try Oracle.encoded("\u{FEFF}" + file, "gb18030")) == CSVEvent.all(file.utf8))
  }

  private func bytes(_ base64: Substring) throws -> [UInt8] {
    [UInt8](try #require(Data(base64Encoded: String(base64))))
  }

  private func holdsMoved(_ utf8: [UInt8]) -> Bool {
    String(decoding: utf8, as: UTF8.self).unicodeScalars.contains { scalar in
      switch scalar.value {
      case 0x1E3F, 0x9FB4...0x9FBB, 0xE000...0xF8FF, 0xFE10...0xFE19, 0x20000...0x2FFFF: true
      default: false
      }
    }
  }

  /// Such bytes as make characters of one, two and four, and none.
  private static func byte(_ generator: inout SeededGenerator) -> UInt8 {
    switch generator.count(0...9) {
    case 0: UInt8(generator.count(0...0x7F))
    case 1...3: UInt8(generator.count(0x30...0x39))
    case 4: UInt8(generator.count(0x81...0x84))
    case 5: [0x7F, 0x80, 0xFF, 0x40, 0xFE][generator.count(0...4)]
    default: UInt8(generator.count(0x81...0xFE))
    }
  }
}

@Suite("Bytes are known for UTF-8 as the standard library knows them")
struct UTF8CheckTests {
  @Test func randomBytes() {
    var generator = SeededGenerator(seed: testSeed)
    let interesting: [UInt8] = [
      0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE5, 0xED, 0xEF, 0xF0, 0xF1,
      0xF4, 0xF5, 0xFF,
    ]
    let wrong = (0..<300_000).map { _ in
      (0..<generator.count(0...4)).map { _ in generator.pick(interesting) }
    }
    .filter { bytes in
      let long = [UInt8](repeating: 0x41, count: 9) + bytes + [0x41]
      return [bytes, long].contains { bytes in
        let isRight = bytes.withUnsafeBufferPointer(UTF8Check.faults) == 0
        return isRight != (String(validating: bytes, as: UTF8.self) != nil)
      }
    }
    #expect(wrong.isEmpty, "seed \(testSeed): \(wrong.count) such as \(wrong.first ?? [])")
  }
}
