import AccessControl
import Geodesy
import RestStations
import SQLiteStorage
import TestSupport
import Testing

@Suite("Tokens are known while they last, and check-in codes until they are changed")
struct TokenRegistryTests {
  private let folder: TemporaryFolder
  private let storage: SQLiteStorage
  private let clock = TestClock()
  private let station: StationID

  init() async throws {
    folder = try TemporaryFolder()
    storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
    station = try #require(StationID("a"))
    let made = Station(id: station, name: "甲", coordinate: .origin)
    _ = try await storage.change(.all, by: .owner, at: 0) { _, _ in [made] }
  }

  private func registry() async throws -> TokenRegistry {
    let registry = TokenRegistry(storage) { [clock] in clock.now }
    try await registry.load()
    return registry
  }

  private func refusal(_ registry: TokenRegistry, _ text: String) throws -> String {
    let error = try #require(throws: YizhanError.self) { _ = try registry.token(text) }
    #expect(error.code == .unauthorized)
    return error.detail.english
  }

  @Test func aTokenLastsUntilItsEndAndNotThatMoment() async throws {
    let registry = try await registry()
    let (token, record) = try await registry.create(.staff, stations: [], note: nil, lifetime: 86_400_000, by: .owner)
    #expect(record.number == 1 && record.expiresAt == clock.now + 86_400_000)
    #expect(try registry.token(token.text).number == 1)
    clock.advance(by: 86_399_999)
    #expect(try registry.token(token.text).role == .staff)
    clock.advance(by: 1)
    #expect(try refusal(registry, token.text) == "the token has expired")
    #expect(try refusal(await self.registry(), token.text) == "the token has expired")
  }

  @Test func aRevokedTokenIsRefusedAtOnceAndFromThenOn() async throws {
    let registry = try await registry()
    let (token, _) = try await registry.create(
      .manager, stations: [station], note: "x", lifetime: TokenRegistry.standardLifetime, by: .owner)
    #expect(try registry.token(token.text).stations == [station])
    try await registry.revoke(1, by: .token(7))
    #expect(try refusal(registry, token.text) == "the token was revoked")
    let first = try await registry.all().first?.revokedAt
    clock.advance(by: 1000)
    try await registry.revoke(1, by: .owner)
    #expect(try await registry.all().first?.revokedAt == first)
    #expect(try refusal(await self.registry(), token.text) == "the token was revoked")
    await #expect(throws: YizhanError.self) { try await registry.revoke(2, by: .owner) }
    let entries = try await storage.audit(AuditQuestion())
    #expect(entries.prefix(2).map(\.author) == [.token(7), .owner])
  }

  @Test func whatIsNoTokenOfThisServerIsRefused() async throws {
    let registry = try await registry()
    let (token, _) = try await registry.create(.admin, stations: [], note: nil, lifetime: 1000, by: .owner)
    #expect(try refusal(registry, AccessToken.random().text) == "the token is not known here")
    for text in ["", "yz_", String(token.text.dropLast()), token.text + "0", " " + token.text, token.text.uppercased()]
    {
      #expect(try refusal(registry, text) == "the token is mistyped or cut off")
    }
  }

  @Test func onlyAHashOfATokenIsKept() async throws {
    let registry = try await registry()
    let (token, record) = try await registry.create(.admin, stations: [], note: nil, lifetime: 1000, by: .owner)
    #expect(record.digest == token.digest)
    #expect(!"\(record)".contains(token.text))
    try storage.close()
    #expect(try Python.sql(folder.path("a.sqlite"), "SELECT length(digest), count(*) FROM token") == "[[32, 1]]")
  }

  @Test func aTokenForAStationThatIsNotThereIsNotMade() async throws {
    let registry = try await registry()
    let elsewhere = try #require(StationID("b"))
    await #expect(throws: YizhanError.self) {
      try await registry.create(.manager, stations: [elsewhere, station], note: nil, lifetime: 1000, by: .owner)
    }
    #expect(try await registry.all().isEmpty)
  }

  @Test func aCodeIsGoodForItsStationUntilItIsChanged() async throws {
    let key = SecretKey.random()
    func codes() -> CheckInCodes { CheckInCodes(storage, key: { key }, clock: { [clock] in clock.now }) }
    let all = codes()
    let first = try await all.code(of: station)
    #expect(try await all.isValid(first, of: station))
    #expect(try await codes().code(of: station) == first)
    let other = try #require(StationID("b"))
    #expect(try await !all.isValid(first, of: other))
    var seen: Set = [first]
    for _ in 0..<3 {
      let next = try await all.change(of: station, by: .owner)
      #expect(seen.insert(next).inserted)
      #expect(try await all.isValid(next, of: station))
      #expect(try await !all.isValid(first, of: station))
      #expect(try await codes().code(of: station) == next)
    }
    await #expect(throws: YizhanError.self) { try await all.change(of: other, by: .owner) }
    #expect(try await CheckInCodes(storage, key: { .random() }) { 0 }.code(of: station) != all.code(of: station))
  }

  /// Someone who is reading what the codes are, meanwhile, must not bring an old one back.
  @Test func aChangeIsSeenByAllWhoAskMeanwhile() async throws {
    let key = SecretKey.random()
    for _ in 0..<50 {
      let all = CheckInCodes(storage, key: { key }, clock: { 0 })
      let station = station
      let changed = try await withThrowingTaskGroup(of: String?.self) { group in
        for _ in 0..<4 {
          group.addTask {
            _ = try await all.code(of: station)
            return nil
          }
        }
        group.addTask { try await all.change(of: station, by: .owner) }
        return try await group.reduce(into: "") { if let code = $1 { $0 = code } }
      }
      #expect(try await all.code(of: station) == changed)
    }
  }
}
