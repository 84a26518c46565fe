import Geodesy
import OpeningHours
import RestStations
import StationDirectory
import Testing

@Suite("A directory that is not loaded, or cannot be, says so")
struct LoadingTests {
  private struct Broken: Error {}

  /// Gives some stations, then fails.
  private struct BrokenStorage: DirectoryStorage {
    let stations: Int

    func summary() async throws -> DirectorySummary {
      DirectorySummary(
        revision: 1, timeZone: "Asia/Shanghai", catalogue: .standard, towns: [], stationCount: stations)
    }

    func scan<Part: Sendable>(
      _ body: @escaping @Sendable (DirectorySummary, () throws -> StationView?) throws -> Part
    ) async throws -> (summary: DirectorySummary, parts: [Part]) {
      let summary = try await summary()
      let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 16)
      defer { memory.deallocate() }
      var number = 0
      let part = try body(summary) {
        number += 1
        guard number <= stations else { throw Broken() }
        let id = UnsafeBufferPointer(rebasing: memory[..<memory.update(fromContentsOf: "s\(number)".utf8)])
        return StationView(
          id: id, name: id, kind: .point, coordinate: .origin, status: .active, revision: number, updatedAt: 0)
      }
      return (summary, [part])
    }

    func scan<Part: Sendable>(
      since known: DirectorySummary, atMost limit: Int,
      _ body: @escaping @Sendable (() throws -> StationView?) throws -> Part
    ) async throws -> (revision: Int, part: Part)? { throw Broken() }

    func station(_ id: StationID) async throws -> Station? { nil }

    func change(
      _ scope: ChangeScope, by author: Author, at instant: Int64,
      _ decide: @escaping @Sendable (AmenityCatalogue, [StationID: Station]) throws -> [Station]
    ) async throws -> Int { throw Broken() }

    func store(_ holidays: HolidayTable, by author: Author, at instant: Int64) async throws -> Int { throw Broken() }

    func add(_ amenity: Amenity, by author: Author, at instant: Int64) async throws -> Int { throw Broken() }
  }

  @Test(arguments: [0, 1, 511, 512, 513, 5000, 10_000])
  func aStoreThatFailsWhileItIsReadLeavesTheDirectoryUnloaded(stations: Int) async throws {
    let directory = StationDirectory(BrokenStorage(stations: stations)) { 0 }
    await #expect(throws: Broken.self) { try await directory.load() }
    let error = #expect(throws: YizhanError.self) { _ = try directory.nearest(NearestQuestion(place: .origin)) }
    #expect(error?.code == .unavailable)
    #expect(throws: YizhanError.self) { _ = try directory.list(ListQuestion()) }
    #expect(throws: YizhanError.self) { _ = try directory.snapshot }
  }
}
