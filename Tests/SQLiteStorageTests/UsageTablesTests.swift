import Foundation
import RestStations
import SQLiteStorage
import SampleData
import TestSupport
import Testing

@Suite("Statistics move with each visit and void, and equal a recount of the visits")
struct UsageTablesTests {
  private let folder: TemporaryFolder
  private let storage: SQLiteStorage
  private let seed = UInt64.random(in: 0...999_999)
  private var random: SeededGenerator

  private var path: String { folder.path("a.sqlite") }

  init() async throws {
    random = SeededGenerator(seed: seed)
    folder = try TemporaryFolder()
    storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
    try await storage.store([Samples.plain("a"), Samples.plain("b"), Samples.plain("c")])
  }

  /// Another database, closed, with these visits.
  private func other(_ drafts: [VisitDraft]) async throws -> String {
    let path = folder.path("b.sqlite")
    let storage = try #require(try SQLiteStorage(path: path, .create))
    try await storage.store([Samples.plain("a"), Samples.plain("b")])
    _ = try storage.store([VisitBatch(drafts, by: .owner)], at: 5000)
    try storage.close()
    return path
  }

  private func draft(_ number: Int, _ station: String = "a", at: Int64, people: Int = 1) throws -> VisitDraft {
    VisitDraft(
      id: VisitID(value: UInt128(number)), stationID: try Samples.id(station), at: at, group: .express, people: people,
      services: AmenitySet(bits: 0b101), visitor: nil)
  }

  private mutating func randomDraft(_ number: Int) throws -> VisitDraft {
    let station = ["a", "b", "c", "nowhere"].randomElement(using: &random) ?? "a"
    return VisitDraft(
      // Two weeks around the end of a year, in few ids, so that some come again.
      id: VisitID(value: UInt128(number)), stationID: try Samples.id(station),
      at: Int64.random(in: 1_703_900_000...1_705_100_000, using: &random),
      group: WorkerGroup.allCases.randomElement(using: &random) ?? .other,
      people: Int.random(in: 1...500, using: &random),
      services: AmenitySet(
        bits: UInt128.random(in: 0...7, using: &random) | UInt128.random(in: 0...1, using: &random) << 99),
      visitor: nil)
  }

  /// Sums of the day's sheets, as an independent reader has them, beside those of the visits: by station, day, hour and
  /// group; by station, month, group and service.
  private func differences(offsetHours: Int) throws -> String {
    try Python.run(
      """
      import collections, sqlite3, sys
      groups = ["delivery", "express", "transport", "livestream", "ride_hailing", "sanitation", "other"]
      def numbers(sheet):
          number = shift = 0
          for byte in sheet:
              number |= (byte & 127) << shift
              shift += 7
              if byte < 128:
                  yield number
                  number = shift = 0
      def cells(sheet):
          parts, key = iter(list(numbers(sheet))), 0
          for step in parts:
              key += step
              visits = next(parts)
              yield key, visits, visits + next(parts)
      kept, counted = collections.Counter(), collections.Counter()
      def put(counter, key, visits, people):
          counter[key + ("visits",)] += visits
          counter[key + ("people",)] += people
      with sqlite3.connect(sys.argv[1]) as database:
          for period, station, sheet in database.execute("SELECT * FROM usage_day"):
              for key, visits, people in cells(sheet):
                  put(kept, (station, period, key >> 4 & 31, groups[key & 15], key >> 9), visits, people)
          for period, station, sheet in database.execute("SELECT * FROM usage_month"):
              for key, visits, people in cells(sheet):
                  put(kept, (station, period, groups[key & 15], (key >> 4) - 1), visits, people)
          visits = database.execute(
              "SELECT station_id, CAST(strftime('%Y%m%d', at + ?1, 'unixepoch') AS INTEGER),"
              " CAST(strftime('%H', at + ?1, 'unixepoch') AS INTEGER), worker_group, services, people"
              " FROM visit WHERE voided_at IS NULL", [int(sys.argv[2]) * 3600])
          for station, day, hour, group, services, people in visits:
              bits = int.from_bytes(services or b"", "little")
              put(counted, (station, day, hour, group, bits), 1, people)
              for service in [-1] + [number for number in range(128) if bits >> number & 1]:
                  put(counted, (station, day // 100, group, service), 1, people)
      print(len([key for key in kept | counted if kept[key] != counted[key]]), len(counted) > 0)
      """, [path, String(offsetHours)])
  }

