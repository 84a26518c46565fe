import AccessControl
import PrometheusMetrics
public import RestStations
public import StationDirectory
import UsageReports
import VisitLog

/// The use cases that the API is a way to.
public struct APIServices: Sendable {
  let directory: StationDirectory
  let visitLog: VisitLog
  let visits: any VisitStorage
  let access: any AccessStorage
  let checks: any CheckStorage
  let backups: any BackupStorage
  let erasures: ErasureJournal
  let usage: UsageReports
  let published: PublishedUsage
  let tokens: TokenRegistry
  let checkInCodes: CheckInCodes
  let key: @Sendable () throws -> SecretKey
  /// Milliseconds since 1970.
  let clock: @Sendable () -> Int64
  /// Of check-ins, by client and by station.
  let checkInsByClient: RateLimiter<ClientAddress>
  let checkInsByStation: RateLimiter<String>
  let metrics: PrometheusMetrics

  /// - Parameters:
  ///   - key: of the database; asked for when it is needed.
  ///   - erasures: beside the key.
  ///   - clock: milliseconds since 1970.
  public init(
    _ directory: StationDirectory, visits: any VisitStorage, access: any AccessStorage, checks: any CheckStorage,
    backups: any BackupStorage, usage: any UsageStorage, key: @escaping @Sendable () throws -> SecretKey,
    erasures: ErasureJournal, clock: @escaping @Sendable () -> Int64
  ) {
    self.directory = directory
    self.visits = visits
    self.access = access
    self.checks = checks
    self.backups = backups
    self.erasures = erasures
    self.usage = UsageReports(usage)
    published = PublishedUsage(self.usage, clock: clock)
    self.key = key
    self.clock = clock
    metrics = PrometheusMetrics(ServerMetrics.descriptions)
    visitLog = VisitLog(visits, clock: clock, metrics: metrics)
    tokens = TokenRegistry(access, clock: clock)
    checkInCodes = CheckInCodes(access, key: key, clock: clock)
    checkInsByClient = RateLimiter(burst: 30, perSecond: 0.5, clock: clock)
    checkInsByStation = RateLimiter(burst: 300, perSecond: 2, clock: clock)
  }

  /// Stations of any status.
  public var stationCount: Int {
    get throws { try directory.snapshot.count }
  }

  /// Reads what questions are answered from.
  public func load() async throws {
    try await tokens.load()
    try await directory.load()
  }
}
