import Foundation
import RestStations
import TestSupport
import Testing
import UsageReports

@Suite struct UsageCSVWriterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func written(_ table: UsageTable, _ language: Language = .english) throws -> [[String]] {
    let path = folder.path("usage.csv")
    try table.write(to: UsageCSVWriter(.file(path), language: language))
    return try PythonReading.csv(path)
  }

  @Test func everyRowIsReadBackByPython() throws {
    let table = try SampleUsage.small().table([.month, .station, .group])
    #expect(table.rows.count > 500)
    let records = try written(table)
    #expect(records.first == ["month", "station", "group", "visits", "people", "visitors"])
    #expect(Array(records.dropFirst()) == table.texts)
  }

  @Test func headerIsChineseWhenAskedFor() throws {
    let records = try written(try SampleUsage.small().table([.month, .town]), .chinese)
    #expect(records.first == ["月份", "镇街", "到访次数", "人次", "人数"])
  }

  @Test func visitorsAreFiguresWhereKnownAndBlankWhereNot() throws {
    let usage = try SampleUsage.small()
    let known = try written(usage.table([.town])).dropFirst()
    let unknown = try written(usage.table([.group])).dropFirst()
    #expect(!known.isEmpty && known.allSatisfy { Int($0.last ?? "") != nil })
    #expect(!unknown.isEmpty && unknown.allSatisfy { $0.last == "" })
  }

  @Test func textIsGuardedAndComesBackWhole() throws {
    let table = try SampleUsage.difficult().table([.town])
    let towns = try written(table).dropFirst().map { $0[0] }
    let expected = table.texts.map { ["=", "+", "-", "@", "\t", "'"].contains($0[0].prefix(1)) ? "'" + $0[0] : $0[0] }
    #expect(towns == expected)
    #expect(towns.contains("'=1+1") && towns.contains("two\nlines") && towns.contains("say \"hi\""))
  }

  @Test func greatAndNegativeFiguresAreWrittenDigitByDigit() throws {
    let figures: [Int64] = [0, 9, 10, 99, 100, 1_234_567_890, .max, .min, -7]
    let axis = UsageAxis(.day, values: figures.indices.map { "day \($0)" }, labels: [])
    let usage = try SampleUsage.small()
    let table = UsageTable(
      usage.table([.day]).question, axes: [axis],
      rows: figures.enumerated().map { UsageRow([$0], UsageMeasures(visits: $1, people: $1, visitors: $1)) },
      total: UsageMeasures())
    #expect(
      try written(table).dropFirst().map { Array($0.dropFirst()) }
        == figures.map { .init(repeating: "\($0)", count: 3) })
  }

  @Test func noRowsAreAHeader() throws {
    let usage = try SampleUsage(stations: [], monthCount: 1)
    #expect(try written(usage.table([.month])) == [["month", "visits", "people", "visitors"]])
  }

  @Test func totalAloneIsARow() throws {
    let usage = try SampleUsage.small()
    let records = try written(usage.table([]))
    #expect(records == [["visits", "people", "visitors"], ["\(usage.total.visits)", "\(usage.total.people)", ""]])
  }

  @Test func anAnswerThatIsCutByNothingIsItsTotal() throws {
    let table = UsageTable(
      try SampleUsage.small().table([]).question, axes: [], rows: [],
      total: UsageMeasures(visits: 12, people: 34, visitors: 5))
    #expect(try written(table) == [["visits", "people", "visitors"], ["12", "34", "5"]])
  }

  @Test func longFilesArriveInPiecesAndWhole() throws {
    var pieces: [[UInt8]] = []
    let axis = UsageAxis(.station, values: ["YZ-0001"], labels: [])
    var writer = UsageCSVWriter(UsageOutput { pieces.append($0) }, language: .english)
    try writer.begin(SampleUsage.small().table([.station]).question, [axis])
    for number in 0..<100_000 { try writer.append([0], UsageMeasures(visits: Int64(number), people: 1_000_000)) }
    try writer.end(total: UsageMeasures())
    #expect(pieces.count == 3)
    let lines = String(decoding: pieces.joined(), as: UTF8.self).split(separator: "\r\n")
    #expect(lines.count == 100_001)
    #expect(lines.last == "YZ-0001,99999,1000000,")
  }

  @Test func fileThatCannotBeMadeIsRefused() throws {
    #expect {
      _ = try UsageOutput.file(folder.path("none/usage.csv"))
    } throws: {
      ($0 as? YizhanError)?.code == .storageFailed
    }
  }

  @Test func fullDiskIsTold() throws {
    // Writing fails there with ENOSPC.
    var writer = UsageCSVWriter(try UsageOutput.file("/dev/full"), language: .english)
    try writer.begin(SampleUsage.small().table([]).question, [])
    #expect {
      try writer.end(total: UsageMeasures())
    } throws: {
      ($0 as? YizhanError)?.code == .storageFailed
    }
  }
}

extension UsageTable {
  /// Each row as text: values, then figures, unknown ones empty.
  var texts: [[String]] {
    rows.map { row in
      zip(axes, row.places).map { $0.values[$1] }
        + UsageMeasure.allCases.map { row.measures.value($0).map { "\($0)" } ?? "" }
    }
  }
}
