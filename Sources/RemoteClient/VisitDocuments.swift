/// A visit as the API tells of it.
public struct VisitDocument: Codable, Sendable {
  public var id: String
  public var stationID: String
  public var at: String
  public var group: String
  public var people: Int
  public var services: [String]
  public var recordedAt: String?
  public var voidReason: String?

  enum CodingKeys: String, CodingKey {
    case id, at, group, people, services
    case stationID = "station_id"
    case recordedAt = "recorded_at"
    case voidReason = "void_reason"
  }
}

struct VisitsDocument: Decodable {
  var visits: [VisitDocument]
  var next: String?
}

/// What became of one of many visits.
public struct VisitResultDocument: Decodable, Sendable {
  public struct Problem: Decodable, Sendable {
    public var status: Int
    public var detail: String
    var errors: [ProblemDocument.Item]?

    /// The detail, and what is wrong field by field.
    public var text: String {
      let fields = (errors ?? []).filter { $0.detail != detail }.map { item in
        // A pointer begins with the place among the visits that were sent together.
        let field = (item.pointer ?? "").split(separator: "/").dropFirst().joined(separator: "/")
        return field.isEmpty ? item.detail : "\(field): \(item.detail)"
      }
      return ([detail] + fields).joined(separator: "; ")
    }
  }

  public var id: String?
  /// `created`, `exists` or `problem`.
  public var result: String
  public var problem: Problem?
}

struct VisitResultsDocument: Decodable {
  var results: [VisitResultDocument]
}

/// What became of a file of visits.
public struct VisitCountsDocument: Decodable, Sendable {
  public struct Fault: Decodable, Sendable {
    public var line: Int?
    public var column: String?
    public var detail: String
  }

  public var created: Int
  public var exists: Int
  /// Of rows that were not kept.
  public var errors: [Fault]
}

/// A token as the API tells of it; the secret is there when it is new, and never again.
public struct TokenDocument: Codable, Sendable {
  public var id: Int
  public var role: String
  public var stations: [String]
  public var note: String?
  public var createdAt: String
  public var expiresAt: String
  public var revokedAt: String?
  public var lastUsedAt: String?
  public var token: String?

  enum CodingKeys: String, CodingKey {
    case id, role, stations, note, token
    case createdAt = "created_at"
    case expiresAt = "expires_at"
    case revokedAt = "revoked_at"
    case lastUsedAt = "last_used_at"
  }
}

struct TokensDocument: Decodable {
  var tokens: [TokenDocument]
}

/// A token that is to be made.
public struct TokenWishDocument: Encodable, Sendable {
  public var role: String
  public var stations: [String]
  public var note: String?
  /// Days, such as `90d`.
  public var expires: String?

  public init(role: String, stations: [String], note: String?, expires: String?) {
    self.role = role
    self.stations = stations
    self.note = note
    self.expires = expires
  }
}

/// An entry of the audit log.
public struct AuditDocument: Codable, Sendable {
  public var at: String
  public var actor: String
  public var action: String
  public var subject: String
}

struct AuditsDocument: Decodable {
  var entries: [AuditDocument]
  var next: String?
}

/// What a check of the database found.
public struct CheckDocument: Decodable, Sendable {
  /// Visits that count, and their people.
  public var visits: Int
  public var people: Int
  public var faultCount: Int
  /// The first of them.
  public var faults: [String]

  private enum CodingKeys: String, CodingKey {
    case visits, people, faults
    case faultCount = "fault_count"
  }
}
