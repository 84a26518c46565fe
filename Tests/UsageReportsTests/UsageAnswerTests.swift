import Foundation
import OpeningHours
import RestStations
import SQLiteStorage
import SampleData
import TestSupport
import Testing
import UsageReports

@Suite("Every cell of an answer equals the one counted from the visits")
struct UsageAnswerTests {
  /// Questions and visits: a hundred and five thousand, or with YIZHAN_TEST_ROUNDS=200 so many questions on ten
  /// thousand times the visits.
  private static let rounds = ProcessInfo.processInfo.environment["YIZHAN_TEST_ROUNDS"].flatMap { Int($0) } ?? 40

  private struct Written: Encodable {
    let from, to: String
    let by, stations, towns, groups: [String]

    init(_ question: UsageQuestion) {
      (from, to) = (question.from.description, question.to.description)
      by = question.by.map(\.rawValue)
      stations = question.stations.map(\.text)
      towns = question.towns
      groups = question.groups.map(\.rawValue)
    }
  }

  private func question(_ district: VisitedDistrict, _ random: inout SeededGenerator) throws -> UsageQuestion {
    let by = Array(UsageDimension.allCases.shuffled(using: &random).prefix(Int.random(in: 0...3, using: &random)))
    let isFine = by.contains(.day) || by.contains(.hour)
    let first = try #require(CivilDate("2023-10-20")).daysSinceEpoch
    let start = first + Int.random(in: 0..<420, using: &random)
    var question = UsageQuestion(
      from: CivilDate(daysSinceEpoch: start),
      to: CivilDate(daysSinceEpoch: start + Int.random(in: 0..<(isFine ? 40 : 300), using: &random)), by: by)
    func some<Value>(_ values: [Value]) -> [Value] {
      Bool.random(using: &random) ? [] : Array(values.shuffled(using: &random).prefix(3))
    }
    question.stations = some(district.stations.map(\.id))
    question.towns = some(Array(Set(district.stations.map { $0.town ?? "" })).sorted())
    question.groups = some(WorkerGroup.allCases)
    if Int.random(in: 0..<2, using: &random) == 0 { (question.stations, question.towns) = ([], []) }
    return question
  }

  @Test(arguments: ["Asia/Shanghai", "Europe/Berlin", "America/New_York"])
  func anyQuestionIsAnsweredAsAnIndependentProgramDoes(zone: String) async throws {
    let seed = UInt64.random(in: 0...999_999)
    var random = SeededGenerator(seed: seed)
    let district = try await VisitedDistrict(zone: zone)
    // From November 2023 to the end of 2024.
    try await district.visit(Self.rounds * 500, 1_698_800_000..<1_735_700_000, &random)
    let reports = UsageReports(district.storage)
    var questions: [UsageQuestion] = []
    for number in 0..<Self.rounds {
      let question = try question(district, &random)
      var writer = UsageJSONWriter(try .file(district.folder.path("\(number).json")))
      try await reports.answer(question).write(to: &writer)
      questions.append(question)
    }
    try JSONEncoder().encode(questions.map { Written($0) })
      .write(to: URL(filePath: district.folder.path("questions.json")))
    let found = try Oracle.run("usage_oracle.py", [district.path, zone, district.folder.path("")])
    #expect(found == ["True"], "seed \(seed)")
  }

  @Test func whatTheQuestionNamesMustBeThere() async throws {
    let district = try await VisitedDistrict(zone: "Asia/Shanghai")
    var question = UsageQuestion(from: try #require(CivilDate("2024-01-01")), to: try #require(CivilDate("2024-01-31")))
    question.stations = [try #require(StationID("nowhere"))]
    question.towns = ["无此镇"]
    let error = await #expect(throws: YizhanError.self) { try await UsageReports(district.storage).answer(question) }
    #expect(error?.code == .badRequest)
    #expect(error?.faults.map(\.place) == [.parameter("station"), .parameter("town")])
  }

  @Test func daysMustNotEndBeforeTheyBegin() async throws {
    let district = try await VisitedDistrict(zone: "Asia/Shanghai")
    let question = UsageQuestion(
      from: try #require(CivilDate("2024-01-02")), to: try #require(CivilDate("2024-01-01")))
    let error = await #expect(throws: YizhanError.self) { try await UsageReports(district.storage).answer(question) }
    #expect(error?.faults.map(\.place) == [.parameter("to")])
  }

  @Test func manyCellsThatCountNothingTakeNoRoom() async throws {
    let district = try await VisitedDistrict(zone: "Asia/Shanghai")
    var random = SeededGenerator(seed: 1)
    try await district.visit(300, 1_698_800_000..<1_735_700_000, &random)
    // 30 × 7 × 34 × 24 × 427 cells.
    let question = UsageQuestion(
      from: try #require(CivilDate("2023-11-01")), to: try #require(CivilDate("2024-12-31")),
      by: [.station, .group, .day, .service, .hour])
    let table = try await UsageReports(district.storage).answer(question).table
    let byService = UsageQuestion(from: question.from, to: question.to, by: [.service])
    let services = try await UsageReports(district.storage).answer(byService).table
    #expect(table.rows.map(\.measures.people).reduce(0, +) == services.rows.map(\.measures.people).reduce(0, +))
    let places = table.rows.map(\.places)
    #expect(places.count > 100 * 427 && places == places.sorted { $0.lexicographicallyPrecedes($1) })
  }
}
