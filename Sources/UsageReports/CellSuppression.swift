/// Which cells of one cut of one month are withheld.
///
/// Withheld are the small cells, and, so that nobody gets them as the total less the rest, further cells. The rule looks
/// at what the cells count and never at their names. So if two withheld cells changed places, with all their visits,
/// everything that is published would read the same, the other cut and the number of distinct visitors included; and
/// the withheld cells are not all alike in any measure. Therefore none of their measures can be computed by anyone who
/// has all that is published, not even by one who knows this rule, and however it is put together.
struct CellSuppression {
  /// Cells of so many people are small.
  static let small: ClosedRange<Int64> = 1...9
  /// What the withheld cells together have at least: their sum is the total less the rest, and would itself be small.
  static let leastPeople: Int64 = small.upperBound + 1
  /// What the withheld cells should differ by at least, so that nobody knows how many people each had to within less.
  static let leastSpread: Int64 = 5

  /// The places of the withheld cells; nothing when they can be computed whatever else of the cut is withheld.
  let withheld: Set<Int>?

  /// - Parameters:
  ///   - cells: of one cut, neither visits nor people negative, their sums within 64 bits.
  ///   - isComplementary: whether further cells are withheld besides the small ones; tests ask what happens if not.
  init(_ cells: [UsageMeasures], isComplementary: Bool = true) {
    let used = cells.indices.filter { cells[$0].people > 0 }.sorted { cells[$0].people < cells[$1].people }
    var count = used.firstIndex { !Self.small.contains(cells[$0].people) } ?? used.count
    guard count > 0, isComplementary else {
      withheld = Set(used.prefix(count))
      return
    }
    while count < used.count, !Self.isEnough(used.prefix(count).map { cells[$0] }) {
      // With the next cell all that have as many people: which of them it was would tell.
      let people = cells[used[count]].people
      count = used[count...].firstIndex { cells[$0].people > people } ?? used.count
    }
    withheld = Self.isSafe(used.prefix(count).map { cells[$0] }) ? Set(used.prefix(count)) : nil
  }

  private static func isEnough(_ cells: [UsageMeasures]) -> Bool {
    guard let least = cells.first, let most = cells.last else { return false }
    return isSafe(cells) && most.people - least.people >= leastSpread
  }

  /// - Parameter cells: by the number of their people.
  private static func isSafe(_ cells: [UsageMeasures]) -> Bool {
    cells.reduce(0) { $0 + $1.people } >= leastPeople && Set(cells.map(\.people)).count > 1
      && Set(cells.map(\.visits)).count > 1
  }
}
