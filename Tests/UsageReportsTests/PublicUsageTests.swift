import Foundation
import OpeningHours
import SampleData
import Testing
import UsageReports

@Suite("What anyone may see of the statistics tells nothing of small cells")
struct PublicUsageTests {
  private static let seed =
    ProcessInfo.processInfo.environment["YIZHAN_TEST_SEED"].flatMap(UInt64.init) ?? 20_261_124
  private static let measures: [(name: String, of: @Sendable (UsageMeasures) -> Int64?)] = [
    ("visits", { $0.visits }), ("people", { $0.people }), ("visitors", { $0.visitors }),
  ]

  @Test func noWithheldCellCanBeRecoveredFromAllThatCanBeAskedFor() throws {
    var generator = SeededGenerator(seed: Self.seed)
    var (withheld, told) = (0, 0)
    for number in 0..<1000 {
      let months = generator.months()
      let published = PublicUsage(months)
      let comment = Comment(rawValue: "data set \(number) of seed \(Self.seed)")
      for measure in Self.measures {
        let unknowns = Unknowns(months, published, measure.of)
        #expect(unknowns.recovered.isEmpty, "\(measure.name), \(comment)")
        withheld += unknowns.withheld.count
        told += unknowns.told
      }
      #expect(Self.faults(months, published).isEmpty, comment)
    }
    #expect(withheld > 50_000 && told > 50_000, "\(withheld) withheld, \(told) told")
  }

  @Test func withoutFurtherCellsTheSameAlgebraRecoversSmallOnesExactly() {
    var generator = SeededGenerator(seed: Self.seed)
    var (sets, cells) = (0, 0)
    for _ in 0..<200 {
      let months = generator.months()
      for measure in Self.measures {
        let unknowns = Unknowns(months, PublicUsage(withoutComplements: months), measure.of)
        #expect(unknowns.recovered.allSatisfy { unknowns.truth[$0.key] == $0.value })
        sets += unknowns.recovered.isEmpty ? 0 : 1
        cells += unknowns.recovered.count
      }
    }
    #expect(sets > 100 && cells > 500, "\(cells) cells of \(sets) sets")
  }

