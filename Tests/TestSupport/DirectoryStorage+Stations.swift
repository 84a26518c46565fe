public import OpeningHours
public import RestStations
import Synchronization

extension DirectoryStorage {
  /// All stations, ordered by the bytes of their ids.
  public func allStations() async throws -> [Station] {
    let stations = Mutex<[Station]>([])
    _ = try await change(.all, at: 0) { _, existing in
      stations.withLock { $0 = Array(existing.values) }
      return []
    }
    return stations.withLock { $0 }.sorted { $0.id.text.utf8.lexicographicallyPrecedes($1.id.text.utf8) }
  }

  /// The ids as a scan gives them, run by run.
  public func scannedIDs() async throws -> [[String]] {
    try await scan { _, next in try Self.ids(next) }.parts
  }

  /// The ids of what has changed, and the revision that this made; nothing where it is not read.
  public func scannedIDs(
    since known: DirectorySummary, atMost limit: Int
  ) async throws -> (revision: Int, ids: [String])? {
    try await scan(since: known, atMost: limit) { try Self.ids($0) }.map { ($0.revision, $0.part) }
  }

  private static func ids(_ next: () throws -> StationView?) throws -> [String] {
    var ids: [String] = []
    while let station = try next() { ids.append(String(decoding: station.id, as: UTF8.self)) }
    return ids
  }
}

extension DirectoryStorage {
  /// A change by the owner.
  public func change(
    _ scope: ChangeScope, at instant: Int64,
    _ decide: @escaping @Sendable (AmenityCatalogue, _ existing: [StationID: Station]) throws -> [Station]
  ) async throws -> Int {
    try await change(scope, by: .owner, at: instant, decide)
  }

  /// Holidays stored by the owner.
  @discardableResult
  public func store(_ holidays: HolidayTable) async throws -> Int {
    try await store(holidays, by: .owner, at: 0)
  }

  /// An amenity added by the owner.
  @discardableResult
  public func add(_ amenity: Amenity) async throws -> Int {
    try await add(amenity, by: .owner, at: 0)
  }
}
