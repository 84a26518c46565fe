import Foundation
import RestStations
import TestSupport
import Testing
import UsageReports

@Suite(.serialized) struct UsageXLSXWriterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func written(
    _ usage: SampleUsage, _ by: [UsageDimension], _ language: Language = .english
  ) throws -> PythonReading.Workbook {
    let path = folder.path("usage.xlsx")
    try usage.table(by).write(to: UsageXLSXWriter(path, report: usage.report(), language: language))
    return try PythonReading.xlsx(path)
  }

  @Test(arguments: Language.allCases) func dataHasTheCellsOfTheCSVTyped(language: Language) throws {
    let usage = try SampleUsage.small()
    let by: [UsageDimension] = [.month, .town, .group]
    let path = folder.path("usage.csv")
    try usage.table(by).write(to: UsageCSVWriter(.file(path), language: language))
    let records = try PythonReading.csv(path)
    let data = try written(usage, by, language).data
    #expect(data.first == records.first?.map { "s:" + $0 })
    let typed = records.dropFirst().map { record in
      record.enumerated().map { column, text in text.isEmpty ? "-" : (column < 3 ? "s:" : "n:") + text }
    }
    #expect(typed.count > 100)
    #expect(Array(data.dropFirst()) == typed)
  }

  @Test func anAnswerThatIsCutByNothingIsItsTotal() throws {
    let usage = try SampleUsage.small()
    let path = folder.path("usage.xlsx")
    let total = UsageMeasures(visits: 12, people: 34, visitors: 5)
    try UsageTable(usage.table([]).question, axes: [], rows: [], total: total)
      .write(to: UsageXLSXWriter(path, report: usage.report(), language: .english))
    #expect(try PythonReading.xlsx(path).data == [["s:visits", "s:people", "s:visitors"], ["n:12", "n:34", "n:5"]])
  }

  @Test func numbersInTextColumnsStayText() throws {
    let data = try written(try SampleUsage.small(), [.hour, .weekday]).data
    #expect(data.dropFirst().allSatisfy { $0[0].hasPrefix("s:") && $0[0].count == 4 && $0[1].hasPrefix("s:") })
  }

  @Test func textThatLooksLikeAFormulaIsText() throws {
    let usage = try SampleUsage.difficult()
    let towns = try written(usage, [.town]).data.dropFirst().map { $0[0] }
    let expected = usage.table([.town]).texts.map { row in
      row[0].isEmpty ? "-" : "s:" + row[0].replacing("\u{1}", with: "\u{FFFD}")
    }
    #expect(towns == expected)
  }

  @Test func headerStaysInSightAndFilters() throws {
    let book = try written(try SampleUsage.small(), [.month, .town], .chinese)
    #expect(book.sheets == ["汇总", "数据"])
    #expect(book.frozen == "A2")
    #expect(book.filter == "A1:E\(book.data.count)")
    #expect(book.formats == ["#,##0"])
    // Four Chinese characters take eight columns.
    #expect((book.widths["B"] ?? 0) >= 10 && (book.widths["A"] ?? 0) >= 9)
  }

  @Test(arguments: Language.allCases) func summaryShowsTheFiguresOfTheReport(language: Language) throws {
    let usage = try SampleUsage.small()
    let report = usage.report()
    let book = try written(usage, [.month], language)
    let lines = book.summary
    #expect(lines.first == [language == .chinese ? "驿站服务统计报告" : "Usage of rest stations"])
    #expect(lines.contains { $0.contains("\(report.total.people)") && $0.contains("\(report.before.total.people)") })
    for table in [report.byMonth, report.byTown, report.byGroup, report.byService] {
      for row in table.rows {
        let label = table.axes[0].labels[row.places[0]].text(in: language)
        let line = lines.first { $0.first == label && $0.dropFirst(2).first == "\(row.measures.people)" }
        #expect(line?.dropFirst().first == "\(row.measures.visits)", "\(label)")
      }
    }
  }

  @Test func summaryHasChartsThatHoldTheirFigures() throws {
    let usage = try SampleUsage.small()
    let book = try written(usage, [.month])
    for number in 1...4 { #expect(book.files.contains("xl/charts/chart\(number).xml")) }
    for table in [usage.table([.month]), usage.table([.town]), usage.table([.group])] {
      for row in table.rows { #expect(book.chartFigures.contains("\(row.measures.people)")) }
    }
  }

  @Test func nothingToTellIsAWorkbookToo() throws {
    let book = try written(try SampleUsage(stations: [], monthCount: 1), [.month])
    #expect(book.data == [["s:month", "s:visits", "s:people", "s:visitors"]])
    #expect(!book.files.contains("xl/charts/chart1.xml"))
  }

  @Test func moreRowsThanASheetHoldsAreRefusedInFavourOfCSV() throws {
    let usage = try SampleUsage.small()
    let table = usage.table([.month])
    let path = folder.path("full.xlsx")
    let fitting = try UsageXLSXWriter(path, report: usage.report(), language: .english, maximumRows: 15)
    try table.write(to: fitting)
    #expect(try PythonReading.xlsx(path).data.count == 15)
    let refused = folder.path("refused.xlsx")
    let error = #expect(throws: YizhanError.self) {
      try table.write(
        to: UsageXLSXWriter(refused, report: usage.report(), language: .english, maximumRows: 14))
    }
    #expect(error?.code == .tooLarge)
    #expect(error?.detail.english.contains("CSV") == true && error?.detail.chinese.contains("CSV") == true)
    #expect(!FileManager.default.fileExists(atPath: refused))
  }

  @Test func writersThatAreLetGoLeaveNoFilesOpenOrBehind() throws {
    let usage = try SampleUsage.small()
    let table = usage.table([.month])
    let report = usage.report()
    for _ in 0..<400 {
      var writer = try UsageXLSXWriter(folder.path("dropped.xlsx"), report: report, language: .english)
      try writer.begin(table.question, table.axes)
      try writer.append([0], UsageMeasures())
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    // Temporary files have no name; tests beside this one have some too.
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter { number in
      let file = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/" + number)
      return file?.hasSuffix("(deleted)") ?? false
    }
    #expect(open.count < 200)
  }

  @Test func fileThatCannotBeMadeIsRefused() throws {
    let usage = try SampleUsage.small()
    let error = #expect(throws: YizhanError.self) {
      try usage.table([.month]).write(
        to: UsageXLSXWriter(folder.path("none/usage.xlsx"), report: usage.report(), language: .english))
    }
    #expect(error?.code == .storageFailed)
  }
}
