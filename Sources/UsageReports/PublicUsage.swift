public import OpeningHours

/// The statistics that anyone may see: closed months by town, and by worker group, in which nobody can be recognised.
///
/// In each month
/// 1. a total of 1–9 people is withheld, and all cells with it;
/// 2. cells of 1–9 people are withheld, and further cells of the same cut as ``CellSuppression`` says: those with the
///    fewest people, until what is withheld together has at least 10 people, its cells differ by 5 people or more (by one
///    at least, where no more cells are left), and are not all alike in visits;
/// 3. where that cannot be reached in one of the cuts, the total is withheld, and with it all cells of both cuts, which
///    would add up to it;
/// 4. a cell is withheld with all its measures; cells without visits are always told, as zero;
/// 5. the visitors of a month are told nowhere, if all withheld cells of a cut have equally many of them.
///
/// The total of several months is that of each of them added up, and withheld where one of theirs is. Distinct visitors
/// do not add up, and are told of single months only.
///
/// What is withheld of a month depends on the figures of that month alone, never on the question. So all questions that
/// can be asked, taken together, tell no more than one: each month's cells and total.
///
/// **Promised**: from all that is published at one moment no measure of a withheld cell can be computed, by sums and
/// differences or by knowing these rules.
///
/// **Not promised**: that nothing can be told from what was published at two moments. Late visits, voids, and stations
/// that come to another town change a closed month; whoever kept the older answer sees by how much. Nor is anything
/// promised against those who know some of the visits from elsewhere: someone who knows of all but one of the withheld
/// cells how many people they had, knows the last.
public struct PublicUsage: Hashable, Sendable {
  /// Those that were given, in the same order.
  public let months: [PublicMonth]

  /// - Parameter months: closed ones; see ``isClosed(_:on:)``. One whose cuts do not add up to its total is withheld.
  public init(_ months: [MonthlyUsage]) {
    self.months = months.map { PublicMonth($0) }
  }

  package init(withoutComplements months: [MonthlyUsage]) {
    self.months = months.map { PublicMonth($0, isComplementary: false) }
  }

  /// Of all the months together; see ``total(of:)``.
  public var total: UsageMeasures? { Self.total(of: months) }

  /// Of several months, or of one; nothing where it is withheld. Visitors are told of one only.
  ///
  /// Sums beyond what 64 bits hold are withheld.
  public static func total(of months: some Collection<PublicMonth>) -> UsageMeasures? {
    if months.count == 1, let month = months.first { return month.total }
    var sum = UsageMeasures()
    for month in months {
      guard let total = month.total else { return nil }
      let visits = sum.visits.addingReportingOverflow(total.visits)
      let people = sum.people.addingReportingOverflow(total.people)
      guard !visits.overflow, !people.overflow else { return nil }
      (sum.visits, sum.people) = (visits.partialValue, people.partialValue)
    }
    return sum
  }

  /// Whether a month is wholly past.
  ///
  /// - Parameters:
  ///   - month: such as `2024-01`.
  ///   - today: in the district's zone.
  public static func isClosed(_ month: String, on today: CivilDate) -> Bool {
    month.utf8.count == 7 && month.utf8.lexicographicallyPrecedes(today.description.utf8.prefix(7))
  }
}

/// What anyone may see of a month.
public struct PublicMonth: Hashable, Sendable {
  /// A town or a worker group, and what was counted there.
  public struct Cell: Hashable, Sendable {
    /// As on a ``UsageAxis``: the name of a town, the code of a group.
    public let value: String
    /// Nothing when it is withheld.
    public let measures: UsageMeasures?
  }

  /// Such as `2024-01`.
  public let month: String
  /// Nothing when it is withheld.
  public let total: UsageMeasures?
  /// All that were given, in the same order.
  public let towns: [Cell]
  public let groups: [Cell]

  init(_ usage: MonthlyUsage, isComplementary: Bool = true) {
    month = usage.month
    guard let withheld = Withheld(usage, isComplementary: isComplementary) else {
      total = nil
      towns = usage.towns.map { Cell(value: $0.value, measures: $0.measures.isZero ? UsageMeasures() : nil) }
      groups = usage.groups.map { Cell(value: $0.value, measures: $0.measures.isZero ? UsageMeasures() : nil) }
      return
    }
    func told(_ measures: UsageMeasures) -> UsageMeasures {
      var told = measures
      if withheld.areVisitors { told.visitors = nil }
      return told
    }
    func told(_ cells: [MonthlyUsage.Cell], but withheld: Set<Int>) -> [Cell] {
      cells.enumerated().map { place, cell in
        Cell(value: cell.value, measures: withheld.contains(place) ? nil : told(cell.measures))
      }
    }
    total = told(usage.total)
    towns = told(usage.towns, but: withheld.towns)
    groups = told(usage.groups, but: withheld.groups)
  }
}

/// What is withheld of a month of which something is told.
private struct Withheld {
  /// The places of cells.
  let towns, groups: Set<Int>
  /// Those of all cells and of the total.
  let areVisitors: Bool

  /// Nothing when all of the month must be withheld.
  init?(_ usage: MonthlyUsage, isComplementary: Bool) {
    let (towns, groups) = (usage.towns.map(\.measures), usage.groups.map(\.measures))
    guard usage.isSound, !CellSuppression.small.contains(usage.total.people),
      let fewTowns = CellSuppression(towns, isComplementary: isComplementary).withheld,
      let fewGroups = CellSuppression(groups, isComplementary: isComplementary).withheld
    else { return nil }
    self.towns = fewTowns
    self.groups = fewGroups
    areVisitors =
      Self.areAlike(fewTowns.map { towns[$0].visitors }) || Self.areAlike(fewGroups.map { groups[$0].visitors })
  }

  /// Whether there are some, and each is the same number.
  private static func areAlike(_ visitors: [Int64?]) -> Bool {
    guard let first = visitors.first, first != nil else { return false }
    return visitors.allSatisfy { $0 == first }
  }
}

extension UsageMeasures {
  fileprivate var isZero: Bool { visits == 0 && people == 0 }
}
