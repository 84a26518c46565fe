import Foundation
import TestSupport
import Testing

/// A server with the stations of Yanzhou, and tokens for it.
final class Office: Sendable {
  /// Whose token it is, or what is wrong with it.
  enum Bearer: String, CaseIterable, Sendable {
    case admin, staff
    /// Of ``station``.
    case manager
    /// Of ``otherStation``.
    case otherManager
    /// Of admins, these.
    case expired, revoked
  }

  static let station = "YZ-0001"
  static let otherStation = "YZ-0002"

  let place: Workplace
  let server: RunningServer
  /// The numbers of tokens count from 1 in the order of `Bearer`.
  private let tokens: [Bearer: String]

  /// - Parameter launcher: a program that starts the server, with its arguments.
  init(launcher: [String] = []) throws {
    let place = try Workplace.withYanzhou()
    var tokens: [Bearer: String] = [:]
    for bearer in Bearer.allCases { tokens[bearer] = try Self.token(for: bearer, in: place) }
    let (expired, revoked) = (Self.number(.expired), Self.number(.revoked))
    try Python.sql(place.database, "UPDATE token SET created_at = 0, expires_at = 1 WHERE number = \(expired)")
    guard try place.run("token", "revoke", String(revoked)).status == 0 else {
      throw Workplace.Failure(description: "the token is not revoked")
    }
    (self.place, self.tokens) = (place, tokens)
    server = try RunningServer(in: place.folder, database: Workplace.database, launcher: launcher)
  }

  private static func token(for bearer: Bearer, in place: Workplace) throws -> String {
    let outcome =
      switch bearer {
      case .admin, .expired, .revoked: try place.run("token", "create", "--role", "admin")
      case .staff: try place.run("token", "create", "--role", "staff")
      case .manager: try place.run("token", "create", "--role", "manager", "--station", station)
      case .otherManager: try place.run("token", "create", "--role", "manager", "--station", otherStation)
      }
    guard outcome.status == 0, let token = outcome.lines.first else {
      throw Workplace.Failure(description: outcome.messages)
    }
    return token
  }

  static func number(_ bearer: Bearer) -> Int {
    (Bearer.allCases.firstIndex(of: bearer) ?? 0) + 1
  }

  func token(_ bearer: Bearer) -> String { tokens[bearer] ?? "" }

  /// The header by which a bearer is known.
  func headers(_ bearer: Bearer, _ others: [String: String] = [:]) -> [String: String] {
    others.merging(["Authorization": "Bearer \(token(bearer))"]) { $1 }
  }

  func get(_ target: String, as bearer: Bearer = .admin) throws -> HTTPAnswer {
    try server.get(target, headers(bearer))
  }

  func post(
    _ target: String, _ body: String, type: String = "application/json", as bearer: Bearer = .admin
  ) throws -> HTTPAnswer {
    try server.exchange("POST", target, headers(bearer, ["Content-Type": type]), body: Array(body.utf8))
  }

  /// Runs a statement on the database beside the server; its rows as JSON.
  func sql(_ statement: String) throws -> String {
    try Python.sql(place.database, statement)
  }

  /// The folder of outboxes of the commands that are run here.
  var outbox: String { place.folder.path("outbox") }

  /// The environment of commands that speak to the server from afar.
  func remote(_ bearer: Bearer = .manager) -> [String: String] {
    ["YIZHAN_SERVER": server.url, "YIZHAN_TOKEN": token(bearer), "YIZHAN_OUTBOX": outbox]
  }
}

/// Gives a suite one office, whose tests keep out of each other's way.
struct OfficeTrait: SuiteTrait, TestScoping {
  @TaskLocal private static var running: Office?

  static var current: Office {
    get throws { try #require(running, "the suite lacks the trait") }
  }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await Self.$running.withValue(try Office()) { try await function() }
  }
}

extension Trait where Self == OfficeTrait {
  static var office: Self { OfficeTrait() }
}

/// A new id for a visit.
func newVisitID() -> String { UUID().uuidString.lowercased() }

/// An instant so many seconds from now, in UTC.
func instant(_ secondsFromNow: Double = 0) -> String {
  Date(timeIntervalSinceNow: secondsFromNow).formatted(.iso8601)
}

extension HTTPAnswer {
  /// The places of a problem's faults, in order.
  func pointers() throws -> [String] {
    try json()["errors"].array.map { $0["pointer"].string ?? $0["parameter"].string ?? "?" }
  }
}
