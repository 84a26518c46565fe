/// Everything that can go wrong and that a user is told about.
///
/// Adapters map ``code`` to a status or an exit code; whatever is not of this type is an internal error, told to no one
/// but the log.
public struct YizhanError: Error, Hashable, Sendable {
  public enum Code: String, Sendable, CaseIterable {
    /// The question itself is wrong: a parameter, an option.
    case badRequest
    /// What was given to be stored is wrong: a row, a field.
    case badData
    case notFound
    /// It is not known who asks.
    case unauthorized
    /// It is known who asks, and it is not theirs to do.
    case forbidden
    case methodNotAllowed
    /// It is there already, with other content.
    case conflict
    /// It is not, or no longer, as the caller said it must be.
    case preconditionFailed
    /// The caller must say what it is to be as.
    case preconditionRequired
    case notAcceptable
    case tooLarge
    case unsupportedMediaType
    /// More than anyone may do in so short a time.
    case tooManyRequests
    /// The server cannot be reached.
    case unreachable
    /// The database is held by a process that does not answer.
    case databaseHeld
    /// The database, or a file beside it, cannot be used.
    case storageFailed
    /// The disk takes nothing now: it is full, or fails.
    case storageUnavailable
    /// Not now: starting, stopping or overloaded.
    case unavailable
  }

  public let code: Code
  public let detail: Bilingual
  /// Each fault by itself, when there is more to say than ``detail``.
  public let faults: [Fault]
  /// Seconds after which to try again, where that helps.
  public let retryAfter: Int?

  public init(_ code: Code, _ detail: Bilingual, faults: [Fault] = [], retryAfter: Int? = nil) {
    self.code = code
    self.detail = detail
    self.faults = faults
    self.retryAfter = retryAfter
  }
}

extension YizhanError {
  /// For a stored station that is none, which nothing of ours writes.
  public static func damagedStation(_ id: String) -> YizhanError {
    YizhanError(
      .storageFailed,
      Bilingual("the stored station \(id) is damaged: restore a backup", "存储的服务点 \(id) 已损坏：请恢复备份"))
  }

  /// For a question with faults, one or more.
  public static func badQuestion(_ faults: [Fault]) -> YizhanError {
    YizhanError(
      .badRequest,
      Bilingual(
        "\(faults.count) fault\(faults.count == 1 ? "" : "s") in the question", "请求中有 \(faults.count) 处错误"),
      faults: faults)
  }

  /// For a client that does something more often than it may.
  public static func tooMany(retryAfter seconds: Int) -> YizhanError {
    YizhanError(
      .tooManyRequests,
      Bilingual("too many requests: try again in \(seconds) s", "请求过多：请在 \(seconds) 秒后重试"), retryAfter: seconds)
  }

  /// For an id that no visit has.
  public static let noSuchVisit = YizhanError(.notFound, Bilingual("there is no visit of this id", "没有此编号的到访记录"))

  /// For an id that no station has.
  public static let noSuchStation = YizhanError(
    .notFound, Bilingual("there is no station of this id", "没有此编号的服务点"))
}

/// One thing that is wrong, and where.
public struct Fault: Error, Hashable, Sendable {
  public enum Place: Hashable, Sendable {
    /// A query parameter or option by its name.
    case parameter(String)
    /// A place in a JSON document (RFC 6901).
    case pointer(String)
    /// A line of a file, counted from 1, and a column of its table by name.
    case row(line: Int, column: String?)
  }

  public let place: Place
  public let detail: Bilingual

  public init(_ place: Place, _ detail: Bilingual) {
    self.place = place
    self.detail = detail
  }

  /// A fault of a query parameter or option.
  public static func parameter(_ name: String, _ english: String, _ chinese: String) -> Fault {
    Fault(.parameter(name), Bilingual(english, chinese))
  }
}
