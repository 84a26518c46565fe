import TabularText
import Testing

@Suite("A CSV file is read as RFC 4180 has it")
struct CSVReaderTests {
  @Test func fieldsAreWhatStandsBetweenCommas() {
    #expect(CSVEvent.all("a,b,c\n,,\n".utf8) == [.record(1, ["a", "b", "c"]), .record(2, ["", "", ""])])
  }

  @Test func spaceBelongsToTheField() {
    #expect(CSVEvent.all(" a , b\n".utf8) == [.record(1, [" a ", " b"])])
  }

  @Test func quotedFieldsHoldCommasQuotesAndLineEnds() {
    let file = "\"a,b\",\"say \"\"hi\"\"\",\"one\ntwo\r\nthree\"\nnext\n"
    #expect(
      CSVEvent.all(file.utf8) == [.record(1, ["a,b", "say \"hi\"", "one\ntwo\r\nthree"]), .record(4, ["next"])])
  }

  @Test func quotesWithinAFieldThatBeginsWithoutOneAreCharacters() {
    #expect(CSVEvent.all("a\"b\"c,5\"\n".utf8) == [.record(1, ["a\"b\"c", "5\""])])
  }

  @Test(arguments: ["a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\n1,2", "a,b\r\n1,2", "\u{FEFF}a,b\n1,2\n"])
  func lineEndsAndByteOrderMarkMakeNoDifference(file: String) {
    #expect(CSVEvent.all(file.utf8) == [.record(1, ["a", "b"]), .record(2, ["1", "2"])])
  }

  @Test func aByteOrderMarkFurtherOnIsText() {
    #expect(CSVEvent.all("a\n\u{FEFF}b\n".utf8) == [.record(1, ["a"]), .record(2, ["\u{FEFF}b"])])
  }

  @Test func blankLinesAreNoRecordsButCount() {
    #expect(CSVEvent.all("\n\r\na\n\n\n\nb\n\n".utf8) == [.record(3, ["a"]), .record(7, ["b"])])
  }

  @Test func aQuotedEmptyFieldIsARecord() {
    #expect(CSVEvent.all("\"\"\n".utf8) == [.record(1, [""])])
  }

  @Test func aCommaAtTheEndOfTheFileIsFollowedByAnEmptyField() {
    #expect(CSVEvent.all("a,".utf8) == [.record(1, ["a", ""])])
  }

  @Test func aReturnWithoutALineFeedIsACharacter() {
    #expect(CSVEvent.all("a\rb,c\r".utf8) == [.record(1, ["a\rb", "c\r"])])
  }

  @Test(arguments: ["", "\u{FEFF}", "\n", "\r\n\r\n"])
  func aFileOfNothingHasNoRecords(file: String) {
    #expect(CSVEvent.all(file.utf8).isEmpty)
  }

  @Test func progressEndsAtTheSize() throws {
    let file = Array("\u{FEFF}a,b\n1,\"2\n3\"\n".utf8)
    var reader = CSVReader(file)
    var last = 0
    while try reader.next() != nil {
      #expect(reader.progress > last)
      last = reader.progress
    }
    #expect(reader.progress == file.count)
    #expect(reader.size == file.count)
  }
}

@Suite("A faulty CSV record is refused by its line, and reading goes on behind it")
struct CSVReaderFaultTests {
  @Test func textAfterAClosingQuoteIsRefused() {
    #expect(
      CSVEvent.all("a\n\"b\"c,d\ne\n".utf8) == [
        .record(1, ["a"]), .fault(2, .textAfterQuote), .record(3, ["e"]),
      ])
  }

  @Test func textAfterAQuoteThatClosesOnALaterLineIsRefusedByThatLine() {
    #expect(CSVEvent.all("\"b\nc\"d,e\nf\n".utf8) == [.fault(2, .textAfterQuote), .record(3, ["f"])])
  }

  @Test func aSpaceAfterAClosingQuoteIsRefused() {
    #expect(CSVEvent.all("\"a\" ,b\nc\n".utf8) == [.fault(1, .textAfterQuote), .record(2, ["c"])])
  }

  @Test func aQuoteThatIsNeverClosedIsRefusedByTheLineOfTheRecord() {
    #expect(CSVEvent.all("a\nb,\"c\nd\ne\n".utf8) == [.record(1, ["a"]), .fault(2, .quoteNotClosed)])
  }

  @Test func aLoneQuoteAtTheEndIsNotClosed() {
    #expect(CSVEvent.all("a\n\"".utf8) == [.record(1, ["a"]), .fault(2, .quoteNotClosed)])
  }

  @Test func anOpenQuoteIsRefusedByTheLineThatItStandsOn() {
    // The record begins on line 1, its open quote stands on line 2.
    #expect(CSVEvent.all("\"one\ntwo\",\"open\nnever closed".utf8) == [.fault(2, .quoteNotClosed)])
  }

  @Test func ofTwoFaultsInARecordTheFirstIsTold() {
    #expect(CSVEvent.all("\"a\"b,\"open\n".utf8) == [.fault(1, .textAfterQuote)])
  }

  @Test(arguments: [[0xFF], [0xC0, 0x80, 0x80], [0xE5, 0x85, 0xE5], [0xED, 0xA0, 0x80], [0x80]])
  func whatIsInNoEncodingIsRefused(_ wrong: [UInt8]) {
    let plain = Array("a\nb,".utf8) + wrong + Array(",c\nd\n".utf8)
    #expect(CSVEvent.all(plain) == [.record(1, ["a"]), .fault(2, .badEncoding), .record(3, ["d"])])
    let quoted = Array("a\nb,\"".utf8) + wrong + Array("\",c\nd\n".utf8)
    #expect(CSVEvent.all(quoted) == [.record(1, ["a"]), .fault(2, .badEncoding), .record(3, ["d"])])
  }

  @Test func ofADamagedFileOnlyTheDamagedRecordsAreRefused() {
    let name: [UInt8] = [0xD7, 0xD6, 0xB7, 0xFB]  // 字符
    let file = Array("id\n".utf8) + name + Array("\n".utf8) + name.dropLast() + Array("\n".utf8) + name
    #expect(
      CSVEvent.all(file) == [.record(1, ["id"]), .record(2, ["字符"]), .fault(3, .badEncoding), .record(4, ["字符"])])
    let utf8 = Array("字符\n字\n兖州".utf8)
    #expect(
      CSVEvent.all(utf8 + [0xE5, 0x85] + Array(",x\n充新苑\n".utf8)) == [
        .record(1, ["字符"]), .record(2, ["字"]), .fault(3, .badEncoding), .record(4, ["充新苑"]),
      ])
  }

  @Test func withUTF8sByteOrderMarkAFileIsNotGB18030() {
    let name: [UInt8] = [0xD7, 0xD6]  // 字
    #expect(CSVEvent.all(Array("\u{FEFF}a\n".utf8) + name) == [.record(1, ["a"]), .fault(2, .badEncoding)])
  }

  @Test func everyFaultyRecordIsToldAndEveryGoodOneRead() {
    let file = Array("a,b\n\"x\"y,1\nok,2\nbad".utf8) + [0xFF] + Array(",3\nok,4\n\"\"z\nok,5\n\"open\n".utf8)
    #expect(
      CSVEvent.all(file) == [
        .record(1, ["a", "b"]), .fault(2, .textAfterQuote), .record(3, ["ok", "2"]), .fault(4, .badEncoding),
        .record(5, ["ok", "4"]), .fault(6, .textAfterQuote), .record(7, ["ok", "5"]), .fault(8, .quoteNotClosed),
      ])
  }
}
