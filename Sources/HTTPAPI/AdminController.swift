import AccessControl
import Foundation
import HTTPTypes
import Hummingbird
import OpeningHours
import RestStations
import StationDirectory

/// The calls that the operator's commands need.
struct AdminController: Sendable {
  let services: APIServices

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.get, "/v1/admin/tokens", tokens)
    routes.add(.post, "/v1/admin/tokens", createToken)
    routes.add(.delete, "/v1/admin/tokens/{id}", revokeToken)
    routes.add(.post, "/v1/admin/erasures", erase)
    routes.add(.get, "/v1/admin/audit", audit)
    routes.add(.get, "/v1/admin/check", check)
    routes.add(.get, "/v1/admin/backup", backup)
    routes.add(.get, "/v1/admin/check-in-codes/{id}", checkInCode)
    routes.add(.post, "/v1/admin/check-in-codes/{id}", changeCheckInCode)
  }

  @Sendable func tokens(_ request: Request, _ context: APIContext) async throws -> Response {
    try begin(request, context)
    return try await list("tokens", try await services.tokens.all()) { append($0, to: &$1, $2) }
  }

  @Sendable func createToken(_ request: Request, _ context: APIContext) async throws -> Response {
    try begin(request, context)
    let wish = try TokenWish(try await body(of: request, context))
    let (token, record) = try await services.tokens.create(
      wish.role, stations: wish.stations, note: wish.note, lifetime: wish.lifetime, by: context.caller.author)
    var json = JSONText()
    json.append("{")
    append(record, to: &json, try await services.directory.zone())
    json.member("token", token.text)
    json.append("}")
    var response = Response.json(json.bytes)
    response.status = .created
    response.headers[.cacheControl] = "no-store"
    return response
  }

  @Sendable func revokeToken(_ request: Request, _ context: APIContext) async throws -> Response {
    try begin(request, context)
    guard let number = Int(try context.parameters.require("id")) else {
      throw YizhanError(.notFound, Bilingual("there is no such token", "没有该令牌"))
    }
    try await services.tokens.revoke(number, by: context.caller.author)
    return Response(status: .noContent)
  }

  @Sendable func erase(_ request: Request, _ context: APIContext) async throws -> Response {
    try begin(request, context)
    let fields = try JSONFields(try await body(of: request, context))
    let text = try fields.text("visitor", VisitorReference.rule) { VisitorReference($0) != nil }
    guard let reference = VisitorReference(text) else { throw JSONFields.bad("visitor", VisitorReference.rule) }
    let key = try services.key()
    let visitor = VisitorPseudonym(reference, under: key)
    // First where it outlives the database: a backup that is restored must not bring them back.
    try services.erasures.note(visitor, under: key)
    let count = try await services.visits.erase(visitor, by: context.caller.author, at: services.clock())
    var json = JSONText()
    json.append("{")
    json.member("visits", count)
    json.append("}")
    return .json(json.bytes)
  }

  @Sendable func audit(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.administer, of: context.caller)
    let zone = try await services.directory.zone()
    var query = QueryReader(request.uri.query)
    var question = AuditQuestion()
    question.from = query.day("from").map { zone.start(of: $0, plus: 0) * 1000 }
    question.author = query.text("actor").map { Author(name: $0) }
    question.limit = query.wholeNumber("limit", in: AuditQuestion.limits) ?? question.limit
    question.after = query.value("cursor", or: Bilingual("is no cursor of this list", "不是此列表的游标")) { Int64($0) }
    try query.finish()
    let entries = try await services.access.audit(question)
    let next =
      entries.count == question.limit ? entries.last.map { NextPage.reference(request, cursor: "\($0.number)") } : nil
    return try await list("entries", entries, next: next) { entry, json, zone in
      json.member("at", local(entry.at, zone))
      json.member("actor", entry.author.name)
      json.member("action", entry.action)
      json.member("subject", entry.subject)
    }
  }

  @Sendable func check(_ request: Request, _ context: APIContext) async throws -> Response {
    try begin(request, context)
    let report = try await services.checks.check()
    var json = JSONText()
    json.append("{")
    json.member("visits", report.visits)
    json.member("people", report.people)
    json.member("fault_count", report.faultCount)
    json.member("faults", report.faults.map { $0.text(in: request.language) })
    json.append("}")
    var response = Response.json(json.bytes)
    response.headers[.cacheControl] = "no-store"
    return response
  }

  @Sendable func backup(_ request: Request, _ context: APIContext) async throws -> Response {
    try begin(request, context)
    let file = try TemporaryFile(named: "backup.sqlite", in: try services.backups.workFolder())
    try await services.backups.backUp(to: file.path)
    var response = try file.response("application/vnd.sqlite3")
    response.headers[.cacheControl] = "no-store"
    response.headers[.contentDisposition] = "attachment; filename=\"yizhan.sqlite\""
    return response
  }

  @Sendable func checkInCode(_ request: Request, _ context: APIContext) async throws -> Response {
    try begin(request, context)
    let id = try context.stationID
    guard try services.directory.station(id) != nil else { throw YizhanError.noSuchStation }
    return code(try await services.checkInCodes.code(of: id))
  }

  @Sendable func changeCheckInCode(_ request: Request, _ context: APIContext) async throws -> Response {
    try begin(request, context)
    return code(try await services.checkInCodes.change(of: try context.stationID, by: context.caller.author))
  }

  private func begin(_ request: Request, _ context: APIContext) throws {
    try Authorisation.require(.administer, of: context.caller)
    var query = QueryReader(request.uri.query)
    try query.finish()
  }

  private func body(of request: Request, _ context: APIContext) async throws -> [UInt8] {
    _ = try request.contentType(among: ["application/json"])
    return try await context.body(of: request, upTo: StationController.greatestStation)
  }

  private func code(_ code: String) -> Response {
    var json = JSONText()
    json.append("{")
    json.member("code", code)
    json.append("}")
    var response = Response.json(json.bytes)
    response.headers[.cacheControl] = "no-store"
    return response
  }

  private func list<Item>(
    _ name: StaticString, _ items: [Item], next: String? = nil, _ append: (Item, inout JSONText, TimeZone) -> Void
  ) async throws -> Response {
    let zone = try await services.directory.zone()
    var json = JSONText(capacity: 200 * items.count)
    json.append("{")
    json.name(name)
    json.append("[")
    for item in items {
      json.separate()
      json.append("{")
      append(item, &json, zone)
      json.append("}")
    }
    json.append("]")
    json.member("next", next)
    json.append("}")
    var response = Response.json(json.bytes)
    response.headers[.cacheControl] = "no-store"
    if let next { response.headers[.link] = "<\(next)>; rel=\"next\"" }
    return response
  }

  private func append(_ token: TokenRecord, to json: inout JSONText, _ zone: TimeZone) {
    json.member("id", token.number)
    json.member("role", token.role.rawValue)
    json.member("stations", token.stations.sorted().map(\.text))
    json.member("note", token.note)
    json.member("created_at", local(token.createdAt, zone))
    json.member("expires_at", local(token.expiresAt, zone))
    json.member("revoked_at", token.revokedAt.map { local($0, zone) })
    json.member("last_used_at", token.lastUsedAt.map { local($0, zone) })
  }

  private func local(_ instant: Int64, _ zone: TimeZone) -> String {
    Instant.text(instant / 1000, in: zone)
  }
}