  @Test func ofEachWithheldCellAnotherHoldsOtherFiguresAndNobodySeesWhenTheyChangePlaces() {
    var generator = SeededGenerator(seed: Self.seed + 1)
    for number in 0..<300 {
      for month in generator.months() {
        let published = PublicUsage([month])
        guard published.total != nil else { continue }
        for areTowns in [true, false] {
          let cells = areTowns ? month.towns : month.groups
          let shown = areTowns ? published.months[0].towns : published.months[0].groups
          let withheld = shown.indices.filter { shown[$0].measures == nil }
          let people = withheld.map { cells[$0].measures.people }.sorted()
          if let least = people.first, let most = people.last {
            let areAll = withheld.count == cells.count { $0.measures.people > 0 }
            #expect(people.reduce(0, +) >= 10 && (most - least >= 5 || areAll))
          }
          for cell in withheld {
            let others = withheld.filter { PublicUsage([month.swapping(cell, $0, towns: areTowns)]) == published }
            let own = cells[cell].measures
            #expect(others == withheld, "month \(month) of set \(number) of seed \(Self.seed)")
            #expect(others.contains { cells[$0].measures.people != own.people })
            #expect(others.contains { cells[$0].measures.visits != own.visits })
            #expect(
              published.total?.visitors == nil || others.contains { cells[$0].measures.visitors != own.visitors })
          }
        }
      }
    }
  }

  @Test func whoKnowsTheRulesTooFindsSeveralFiguresThatFitEachWithheldCell() {
    // All months of four towns of up to 12 people, each alone; and of three towns whose visits are fewer than people.
    let alone = (0...12).map { UsageMeasures(visits: $0, people: $0) }
    expectSeveralThatFit(Self.choices(of: alone, 4))
    let together = (1...11).flatMap { people in
      (1...min(people, 3)).map { UsageMeasures(visits: $0, people: people) }
    }
    expectSeveralThatFit(Self.choices(of: [UsageMeasures()] + together, 3))
  }

  @Test(
    arguments: [
      // One small cell takes the next along, and all that have as many people.
      ([4, 50, 30, 80], [0, 2], 164),
      ([4, 30, 30, 80], [0, 1, 2], 144),
      // Small ones that protect each other need no other.
      ([4, 9, 30, 80], [0, 1], 123),
      // They would be too few together, or too alike.
      ([1, 8, 30, 80], [0, 1, 2], 119),
      ([9, 9, 30, 80], [0, 1, 2], 128),
      ([9, 10, 12, 80], [0, 1, 2, 3], 111),
      ([9, 10, 80, 90], [0, 1, 2], 189),
      // Zero is told, and so is all where no cell is small.
      ([0, 4, 50, 60], [1, 2], 114),
      ([0, 10, 50, 60], [], 120),
      ([0, 0, 0, 0], [], 0),
      // Nothing protects these, or the total is small itself.
      ([0, 0, 5, 0], [2], nil),
      ([5, 5, 0, 5], [0, 1, 3], nil),
      ([1, 2, 3, 3], [0, 1, 2, 3], nil),
      // The least that is left is better than nothing.
      ([0, 9, 0, 10], [1, 3], 19),
    ] as [([Int64], [Int], Int64?)])
  func smallCellsAreWithheldAndTheFewestOthers(people: [Int64], withheld: [Int], total: Int64?) {
    let cells = people.map { UsageMeasures(visits: $0, people: $0) }
    let month = PublicUsage([Self.month(cells)]).months[0]
    #expect(month.towns.indices.filter { month.towns[$0].measures == nil } == withheld)
    #expect(month.total == total.map { UsageMeasures(visits: $0, people: $0) })
    // The only group has the month's total.
    #expect(month.groups.map(\.measures) == [month.total])
  }

  @Test func moreCellsAreWithheldWhileAllHaveEquallyManyVisits() {
    let few = [(1, 5), (1, 12), (1, 30)].map { UsageMeasures(visits: $0, people: $1) }
    let many = [(2, 40), (2, 50)].map { UsageMeasures(visits: $0, people: $1) }
    let month = PublicUsage([Self.month(few + many)]).months[0]
    #expect(month.towns.map(\.measures) == [nil, nil, nil, nil, many[1]])
    #expect(month.total?.visits == 7)
    let hopeless = PublicUsage([Self.month(few)]).months[0]
    #expect(hopeless.total == nil && (hopeless.towns + hopeless.groups).allSatisfy { $0.measures == nil })
  }

  @Test func visitorsAreToldNowhereInAMonthWhoseWithheldCellsHaveEquallyMany() {
    let month = [(5, 1), (20, 1), (30, 7)].map { UsageMeasures(visits: $0, people: $0, visitors: $1) }
    let published = PublicUsage([Self.month(month)])
    #expect(published.total == UsageMeasures(visits: 55, people: 55))
    #expect(published.months[0].towns[2].measures == UsageMeasures(visits: 30, people: 30))
    let other = PublicUsage([Self.month(month.dropLast() + [UsageMeasures(visits: 4, people: 4, visitors: 2)])])
    #expect(other.total == UsageMeasures(visits: 29, people: 29, visitors: 4))
  }

  @Test func totalsOfSeveralMonthsAreSumsWithoutVisitorsAndWithheldWithAnyMonth() {
    func month(_ people: Int64) -> MonthlyUsage {
      Self.month([UsageMeasures(visits: people, people: 2 * people, visitors: people)])
    }
    let published = PublicUsage([month(20), month(30), month(4), month(0)])
    #expect(published.total == nil)
    #expect(PublicUsage.total(of: published.months[..<2]) == UsageMeasures(visits: 50, people: 100))
    #expect(PublicUsage.total(of: published.months[..<1]) == UsageMeasures(visits: 20, people: 40, visitors: 20))
    #expect(PublicUsage.total(of: published.months[2...]) == nil)
    #expect(PublicUsage.total(of: published.months[3...]) == UsageMeasures(visitors: 0))
    #expect(PublicUsage([]).total == UsageMeasures())
    let most = PublicUsage([month(.max / 2), month(.max / 2)])
    #expect(most.months[1].total != nil && most.total == nil)
  }

  @Test func aMonthWhoseCutsDisagreeOrThatNoVisitsMakeIsWithheld() {
    let cell = UsageMeasures(visits: 40, people: 40)
    let bad: [[UsageMeasures]] = [
      [UsageMeasures(visits: -40, people: 40)], [UsageMeasures(visits: 40, people: 39)],
      [UsageMeasures(visits: 0, people: 40)], [UsageMeasures(visits: .max, people: .max), cell],
    ]
    for cells in bad.map({ $0 + [cell, UsageMeasures()] }) {
      let towns = cells.enumerated().map { MonthlyUsage.Cell("T\($0)", $1) }
      let months = [
        MonthlyUsage(month: "2024-01", total: cell, towns: towns, groups: [MonthlyUsage.Cell("G", cell)]),
        MonthlyUsage(month: "2024-01", total: cell, towns: [MonthlyUsage.Cell("T", cell)], groups: towns),
      ]
      for month in PublicUsage(months).months {
        #expect(month.total == nil)
        #expect((month.towns + month.groups).allSatisfy { $0.measures == nil || $0.measures == UsageMeasures() })
      }
    }
  }

  @Test func aMonthIsClosedOnTheFirstDayOfTheNext() throws {
    let (last, first) = (try #require(CivilDate("2023-12-31")), try #require(CivilDate("2024-01-01")))
    #expect(!PublicUsage.isClosed("2023-12", on: last) && PublicUsage.isClosed("2023-12", on: first))
    #expect(PublicUsage.isClosed("2023-11", on: last) && !PublicUsage.isClosed("2024-01", on: first))
    for word in ["", "2023", "2023-1", "2023-11-01"] { #expect(!PublicUsage.isClosed(word, on: first)) }
  }

  // MARK: -

  private static func month(_ towns: [UsageMeasures]) -> MonthlyUsage {
    MonthlyUsage(month: "2024-01", cells: towns.map { [$0] })
  }

  /// All lists of so many of the measures.
  private static func choices(of measures: [UsageMeasures], _ count: Int) -> [[UsageMeasures]] {
    (0..<count).reduce([[]]) { lists, _ in lists.flatMap { list in measures.map { list + [$0] } } }
  }

  /// Of months that read the same, each withheld cell has several numbers of people and of visits.
  private func expectSeveralThatFit(_ months: [[UsageMeasures]]) {
    struct Fitting {
      var people: [Set<Int64>]
      var visits: [Set<Int64>]
    }
    var fitting: [PublicUsage: Fitting] = [:]
    for cells in months {
      let none = [Set<Int64>](repeating: [], count: cells.count)
      let published = PublicUsage([Self.month(cells)])
      for (place, cell) in cells.enumerated() {
        fitting[published, default: Fitting(people: none, visits: none)].people[place].insert(cell.people)
        fitting[published]?.visits[place].insert(cell.visits)
      }
    }
    #expect(fitting.count > 100)
    for (published, fitting) in fitting {
      for (place, cell) in published.months[0].towns.enumerated() where cell.measures == nil {
        #expect(fitting.people[place].count > 1 && fitting.visits[place].count > 1, "\(published)")
      }
    }
  }

  /// What is told but is wrong, or small; and small cells that are withheld though nothing is small.
  private static func faults(_ months: [MonthlyUsage], _ published: PublicUsage) -> [String] {
    var faults: [String] = []
    for (month, shown) in zip(months, published.months) {
      let truth = [month.total] + (month.towns + month.groups).map(\.measures)
      let told = [shown.total] + (shown.towns + shown.groups).map(\.measures)
      for (truth, told) in zip(truth, told) {
        guard let told else {
          if truth.people == 0 { faults.append("\(month.month): a zero is withheld") }
          continue
        }
        if (1...9).contains(told.people) { faults.append("\(month.month): \(told) is small") }
        if told.people != truth.people || told.visits != truth.visits
          || (told.visitors ?? truth.visitors) != truth.visitors
        {
          faults.append("\(month.month): \(told) should be \(truth)")
        }
      }
      if !truth.contains(where: { (1...9).contains($0.people) }), told.contains(nil) {
        faults.append("\(month.month): nothing is small")
      }
    }
    return faults
  }
}

/// One measure of all months as a system of equations: everything that can be asked for, and that cuts add up.
private struct Unknowns {
  /// Of all cells and totals, by their numbers.
  private(set) var truth: [Int64] = []
  /// The numbers of withheld cells and totals.
  private(set) var withheld: Set<Int> = []
  /// How many are told.
  private(set) var told = 0
  /// Withheld ones that the equations tell.
  private(set) var recovered: [Int: Int64] = [:]

  init(_ months: [MonthlyUsage], _ published: PublicUsage, _ measure: (UsageMeasures) -> Int64?) {
    var system = LinearSystem(unknowns: months.reduce(0) { $0 + $1.towns.count + $1.groups.count + 1 })
    var totals: [Int] = []
    for (month, shown) in zip(months, published.months) {
      let cells = [month.total] + (month.towns + month.groups).map(\.measures)
      let answers = [shown.total] + (shown.towns + shown.groups).map(\.measures)
      let total = truth.count
      totals.append(total)
      for (cell, answer) in zip(cells, answers) {
        if let answer = answer.flatMap(measure) {
          system.add([truth.count], equals: answer)
          told += 1
        } else {
          withheld.insert(truth.count)
        }
        truth.append(measure(cell) ?? 0)
      }
      let towns = (total + 1)..<(total + 1 + month.towns.count)
      system.add(towns, less: [total], equals: 0)
      system.add(towns.endIndex..<truth.count, less: [total], equals: 0)
    }
    for first in totals.indices {
      for last in totals.indices[first...] {
        guard let total = PublicUsage.total(of: published.months[first...last]).flatMap(measure) else { continue }
        system.add(totals[first...last], equals: total)
      }
    }
    recovered = system.determined().filter { withheld.contains($0.key) }
  }
}