  @Test mutating func anyVisitsVoidsAndRefusalsLeaveThemEqual() async throws {
    for round in 0..<30 {
      let drafts = try (0..<40).map { _ in try randomDraft(Int.random(in: 1...600, using: &random)) }
      let batches = [
        VisitBatch(Array(drafts[..<10]), isAtomic: true, by: .owner), VisitBatch(Array(drafts[10...]), by: .token(1)),
      ]
      let outcomes = try storage.store(batches, at: 1_800_000_000_000)
      for case .created(let visit) in outcomes[1] where Int.random(in: 0..<4, using: &random) == 0 {
        for _ in 0..<2 { _ = try await storage.void(visit.id, reason: "x", by: .owner, at: 1_800_000_000_000) { _ in } }
      }
      let report = try await storage.check()
      #expect(report.faults == [], "round \(round), seed \(seed)")
    }
    #expect(try differences(offsetHours: 8) == "0 True", "seed \(seed)")
    let report = try await storage.check()
    #expect(
      try Python.sql(path, "SELECT count(*), sum(people) FROM visit WHERE voided_at IS NULL")
        == "[[\(report.visits), \(report.people)]]")
  }

  @Test func aVisitBelongsToItsOwnDayAndHour() async throws {
    // 2024-01-31 23:59:59 and one second later, in Shanghai.
    let midnight: Int64 = 1_706_716_800
    _ = try storage.store(
      [VisitBatch([draft(1, at: midnight - 1, people: 2), draft(2, at: midnight, people: 3)], by: .owner)], at: 5000)
    #expect(try Python.sql(path, "SELECT period FROM usage_day ORDER BY 1") == "[[20240131], [20240201]]")
    #expect(try Python.sql(path, "SELECT period FROM usage_month ORDER BY 1") == "[[202401], [202402]]")
    #expect(try differences(offsetHours: 8) == "0 True")
  }

  @Test func inAZoneWithDaylightSavingTheWallClockCounts() async throws {
    let path = try await other([])
    try Python.sql(path, "UPDATE setting SET value = 'America/New_York' WHERE name = 'time_zone'")
    let storage = try #require(try SQLiteStorage(path: path, .existing))
    // 2024-11-03: 05:30 and 06:30 UTC are both 01:30 on the clock; the next midnight is at 05:00 UTC of the day after.
    let times: [Int64] = [1_730_611_800, 1_730_615_400, 1_730_696_399, 1_730_696_400]
    let drafts = try times.enumerated().map { try draft($0 + 1, at: $1) }
    _ = try storage.store([VisitBatch(drafts, by: .owner)], at: 5000)
    let sheets = try Python.sql(path, "SELECT period, hex(sheet) FROM usage_day ORDER BY 1")
    // Keys: services 5 << 9 | hour << 4 | group 1, so 2577 (0x91 0x14) at one o'clock.
    #expect(sheets.contains(#"[20241103, "911402"#) && sheets.contains("[20241104, "))
    #expect(try await storage.check().faults == [])
  }

  @Test func aDifferenceIsNamed() async throws {
    let path = try await other([draft(1, at: 1_706_716_800, people: 4)])
    try Python.sql(path, "UPDATE usage_day SET sheet = x'91140200'")
    try Python.sql(path, "DELETE FROM usage_month")
    try Python.sql(path, "INSERT INTO usage_month VALUES (202301, 'b', x'010100'), (202302, 'b', x'01')")
    let storage = try #require(try SQLiteStorage(path: path, .existing))
    let report = try await storage.check()
    #expect(report.faultCount == 4)
    #expect(
      report.faults.map(\.english).sorted() == [
        "the statistics of a in 202402 say 0 visits of 0 people, the visits themselves 1 of 4",
        "the statistics of a in 20240201 say 2 visits of 2 people, the visits themselves 1 of 4",
        "the statistics of b in 202301 say 1 visits of 1 people, the visits themselves 0 of 0",
        "the statistics of b in 202302 are damaged",
      ])
  }

  @Test func visitsOfAnOlderDatabaseAreCountedWhenItIsMigrated() async throws {
    let times: [Int64] = [1_706_716_799, 1_706_716_800, 1_720_000_000]
    let drafts = try times.enumerated().map { try draft($0 + 1, at: $1) }
    let path = try await other(drafts)
    try Python.script(
      path,
      """
      DROP TABLE usage_day; DROP TABLE usage_month; DROP TABLE visitors_month; DROP INDEX identified_visit_by_time;
      DELETE FROM grdb_migrations WHERE identifier = '4 usage';
      """)
    let storage = try #require(try SQLiteStorage(path: path, .migrate))
    let report = try await storage.check()
    #expect(report.faults == [] && report.visits == 3)
    #expect(try Python.sql(path, "SELECT count(*) FROM usage_day") == "[[3]]")
  }
}
