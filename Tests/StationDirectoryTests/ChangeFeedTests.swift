import Foundation
import RestStations
import SQLiteStorage
import SampleData
import StationDirectory
import TestSupport
import Testing

@Suite("Who follows the changes holds the directory")
struct ChangeFeedTests {
  /// A client that keeps a copy.
  private struct Follower {
    private(set) var stations: [String: String] = [:]
    private(set) var revision = 0
    private(set) var pages = 0

    /// Takes one page.
    ///
    /// - Returns: whether there are more.
    mutating func takePage(_ directory: StationDirectory, limit: Int) throws -> Bool {
      let answer = try directory.changes(since: revision, limit: limit)
      let document = try #require(
        JSONSerialization.jsonObject(with: Data(answer.encoded(next: nil))) as? [String: Any])
      var last = revision
      for change in try #require(document["changes"] as? [[String: Any]]) {
        let number = try #require(change["revision"] as? Int)
        #expect(number > last)
        last = number
        if let id = change["retired"] as? String {
          stations[id] = nil
        } else {
          let station = try #require(change["station"] as? [String: Any])
          let bytes = try JSONSerialization.data(withJSONObject: station, options: .sortedKeys)
          stations[try #require(station["id"] as? String)] = String(decoding: bytes, as: UTF8.self)
        }
      }
      #expect(answer.revision >= last && document["revision"] as? Int == answer.revision)
      revision = answer.revision
      pages += 1
      return answer.hasMore
    }

    mutating func catchUp(_ directory: StationDirectory, limit: Int = 1000) throws {
      while try takePage(directory, limit: limit) {}
    }
  }

  private let folder: TemporaryFolder
  private let directory: StationDirectory

  init() async throws {
    folder = try TemporaryFolder()
    let storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
    directory = StationDirectory(storage) { 1_706_716_800 }
    try await directory.load()
  }

  private func put(_ rows: [String]) async throws {
    let csv = (["id,name,lat,lon,town,status,status_reason,opening_hours,amenities"] + rows).joined(separator: "\n")
    _ = try await directory.importStations(csv: Array(csv.utf8), ImportOptions())
  }

  private func row(_ number: Int, _ random: inout SeededGenerator) -> String {
    let status = ["active,", "suspended,修缮", "retired,"].randomElement(using: &random) ?? "active,"
    let hours = ["", "24/7", "Mo-Fr 08:00-18:00"].randomElement(using: &random) ?? ""
    return
      "s\(number),站\(Int.random(in: 0...9, using: &random)),35.\(100 + number),116.5,甲镇,\(status),\(hours),water;table"
  }

  @Test func anyChangesInAnyPagesLeadToTheSameCopy() async throws {
    var random = SeededGenerator(seed: 11)
    var follower = Follower()
    for _ in 0..<150 {
      let rows = (0..<Int.random(in: 1...4, using: &random)).map { _ in
        row(Int.random(in: 0..<40, using: &random), &random)
      }
      try await put(Array(Dictionary(rows.map { ($0.prefix { $0 != "," }, $0) }, uniquingKeysWith: { $1 }).values))
      if Bool.random(using: &random) {
        _ = try follower.takePage(directory, limit: Int.random(in: 1...5, using: &random))
      }
    }
    try follower.catchUp(directory, limit: 3)
    var fresh = Follower()
    try fresh.catchUp(directory)
    #expect(follower.stations == fresh.stations && follower.revision == fresh.revision)
    #expect(fresh.stations.count > 10 && follower.pages > 40)
  }

  @Test func retiredStationsAreNamedAndSuspendedOnesToldWithTheReason() async throws {
    try await put(["a,甲,35,116,,active,,24/7,water", "b,乙,35.1,116,,suspended,修缮,,", "c,丙,35.2,116,,retired,,,"])
    let text = String(decoding: try directory.changes(since: 0, limit: 10).encoded(next: nil), as: UTF8.self)
    #expect(text.contains(#""retired":"c""#) && text.contains(#""status":"suspended","status_reason":"修缮""#))
    // What is true at the moment alone is not told.
    for name in ["open", "staffed", "changes_at"] { #expect(!text.contains("\"\(name)\":")) }
  }

  @Test func whoIsUpToDateGetsNothing() async throws {
    try await put(["a,甲,35,116,,active,,,"])
    let answer = try directory.changes(since: directory.snapshot.summary.revision, limit: 10)
    #expect(String(decoding: answer.encoded(next: nil), as: UTF8.self) == #"{"changes":[],"revision":1}"#)
  }

  @Test func aRevisionThatIsStillToComeIsRefused() async throws {
    try await put(["a,甲,35,116,,active,,,"])
    let error = #expect(throws: YizhanError.self) { try directory.changes(since: 2, limit: 10) }
    #expect(error?.faults.map(\.place) == [.parameter("since")])
  }
}
