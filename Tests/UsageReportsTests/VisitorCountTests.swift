import Foundation
import OpeningHours
import RestStations
import SQLiteStorage
import SampleData
import TestSupport
import Testing
import UsageReports

@Suite("Visitors are told while their pseudonyms are there, whole months afterwards too, and else not at all")
struct VisitorCountTests {
  private let district: VisitedDistrict
  private let reports: UsageReports

  init() async throws {
    district = try await VisitedDistrict(zone: "Asia/Shanghai")
    reports = UsageReports(district.storage)
    var random = SeededGenerator(seed: 7)
    // From January to April 2024.
    try await district.visit(3000, 1_704_038_400..<1_714_492_800, &random)
  }

  private func answer(
    _ from: String, _ to: String, _ by: [UsageDimension], towns: [String] = [], groups: [WorkerGroup] = []
  ) async throws -> UsageTable {
    let question = UsageQuestion(
      from: try #require(CivilDate(from)), to: try #require(CivilDate(to)), by: by, towns: towns, groups: groups)
    return try await reports.answer(question).table
  }

  private func visitors(_ table: UsageTable) -> [Int64?] {
    table.rows.map(\.measures.visitors)
  }

  /// Erases what is before noon of the 10th of March 2024, on the 9th of June.
  private func erase() async throws {
    _ = try await district.storage.eraseVisitors(before: 1_710_043_200, at: 1_717_900_000_000)
  }

  @Test func wholeMonthsStayKnownInTotalAndByTown() async throws {
    let months = try await answer("2024-01-01", "2024-04-30", [.month])
    let towns = try await answer("2024-01-01", "2024-04-30", [.town, .month])
    let one = try await answer("2024-02-01", "2024-02-29", [])
    let town = try await answer("2024-01-01", "2024-03-31", [.month, .year], towns: ["鼓楼街道"])
    #expect(visitors(months).allSatisfy { $0 ?? 0 > 100 } && one.total.visitors ?? 0 > 100)
    try await erase()
    #expect(visitors(try await answer("2024-01-01", "2024-04-30", [.month])) == visitors(months))
    #expect(visitors(try await answer("2024-01-01", "2024-04-30", [.town, .month])) == visitors(towns))
    #expect(try await answer("2024-02-01", "2024-02-29", []).total.visitors == one.total.visitors)
    #expect(
      visitors(try await answer("2024-01-01", "2024-03-31", [.month, .year], towns: ["鼓楼街道"])) == visitors(town))
  }

  @Test func whatReachesBackBeyondTheErasureIsNotTold() async throws {
    let days = try await answer("2024-03-01", "2024-03-31", [.day])
    try await erase()
    #expect(try await answer("2024-01-01", "2024-04-30", [.month]).total.visitors == nil)
    #expect(visitors(try await answer("2024-01-01", "2024-03-31", [.group])).allSatisfy { $0 == nil })
    #expect(visitors(try await answer("2024-01-01", "2024-03-31", [.month, .station])).allSatisfy { $0 == nil })
    #expect(visitors(try await answer("2024-01-01", "2024-03-31", [.month], groups: [.other])).allSatisfy { $0 == nil })
    #expect(visitors(try await answer("2024-01-01", "2024-03-31", [.quarter])) == [nil])
    // A part of a month is not the month.
    #expect(visitors(try await answer("2024-01-02", "2024-02-29", [.month])).first == .some(nil))
    // Of the 10th, half is gone.
    let afterwards = try await answer("2024-03-01", "2024-03-31", [.day])
    #expect(visitors(afterwards).prefix(10).allSatisfy { $0 == nil })
    #expect(visitors(afterwards).dropFirst(10) == visitors(days).dropFirst(10))
  }

  @Test func countsOfVisitsStayAsTheyWere() async throws {
    let before = try await answer("2024-01-01", "2024-04-30", [.month, .town])
    try await erase()
    let after = try await answer("2024-01-01", "2024-04-30", [.month, .town])
    #expect(before.rows.map(\.measures.people) == after.rows.map(\.measures.people))
  }

  @Test func aMonthThatIsNotOverIsNotKept() async throws {
    // On the 20th of April all of it that is there is erased.
    _ = try await district.storage.eraseVisitors(before: 1_713_542_400, at: 1_713_542_400_000)
    let months = visitors(try await answer("2024-01-01", "2024-04-30", [.month]))
    #expect(months.dropLast().allSatisfy { $0 ?? 0 > 100 } && months.last == .some(nil))
  }

  @Test func aSecondErasureDoesNotCountAgainWhatIsPartlyGone() async throws {
    let months = visitors(try await answer("2024-01-01", "2024-04-30", [.month]))
    for time in stride(from: Int64(1_704_038_400), to: 1_717_200_000, by: 86_400 * 5) {
      _ = try await district.storage.eraseVisitors(before: time, at: 1_717_900_000_000)
    }
    #expect(visitors(try await answer("2024-01-01", "2024-04-30", [.month])) == months)
  }

  @Test func whoAskedToBeForgottenIsNoLongerCounted() async throws {
    let before = try #require(try await answer("2024-01-01", "2024-04-30", []).total.visitors)
    let pseudonym = VisitorPseudonym(try #require(VisitorReference("person 7")), under: VisitedDistrict.key)
    #expect(try await district.storage.erase(pseudonym, by: .owner, at: 0) > 0)
    #expect(try await answer("2024-01-01", "2024-04-30", []).total.visitors == before - 1)
  }
}
