import Foundation
import OpeningHours
import RestStations
import TestSupport
import Testing
import UsageReports

@Suite struct UsageHTMLReportTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func page(
    _ report: UsageReport, rows: UsageTable? = nil, _ language: Language = .english
  ) throws -> PythonReading.Page {
    let path = folder.path("usage.html")
    let bytes = try UsageHTMLReport(report, rows: rows, language: language).page()
    try Data(bytes).write(to: URL(filePath: path))
    return try PythonReading.page(path)
  }

  @Test(arguments: Language.allCases) func everyFigureOfTheReportIsInATable(language: Language) throws {
    let report = try SampleUsage.small().report()
    let page = try page(report, language)
    let lines = page.tables.joined()
    for table in [report.byMonth, report.byTown, report.byGroup, report.byService, report.byStation] {
      for row in table.rows {
        let label = table.axes[0].labels[row.places[0]].text(in: language)
        #expect(lines.contains { $0.contains(label) && $0.containsRun(row.measures.cells) }, "\(label)")
      }
    }
    for (name, total) in [("before", report.before.total), ("now", report.total), ("year", report.yearBefore.total)] {
      #expect(page.text.contains(total.people.grouped) && page.text.contains(total.visits.grouped), "\(name)")
    }
    #expect(page.language == (language == .chinese ? "zh-CN" : "en"))
  }

  @Test func hoursAndWeekdaysAddUp() throws {
    let report = try SampleUsage.small().report()
    let table = try #require(try page(report).tables.first { $0.first?.first == "Hour" })
    #expect(table.count == 26)
    for row in report.byHourOfWeek.rows {
      #expect(table[1 + row.places[1]][1 + row.places[0]] == row.measures.people.grouped)
    }
    #expect(table.last?.last == report.total.people.grouped)
  }

  @Test func changesHaveSignsAndADashWithoutABase() throws {
    let page = try page(try SampleUsage.small().report())
    let visits = try #require(page.tables.first?.first { $0.first == "Visits" })
    #expect(visits[4] == "+11.1%")
    #expect(visits[3].hasPrefix("+") && visits[7] == "–")
    let people = try #require(page.tables.first?.first { $0.first == "Person-visits" })
    #expect(people[4] == "−10.0%" && people[3].hasPrefix("−"))
    let visitors = try #require(page.tables.first?.first { $0.first == "Visitors" })
    #expect(visitors[2...] == ["–", "–", "–", "–", "–", "–"])
  }

  @Test(arguments: Language.allCases) func chartsAreDescribed(language: Language) throws {
    let page = try page(try SampleUsage.small().report(), language)
    #expect(page.charts.count == 5)
    #expect(page.charts.allSatisfy { $0[0] == "img" && $0[1].count > 4 && $0[2].count > 10 })
    #expect(Set(page.charts.map { $0[1] }).count == 5)
  }

  @Test func pageNeedsNoScriptAndNoNetwork() throws {
    let usage = try SampleUsage.small()
    let page = try page(usage.report(), rows: usage.table([.town, .group]))
    #expect(page.addresses.isEmpty)
    let foreign = ["script", "link", "img", "iframe", "object", "embed", "image", "use"]
    #expect(page.elements.allSatisfy { !foreign.contains($0) })
  }

  @Test func namesAreTextWhateverTheyHold() throws {
    let usage = try SampleUsage.difficult()
    let page = try page(usage.report(), rows: usage.table([.town, .month]))
    #expect(!page.elements.contains("script") && !page.elements.contains("b"))
    for name in ["<script>alert(1)</script>", "&amp;", "镇'街", "{{title}}", "say \"hi\"", "=1+1"] {
      #expect(page.tables.joined().contains { $0.contains(name) }, "\(name)")
    }
  }

  @Test func idleStationsAndTheBusiestAreListed() throws {
    let stations = (0..<60).map { SampleUsage.Station(id: "S-\($0)", name: "Station \($0)", town: "Town") }
    let report = try SampleUsage(stations: stations, monthCount: 2, isIdle: { $0 >= 50 }).report()
    let page = try page(report)
    let busiest = try #require(page.tables.first { $0.first?.prefix(2) == ["No.", "ID"] })
    #expect(busiest.count == 21)
    let figures = report.byStation.rows.map(\.measures.people).sorted(by: >)
    #expect(busiest.dropFirst().map { $0[4] } == figures.prefix(20).map(\.grouped))
    let idle = try #require(page.tables.first { $0.first?.prefix(2) == ["ID", "Station"] })
    #expect(idle.dropFirst().map { $0[0] } == report.idleStations.map(\.id))
    #expect(report.idleStations.count >= 10)
  }

  @Test func townsBeyondFortyAreSummedUp() throws {
    let stations = (0..<55).map { SampleUsage.Station(id: "S-\($0)", name: "Station \($0)", town: "Town \($0)") }
    let report = try SampleUsage(stations: stations, monthCount: 6, isIdle: { _ in false }).report()
    let lines = try page(report).tables.filter { $0.first?.first == "Town" }.flatMap { $0.dropFirst() }
    #expect(report.byTown.rows.count == 55)
    #expect(lines.count == 42)
    let rest = report.byTown.rows.map(\.measures.people).sorted(by: >).dropFirst(40).reduce(0, +)
    #expect(lines.first { $0[0] == "others (15)" }?[2] == rest.grouped)
  }

  @Test func ownRowsAreShownUpToALimit() throws {
    let usage = try SampleUsage.small()
    let table = usage.table([.town])
    let rows = (0..<5003).map { UsageRow([0], UsageMeasures(visits: Int64($0), people: Int64($0))) }
    let long = UsageTable(table.question, axes: table.axes, rows: rows, total: table.total)
    let shown = try page(usage.report(), rows: long)
    #expect(shown.tables.last?.count == 5001)
    #expect(shown.text.contains("3 more rows are not shown") && shown.text.contains("CSV"))
    let short = try page(usage.report(), rows: usage.table([.town, .group]))
    #expect(short.tables.last?.count == 1 + usage.table([.town, .group]).rows.count)
    #expect(!short.text.contains("not shown"))
  }

  @Test func monthsInPartAreMarked() throws {
    let usage = try SampleUsage.small()
    var report = usage.report()
    let days = (try #require(CivilDate("2023-01-15")), try #require(CivilDate("2024-02-10")))
    report.question = UsageQuestion(from: days.0, to: days.1)
    let months = try #require(try page(report).tables.first { $0.first?.first == "Month" }).dropFirst().map { $0[0] }
    #expect(months.filter { $0.hasSuffix("*") } == ["2023-01*", "2024-02*"])
  }

  @Test func filtersAreNamed() throws {
    let usage = try SampleUsage.small()
    let question = UsageQuestion(from: usage.from, to: usage.to, towns: ["鼓楼街道"], groups: [.delivery, .express])
    let page = try page(usage.report(question), .chinese)
    #expect(page.text.contains("镇街：鼓楼街道；群体：外卖、快递"))
  }

  @Test func reportOfNothingIsAPageToo() throws {
    let usage = try SampleUsage(stations: [], monthCount: 1)
    let page = try page(usage.report(), rows: usage.table([.month]))
    #expect(page.charts.isEmpty)
    #expect(page.text.contains("No visits in this period."))
  }
}

extension UsageMeasures {
  /// As a report shows them.
  fileprivate var cells: [String] { [visits.grouped, people.grouped, visitors?.grouped ?? "–"] }
}

extension Int64 {
  /// With commas for thousands, by another way than the code under test.
  fileprivate var grouped: String {
    formatted(.number.grouping(.automatic).locale(Locale(identifier: "en_US")))
  }
}

extension [String] {
  fileprivate func containsRun(_ run: [String]) -> Bool {
    indices.contains { self[$0...].starts(with: run) }
  }
}
