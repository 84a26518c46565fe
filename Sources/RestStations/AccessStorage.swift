/// What tokens, check-in codes and the audit log need of a database.
public protocol AccessStorage: Sendable {
  /// All tokens there ever were, ordered by number.
  func tokens() async throws -> [TokenRecord]

  /// Keeps a new token; gives it the next number.
  ///
  /// - Throws: ``YizhanError`` with `badData` when one of its stations is not there.
  func store(_ token: TokenRecord, by author: Author, at instant: Int64) async throws -> TokenRecord

  /// Takes a token's rights away for good. One that was revoked before stays as it is.
  ///
  /// - Throws: ``YizhanError`` with `notFound`.
  func revokeToken(_ number: Int, by author: Author, at instant: Int64) async throws

  /// Notes the day on which a token was last used.
  ///
  /// - Parameter day: milliseconds since 1970 of some moment of it.
  func noteUse(ofToken number: Int, at instant: Int64) async throws

  /// How often the check-in codes of stations were changed; stations that are not named: never.
  func checkInVersions() async throws -> [StationID: Int]

  /// Makes a station's check-in code void, and the next one valid.
  ///
  /// - Returns: how often it was changed by now.
  /// - Throws: ``YizhanError`` with `notFound`.
  func changeCheckInCode(of station: StationID, by author: Author, at instant: Int64) async throws -> Int

  /// Entries of the audit log, the newest first.
  func audit(_ question: AuditQuestion) async throws -> [AuditEntry]
}

/// A token as it is kept: all but its secret.
public struct TokenRecord: Hashable, Sendable {
  /// Its id; 0 until it is stored.
  public var number: Int
  public var digest: TokenDigest
  public var role: Role
  /// The stations of a manager.
  public var stations: Set<StationID>
  /// What its maker noted of it.
  public var note: String?
  /// These are in milliseconds since 1970.
  public var createdAt: Int64
  public var expiresAt: Int64
  public var revokedAt: Int64?
  public var lastUsedAt: Int64?

  public init(
    number: Int = 0, digest: TokenDigest, role: Role, stations: Set<StationID>, note: String?, createdAt: Int64,
    expiresAt: Int64, revokedAt: Int64? = nil, lastUsedAt: Int64? = nil
  ) {
    self.number = number
    self.digest = digest
    self.role = role
    self.stations = stations
    self.note = note
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.revokedAt = revokedAt
    self.lastUsedAt = lastUsedAt
  }

  /// Whether it gives its bearer any right at an instant, milliseconds since 1970; not at that of its end itself.
  public func isValid(at instant: Int64) -> Bool {
    revokedAt == nil && instant < expiresAt
  }
}

/// Which entries of the audit log are wanted.
public struct AuditQuestion: Hashable, Sendable {
  /// Milliseconds since 1970, itself included.
  public var from: Int64?
  public var author: Author?
  /// The number of the entry that the page goes on behind.
  public var after: Int64?
  /// Entries in a page, 1…1000.
  public var limit = 100

  public static let limits = 1...1000

  public init() {}
}
