import SampleData
import UsageReports

extension SeededGenerator {
  /// Months of a small district: 1–12 of them, 1–12 towns, 1–7 groups, many cells without visits and many with few.
  mutating func months() -> [MonthlyUsage] {
    let towns = Int.random(in: 1...12, using: &self)
    let groups = Int.random(in: 1...7, using: &self)
    // From nearly empty months to such as have hardly a small cell.
    let (share, most) = (number(in: 0.1...1), Int64.random(in: 1...60, using: &self))
    let hasVisitors = chance(0.7)
    return (1...Int.random(in: 1...12, using: &self)).map { month in
      let cells = (0..<towns).map { _ in
        (0..<groups).map { _ in
          chance(share) ? measures(most, hasVisitors) : UsageMeasures(visitors: hasVisitors ? 0 : nil)
        }
      }
      return MonthlyUsage(month: month < 10 ? "2024-0\(month)" : "2024-\(month)", cells: cells)
    }
  }

  private mutating func measures(_ most: Int64, _ hasVisitors: Bool) -> UsageMeasures {
    let visits = Int64.random(in: 1...(chance(0.7) ? 1 + most / 10 : most), using: &self)
    let people = chance(0.5) ? visits : visits + Int64.random(in: 0...most, using: &self)
    return UsageMeasures(
      visits: visits, people: people, visitors: hasVisitors ? Int64.random(in: 0...visits, using: &self) : nil)
  }
}

extension MonthlyUsage {
  /// - Parameter cells: by town and group; nobody visits two of them.
  init(month: String, cells: [[UsageMeasures]]) {
    let groups = cells.first?.indices ?? 0..<0
    self.init(
      month: month, total: .sum(cells.joined()),
      towns: cells.enumerated().map { Cell("T\($0)", .sum($1)) },
      groups: groups.map { group in Cell("G\(group)", .sum(cells.map { $0[group] })) })
  }

  /// The same when two towns, or two groups, change places.
  func swapping(_ one: Int, _ other: Int, towns areTowns: Bool) -> MonthlyUsage {
    var cells = areTowns ? towns : groups
    let (first, second) = (cells[one], cells[other])
    cells[one] = Cell(first.value, second.measures)
    cells[other] = Cell(second.value, first.measures)
    return MonthlyUsage(month: month, total: total, towns: areTowns ? cells : towns, groups: areTowns ? groups : cells)
  }
}

extension UsageMeasures {
  static func sum(_ measures: some Sequence<UsageMeasures>) -> UsageMeasures {
    measures.reduce(into: UsageMeasures()) { sum, next in
      sum.visits += next.visits
      sum.people += next.people
      sum.visitors = next.visitors.map { (sum.visitors ?? 0) + $0 } ?? sum.visitors
    }
  }
}
