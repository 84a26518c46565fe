import RestStations
import StationDirectory
import Synchronization
import TestSupport
import Testing

@Suite("Each reader of the present moment reads what is newest")
struct MomentReaderTests {
  private final class Changes: Sendable {
    /// The revision of the last that was acknowledged.
    let acknowledged = Atomic(0)
    let areOver = Atomic(false)
  }

  private static let csv = "id,name,lat,lon\nA,甲,35.5,116.8\n"

  /// Gives the station another capacity, and tells the directory's revision then.
  private func change(_ district: District, to capacity: Int) async throws -> Int {
    var station = try await district.station("A")
    station.capacity = capacity
    try await district.store([station])
    return try district.directory.snapshot.summary.revision
  }

  @Test func aChangeIsReadAtOnceByThoseWhoHaveReadBefore() async throws {
    let district = try await District(Self.csv)
    let readers = [district.directory.reader(), district.directory.reader()]
    for capacity in 1...5 {
      let revision = try await change(district, to: capacity)
      for reader in readers { #expect(try reader.moment().snapshot.summary.revision == revision) }
    }
  }

  @Test func theMomentIsThePresentOneAndAnotherOneForEachReader() async throws {
    let district = try await District(Self.csv)
    let (first, second) = (district.directory.reader(), district.directory.reader())
    let moment = try first.moment()
    #expect(try first.moment() === moment)
    #expect(try second.moment() !== moment)
    #expect(try second.moment().snapshot === moment.snapshot)
    district.clock.now += 1
    #expect(try first.moment() !== moment)
    #expect(try first.moment().snapshot === moment.snapshot)
  }

  @Test func aDirectoryThatIsNotLoadedCannotBeRead() async throws {
    let district = try await District(Self.csv)
    let reader = StationDirectory(district.storage) { 0 }.reader()
    let error = #expect(throws: YizhanError.self) { try reader.moment() }
    #expect(error?.code == .unavailable)
  }

  @Test func noReaderGoesBackWhileThereAreChanges() async throws {
    let district = try await District(Self.csv)
    let changes = Changes()
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      for _ in 0..<2 {
        let reader = district.directory.reader()
        tasks.addTask {
          while !changes.areOver.load(ordering: .acquiring), !Task.isCancelled {
            let atLeast = changes.acknowledged.load(ordering: .acquiring)
            let revision = try reader.moment().snapshot.summary.revision
            #expect(revision >= atLeast)
            await Task.yield()
          }
        }
      }
      for capacity in 1...100 {
        changes.acknowledged.store(try await change(district, to: capacity), ordering: .releasing)
      }
      changes.areOver.store(true, ordering: .releasing)
      try await tasks.waitForAll()
    }
  }
}
