import OpeningHours
import RestStations

extension PublicUsage {
  /// Counts the months of a question's days.
  init(_ question: UsageQuestion, _ reading: any UsageReading) throws {
    func table(_ by: UsageDimension...) throws -> UsageTable {
      var cut = question
      cut.by = by
      return try UsageAnswer(cut, reading).table
    }
    let months = try table(.month)
    let (towns, groups) = (try table(.month, .town).cells, try table(.month, .group).cells)
    self.init(
      months.rows.map { row in
        let month = months.axes[0].values[row.places[0]]
        return MonthlyUsage(
          month: month, total: row.measures, towns: towns[month] ?? [], groups: groups[month] ?? [])
      })
  }
}

extension UsageTable {
  /// By the first column, what the second cuts it into.
  fileprivate var cells: [String: [MonthlyUsage.Cell]] {
    rows.reduce(into: [:]) { cells, row in
      cells[axes[0].values[row.places[0]], default: []]
        .append(MonthlyUsage.Cell(axes[1].values[row.places[1]], row.measures))
    }
  }
}
