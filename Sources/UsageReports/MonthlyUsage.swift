/// All that is known of one month, before anything of it is withheld: the total, and the same cut in two ways.
public struct MonthlyUsage: Hashable, Sendable {
  /// A town or a worker group, and what was counted there.
  public struct Cell: Hashable, Sendable {
    /// As on a ``UsageAxis``: the name of a town, the code of a group.
    public let value: String
    public let measures: UsageMeasures

    public init(_ value: String, _ measures: UsageMeasures) {
      self.value = value
      self.measures = measures
    }
  }

  /// Such as `2024-01`.
  public let month: String
  public let total: UsageMeasures
  /// All of the district's, those without visits too.
  public let towns: [Cell]
  /// All of them, those without visits too.
  public let groups: [Cell]

  public init(month: String, total: UsageMeasures, towns: [Cell], groups: [Cell]) {
    self.month = month
    self.total = total
    self.towns = towns
    self.groups = groups
  }
}

extension MonthlyUsage {
  /// Whether no cell is impossible, and the visits and people of either cut add up to the total.
  var isSound: Bool {
    [towns, groups].allSatisfy { cells in
      let measures = cells.map(\.measures)
      return measures.allSatisfy { $0.visits >= 0 && $0.people >= $0.visits && ($0.visits > 0 || $0.people == 0) }
        && Self.sum(measures.map(\.visits)) == total.visits && Self.sum(measures.map(\.people)) == total.people
    }
  }

  /// Nothing when it is beyond what 64 bits hold.
  private static func sum(_ numbers: [Int64]) -> Int64? {
    numbers.reduce(0 as Int64?) { sum, number in
      guard let (sum, isTooGreat) = sum?.addingReportingOverflow(number), !isTooGreat else { return nil }
      return sum
    }
  }
}
