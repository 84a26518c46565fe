import RestStations
import TestSupport
import Testing
import UsageReports

@Suite struct UsageJSONWriterTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func written(_ table: UsageTable) throws -> PythonReading.UsageJSON {
    let path = folder.path("usage.json")
    try table.write(to: UsageJSONWriter(.file(path)))
    return try PythonReading.json(path)
  }

  @Test(arguments: [[.month, .station, .group], [.town], [.group, .month], []] as [[UsageDimension]])
  func everyRowIsReadBackByPython(by: [UsageDimension]) throws {
    let usage = try SampleUsage.small()
    let table = usage.table(by)
    let document = try written(table)
    #expect(document.from == "2023-01-01" && document.to == "2024-02-29")
    #expect(document.by == by.map(\.rawValue))
    let names = by.map(\.rawValue) + ["visits", "people", "visitors"]
    #expect(document.rows == table.texts.map { zip(names, $0).map { [$0, $1] } })
    let total = table.total
    #expect(
      document.total
        == [["visits", "\(total.visits)"], ["people", "\(total.people)"], ["visitors", "\(total.visitors ?? 0)"]])
  }

  @Test func anyTextComesBackWhole() throws {
    let table = try SampleUsage.difficult().table([.town])
    #expect(try written(table).rows.map { $0[0][1] } == table.texts.map { $0[0] })
  }

  @Test func noRowsAreAnEmptyList() throws {
    let document = try written(try SampleUsage(stations: [], monthCount: 1).table([.month]))
    #expect(document.rows.isEmpty && document.by == ["month"])
  }
}
