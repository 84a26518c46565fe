import SampleData
import TabularText
import Testing

@Suite("CSV is read and written as Python's csv module does it")
struct CSVOracleTests {
  @Test func filesInManyHandwritingsAreReadAlike() throws {
    var generator = SeededGenerator(seed: testSeed)
    let files = (0..<4000).map { _ in Handwriting.file(&generator) }
    try expectAlike(files)
  }

  @Test func filesOfRandomSignsAreReadOrRefusedAlike() throws {
    var generator = SeededGenerator(seed: testSeed + 1)
    let signs = ["a", "中", ",", ",", "\"", "\"", "\n", "\r\n", " "]
    let files = (0..<8000).map { _ in
      (0..<generator.count(0...24)).flatMap { _ in Array(generator.pick(signs).utf8) }
    }
    try expectAlike(files)
  }

  @Test func whatIsWrittenPythonReadsBack() throws {
    var generator = SeededGenerator(seed: testSeed + 2)
    // A byte-order mark that begins the file is no text, for either reader.
    let tables = (0..<4000).map { _ in [["header"]] + generator.records() }
    let files = tables.map { table in
      var writer = CSVWriter()
      for record in table { writer.append(record) }
      return writer.bytes
    }
    let answers = try PythonCSV.reads(files)
    try #require(answers.count == files.count)
    for ((table, file), answer) in zip(zip(tables, files), answers) {
      #expect(answer.fault == nil && answer.rows.map(\.fields) == table, "seed \(testSeed): \(table)")
      #expect(records(file) == table, "seed \(testSeed): \(table)")
    }
  }

  private func records(_ file: [UInt8]) -> [[String]]? {
    let records = CSVEvent.all(file).compactMap { if case .record(_, let fields) = $0 { fields } else { nil } }
    return records.count == CSVEvent.all(file).count ? records : nil
  }

  /// All records before the first fault are the same, lines included, and so is the fault.
  private func expectAlike(_ files: [[UInt8]]) throws {
    let answers = try PythonCSV.reads(files)
    try #require(answers.count == files.count)
    let different = zip(files, answers).filter { file, answer in
      let events = CSVEvent.all(file)
      let rows = events.prefix { if case .record = $0 { true } else { false } }
      return rows.map { $0 } != answer.rows.map { .record($0.line, $0.fields) }
        || !isAlike(events.dropFirst(rows.count).first, answer.fault)
    }
    let samples = different.prefix(3).map { String(decoding: $0.0, as: UTF8.self).debugDescription }
    #expect(different.isEmpty, "seed \(testSeed): \(different.count) files such as \(samples)")
  }

  /// Python tells a quote that is not closed by the last line; we tell it by where it opened.
  private func isAlike(_ fault: CSVEvent?, _ reference: PythonCSV.Fault?) -> Bool {
    guard let reference else { return fault == nil }
    switch reference.kind {
    case "text after quote": return fault == .fault(reference.line, .textAfterQuote)
    default:
      guard case .fault(let line, .quoteNotClosed) = fault else { return false }
      return line <= reference.line
    }
  }
}

/// A table as different programs would write it: quotes where needed or everywhere, LF or CRLF, blank lines, with or
/// without a byte-order mark and a line end at the end.
private enum Handwriting {
  static func file(_ generator: inout SeededGenerator) -> [UInt8] {
    var text = generator.chance(0.3) ? "\u{FEFF}" : ""
    let end = generator.chance(0.5) ? "\n" : "\r\n"
    let quotesAll = generator.chance(0.3)
    for record in generator.records() {
      while generator.chance(0.2) { text += end }
      text += record.map { field in
        let mustQuote = field.isEmpty && record.count == 1 || field.utf8.contains { ",\"\n\r".utf8.contains($0) }
        return quotesAll || mustQuote || generator.chance(0.2) ? quoted(field) : field
      }.joined(separator: ",")
      text += end
    }
    if generator.chance(0.3), text.hasSuffix(end) { text.removeLast() }
    return Array(text.utf8)
  }

  private static func quoted(_ field: String) -> String {
    "\"" + field.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}
