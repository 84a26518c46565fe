import TabularText
import Testing

@Suite("CSV is written with quotes where they are needed and nowhere else")
struct CSVWriterTests {
  private func written(_ records: [String]...) -> String {
    var writer = CSVWriter()
    for record in records { writer.append(record) }
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  @Test func plainFieldsStandAsTheyAre() {
    #expect(written(["a", "兖州 1", "", "it's"]) == "a,兖州 1,,it's\n")
  }

  @Test func fieldsWithCommasQuotesOrLineEndsAreQuoted() {
    #expect(
      written(["a,b", "say \"hi\"", "1\n2", "1\r2", "1\r\n2"])
        == "\"a,b\",\"say \"\"hi\"\"\",\"1\n2\",\"1\r2\",\"1\r\n2\"\n")
  }

  @Test func anEmptyFieldByItselfIsQuotedSoThatItIsNoBlankLine() {
    #expect(written([""], ["", ""]) == "\"\"\n,\n")
  }

  @Test func takingHandsOverWhatWasWrittenSince() {
    var writer = CSVWriter()
    writer.append(["a"])
    #expect(writer.take() == Array("a\n".utf8))
    #expect(writer.take().isEmpty)
    writer.append(["b"])
    #expect(writer.bytes == Array("b\n".utf8))
  }
}
