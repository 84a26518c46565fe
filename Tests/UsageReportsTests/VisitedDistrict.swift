import Foundation
import Geodesy
import OpeningHours
import RestStations
import SQLiteStorage
import SampleData
import TestSupport
import Testing

/// A database with thirty stations in six towns and one of no town, and visits at random moments.
struct VisitedDistrict {
  static let key = SecretKey.random()

  let folder: TemporaryFolder
  let path: String
  let storage: SQLiteStorage
  let stations: [Station]

  init(zone: String) async throws {
    folder = try TemporaryFolder()
    path = folder.path("a.sqlite")
    try #require(try SQLiteStorage(path: path, .create)).close()
    try Python.sql(path, "UPDATE setting SET value = '\(zone)' WHERE name = 'time_zone'")
    storage = try #require(try SQLiteStorage(path: path, .existing))
    let towns = ["鼓楼街道", "龙桥街道", "Ünter,\"den\" Linden", "a", "B", "新驿镇", nil]
    stations = try (0..<30).map { number in
      var station = Station(
        id: try #require(StationID("s\(number)")), name: "站\(number)",
        coordinate: try #require(Coordinate(latitude: 35 + Double(number) / 100, longitude: 116)))
      station.town = towns[number % towns.count]
      if number % 10 == 9 { station.status = .retired }
      return station
    }
    _ = try await storage.change(.all, by: .owner, at: 0) { [stations] _, _ in stations }
  }

  /// A visit of a random kind, at a moment.
  func draft(at instant: Int64, _ random: inout SeededGenerator) throws -> VisitDraft {
    let visitor = Int.random(in: 0..<400, using: &random)
    let reference = visitor < 200 ? VisitorReference("person \(visitor)") : nil
    return VisitDraft(
      id: VisitID(value: UInt128.random(in: 0...UInt128.max, using: &random)),
      // Some stations have many visits, some have none.
      stationID: try #require(stations.dropLast(3).randomElement(using: &random)).id, at: instant,
      group: try #require(WorkerGroup.allCases.randomElement(using: &random)),
      people: Int.random(in: 1...3, using: &random),
      services: AmenitySet(
        bits: UInt128.random(in: 0...UInt128.max, using: &random) & UInt128.random(in: 0...UInt128.max, using: &random)
          & 0b1_0000_0000_0001_0010_0111),
      visitor: reference.map { VisitorPseudonym($0, under: Self.key) })
  }

  /// Stores visits at random moments, in no order, and voids one in thirty.
  func visit(_ count: Int, _ times: Range<Int64>, _ random: inout SeededGenerator) async throws {
    var stored = 0
    while stored < count {
      let drafts = try (0..<min(5000, count - stored)).map { _ in
        try draft(at: Int64.random(in: times, using: &random), &random)
      }
      stored += drafts.count
      _ = try storage.store([VisitBatch(drafts, by: .owner)], at: 1_800_000_000_000)
      for draft in drafts where Int.random(in: 0..<30, using: &random) == 0 {
        _ = try await storage.void(draft.id, reason: "x", by: .owner, at: 1_800_000_000_000) { _ in }
      }
    }
  }
}