/// A token that someone wants made.
private struct TokenWish {
  let role: Role
  let stations: Set<StationID>
  let note: String?
  /// Milliseconds.
  let lifetime: Int64

  /// `{ "role", "stations": [], "note", "expires": "90d" }`.
  init(_ json: [UInt8]) throws {
    let fields = try JSONFields(json)
    let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
    let word = try fields.text("role", Bilingual("must be one of \(roles)", "须为 \(roles) 之一")) {
      Role(rawValue: $0) != nil
    }
    role = Role(rawValue: word) ?? .staff
    let ids = try fields.texts("stations", Bilingual("must be a list of station ids", "须为服务点编号列表"))
    stations = Set(ids.compactMap { StationID($0) })
    guard stations.count == Set(ids).count else { throw JSONFields.bad("stations", StationID.rule) }
    guard (role == .manager) != stations.isEmpty else {
      throw JSONFields.bad(
        "stations", Bilingual("must be there for a manager, and for no one else", "站点管理员须指定服务点，其他角色不得指定"))
    }
    let line = Bilingual("must be a line of 1 to 200 characters", "须为一行 1 至 200 个字符的文本")
    note = try fields.optionalText("note", line) { $0.isLine(of: 1...200) }
    let rule = Bilingual("must be a number of days such as 90d, 1d to 3650d", "须为天数，如 90d，1d 至 3650d")
    let text = try fields.optionalText("expires", rule) { Self.days($0) != nil }
    lifetime = text.flatMap(Self.days).map { $0 * 86_400_000 } ?? TokenRegistry.standardLifetime
  }

  private static func days(_ text: String) -> Int64? {
    guard text.hasSuffix("d"), let days = Int64(text.dropLast()), (1...3650).contains(days) else { return nil }
    return days
  }
}
