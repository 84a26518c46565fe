import AccessControl
import HTTPTypes
import Hummingbird
import RestStations

/// Who is asking.
enum Caller: Hashable, Sendable {
  /// The database's owner, by the socket beside it: may do what an admin may.
  case owner
  /// The bearer of a valid token.
  case bearer(TokenRecord)
  /// Nobody that we know.
  case anyone

  /// Whom the audit log names.
  var author: Author {
    switch self {
    case .owner: .owner
    case .bearer(let token): .token(token.number)
    case .anyone: .checkIn
    }
  }
}

/// What a caller may want to do. Reading the directory is open to anyone and is not asked about.
enum Action: Hashable, Sendable {
  case changeDirectory
  /// Saying of one station whether it is open for use, and what of its amenities works.
  case reportCondition(of: StationID)
  /// Logging and voiding, at one station.
  case logVisits(at: StationID)
  /// Before it is known at which station.
  case logVisitsSomewhere
  case readVisits
  /// The statistics, beyond what is public.
  case readUsage
  /// Tokens, erasure, the audit log, check-in codes.
  case administer
  /// What one's own token is good for.
  case knowOneself
}

/// The one place where it is decided who may do what: whatever is not allowed here is not allowed.
enum Authorisation {
  /// - Throws: ``YizhanError`` with `unauthorized` when it is not known who asks, `forbidden` when it is not theirs.
  static func require(_ action: Action, of caller: Caller) throws(YizhanError) {
    switch caller {
    case .owner: return
    case .bearer(let token):
      guard allows(action, token) else {
        throw YizhanError(.forbidden, Bilingual("this is not yours to do", "您没有此操作的权限"))
      }
    case .anyone:
      throw YizhanError(
        .unauthorized,
        Bilingual(
          "this needs a token: send it as 'Authorization: Bearer yz_…'", "此操作需要令牌：请发送“Authorization: Bearer yz_…”"))
    }
  }

  private static func allows(_ action: Action, _ token: TokenRecord) -> Bool {
    switch (token.role, action) {
    case (.admin, _): true
    case (.manager, .logVisits(let station)), (.manager, .reportCondition(let station)):
      token.stations.contains(station)
    case (.manager, .logVisitsSomewhere), (.manager, .readVisits), (.staff, .readVisits), (.staff, .readUsage): true
    case (_, .knowOneself): true
    case (.manager, _), (.staff, _): false
    }
  }
}

/// Finds out who is asking. A token that is none ends the request, also where none is needed, so that its bearer learns
/// of it; clients that try many are slowed down.
struct CallerMiddleware: RouterMiddleware {
  let services: APIServices
  let admission: Admission

  func handle(
    _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    guard context.caller == .anyone, let header = request.headers[.authorization] else {
      return try await next(request, context)
    }
    var context = context
    do throws(YizhanError) {
      context.caller = try services.caller(authorization: header)
    } catch {
      if let wait = admission.takeFailure(at: context.client) { throw YizhanError.tooMany(retryAfter: wait) }
      throw error
    }
    return try await next(request, context)
  }
}

extension APIServices {
  /// Who sent this header.
  ///
  /// - Throws: ``YizhanError`` with `unauthorized`.
  func caller(authorization header: String) throws(YizhanError) -> Caller {
    guard header.prefix(7).lowercased() == "bearer " else {
      throw YizhanError(
        .unauthorized, Bilingual("the Authorization must be 'Bearer yz_…'", "Authorization 须为“Bearer yz_…”"))
    }
    return .bearer(try tokens.token(String(header.dropFirst(7).drop { $0 == " " })))
  }
}
