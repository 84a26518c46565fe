public import RestStations
import Synchronization

/// The access tokens of a server: made, shown once, known again, revoked.
public final class TokenRegistry: Sendable {
  /// How long a token lasts unless its maker says otherwise, milliseconds: 90 days.
  public static let standardLifetime: Int64 = 90 * 86_400_000
  /// At most so long: ten years.
  public static let greatestLifetime: Int64 = 3650 * 86_400_000

  private let storage: any AccessStorage
  /// Milliseconds since 1970.
  private let clock: @Sendable () -> Int64
  private let known = Mutex<[TokenDigest: TokenRecord]>([:])

  /// Knows no token yet: see ``load()``.
  ///
  /// - Parameter clock: milliseconds since 1970.
  public init(_ storage: any AccessStorage, clock: @escaping @Sendable () -> Int64) {
    self.storage = storage
    self.clock = clock
  }

  /// Reads the tokens that there are.
  public func load() async throws {
    let tokens = try await storage.tokens()
    known.withLock { known in
      known = Dictionary(tokens.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// The token that a client sent.
  ///
  /// - Throws: ``YizhanError`` with `unauthorized` when it is none of ours, or none any more.
  public func token(_ text: String) throws(YizhanError) -> TokenRecord {
    let digest = TokenDigest(of: text)
    guard let record = known.withLock({ $0[digest] }) else {
      throw AccessToken.parse(text) == nil
        ? Self.refused("the token is mistyped or cut off", "令牌有误或不完整")
        : Self.refused("the token is not known here", "此处没有该令牌")
    }
    let now = clock()
    guard record.revokedAt == nil else { throw Self.refused("the token was revoked", "令牌已吊销") }
    guard record.isValid(at: now) else { throw Self.refused("the token has expired", "令牌已过期") }
    noteUse(of: record, at: now)
    return record
  }

  /// Makes a token.
  ///
  /// - Parameters:
  ///   - stations: of a manager, who must have some; others have none.
  ///   - lifetime: milliseconds, 1…``greatestLifetime``.
  /// - Returns: the token, whose secret nobody will see again, and what is kept of it.
  /// - Throws: ``YizhanError`` with `badData`.
  public func create(
    _ role: Role, stations: Set<StationID>, note: String?, lifetime: Int64, by author: Author
  ) async throws -> (token: AccessToken, record: TokenRecord) {
    let (token, now) = (AccessToken.random(), clock())
    let record = TokenRecord(
      digest: token.digest, role: role, stations: stations, note: note, createdAt: now, expiresAt: now + lifetime)
    let stored = try await storage.store(record, by: author, at: now)
    known.withLock { $0[stored.digest] = stored }
    return (token, stored)
  }

  /// Takes a token's rights away, from the next request on.
  ///
  /// - Throws: ``YizhanError`` with `notFound`.
  public func revoke(_ number: Int, by author: Author) async throws {
    let now = clock()
    try await storage.revokeToken(number, by: author, at: now)
    known.withLock { known in
      guard let digest = known.first(where: { $0.value.number == number })?.key else { return }
      if known[digest]?.revokedAt == nil { known[digest]?.revokedAt = now }
    }
  }

  /// All tokens, ordered by number.
  public func all() async throws -> [TokenRecord] {
    try await storage.tokens()
  }

  /// Once a day is enough, and no request waits for it.
  private func noteUse(of record: TokenRecord, at now: Int64) {
    if let last = record.lastUsedAt, last / 86_400_000 == now / 86_400_000 { return }
    known.withLock { $0[record.digest]?.lastUsedAt = now }
    Task { [storage] in try await storage.noteUse(ofToken: record.number, at: now) }
  }

  private static func refused(_ english: String, _ chinese: String) -> YizhanError {
    YizhanError(.unauthorized, Bilingual(english, chinese))
  }
}
