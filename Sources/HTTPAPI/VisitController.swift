import AccessControl
import Foundation
import HTTPTypes
import Hummingbird
import RestStations
import StationDirectory
import VisitLog

/// The calls about visits.
struct VisitController: Sendable {
  let services: APIServices

  /// The greatest bodies that are taken, bytes.
  static let (greatestJSON, greatestFile) = (16 << 20, 256 << 20)
  /// A void's reason, characters.
  static let reasonLimits = 1...300

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.post, "/v1/visits", log)
    routes.add(.get, "/v1/visits", list)
    routes.add(.post, "/v1/visits/{id}/void", void)
    routes.add(.post, "/v1/stations/{id}/check-ins", checkIn)
  }

  @Sendable func log(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.logVisitsSomewhere, of: context.caller)
    var query = QueryReader(request.uri.query)
    let isAtomic = query.optionalFlag("atomic")
    try query.finish()
    switch try request.contentType(among: ["application/json", "application/x-ndjson", "text/csv"]) {
    case "text/csv":
      let file = try await context.body(
        of: request, upTo: Self.greatestFile, check: VisitReader.check(csvBeginning:))
      let reading = try await reader.visits(csv: file)
      return try await answer(VisitPost(reading, isAtomic: isAtomic ?? true, .counts), to: request, context)
    case "application/x-ndjson":
      let reading = try await reader.visits(lines: try await context.body(of: request, upTo: Self.greatestJSON))
      return try await answer(VisitPost(reading, isAtomic: isAtomic ?? false, .results), to: request, context)
    default:
      let body = try await context.body(of: request, upTo: Self.greatestJSON)
      guard body.first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }) == UInt8(ascii: "[") else {
        return try await logOne(try await reader.visit(json: body), by: context.caller)
      }
      return try await answer(
        VisitPost(try await reader.visits(json: body), isAtomic: isAtomic ?? false, .results), to: request, context)
    }
  }

  @Sendable func list(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.readVisits, of: context.caller)
    let summary = try await services.directory.summary()
    let zone = TimeZone(identifier: summary.timeZone) ?? .gmt
    let question = try VisitQuestion(query: request.uri.query, zone, context.caller)
    let rows = try await services.visits.visits(question)
    let next =
      rows.count == question.limit ? rows.last.map { NextPage.reference(request, cursor: $0.place.cursor) } : nil
    var response = Response.json(VisitWriter(summary).list(rows.map(\.visit), next: next))
    response.headers[.cacheControl] = "private, no-store"
    if let next { response.headers[.link] = "<\(next)>; rel=\"next\"" }
    return response
  }

  @Sendable func void(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.logVisitsSomewhere, of: context.caller)
    _ = try request.contentType(among: ["application/json"])
    try request.takeNoParameters()
    let fields = try JSONFields(try await context.body(of: request, upTo: StationController.greatestStation))
    let rule = Bilingual("must be a line of 1 to 300 characters", "须为一行 1 至 300 个字符的文本")
    let reason = try fields.text("reason", rule) { $0.isLine(of: Self.reasonLimits) }
    guard let id = VisitID(try context.parameters.require("id")) else { throw YizhanError.noSuchVisit }
    let caller = context.caller
    let visit = try await services.visits.void(id, reason: reason, by: caller.author, at: services.clock()) {
      try Authorisation.require(.logVisits(at: $0), of: caller)
    }
    return .json(try await writer.one(visit))
  }

  @Sendable func checkIn(_ request: Request, _ context: APIContext) async throws -> Response {
    _ = try request.contentType(among: ["application/json"])
    try request.takeNoParameters()
    let station = try context.stationID
    // A client that has had its share takes nothing of the station's.
    if let wait = services.checkInsByClient.take(context.client) ?? services.checkInsByStation.take(station.text) {
      throw YizhanError.tooMany(retryAfter: wait)
    }
    let body = try await context.body(of: request, upTo: StationController.greatestStation)
    let (code, visit) = try await reader.checkIn(json: body, at: station)
    guard try await services.checkInCodes.isValid(code, of: station) else {
      throw YizhanError(.forbidden, Bilingual("the code is not, or no longer, that of this station", "此码不是该服务点的有效码"))
    }
    return try await store(visit, by: .checkIn)
  }

  private func logOne(_ draft: VisitDraft, by caller: Caller) async throws -> Response {
    try Authorisation.require(.logVisits(at: draft.stationID), of: caller)
    return try await store(draft, by: caller.author)
  }

  private func store(_ draft: VisitDraft, by author: Author) async throws -> Response {
    let outcome = try await services.visitLog.record(VisitBatch([draft], by: author)).first
    switch outcome {
    case .created(let visit)?:
      var response = Response.json(try await writer.one(visit))
      response.status = .created
      return response
    case .exists(let visit)?: return .json(try await writer.one(visit))
    case .refused(let error)?: throw error
    case nil: throw Problem.internalError
    }
  }

  private func answer(_ post: VisitPost, to request: Request, _ context: APIContext) async throws -> Response {
    var post = post
    post.refuse { draft throws(YizhanError) in
      try Authorisation.require(.logVisits(at: draft.stationID), of: context.caller)
    }
    try post.throwIfNothingMayBeKept()
    let batch = VisitBatch(post.drafts, isAtomic: post.isAtomic, by: context.caller.author)
    post.take(try await services.visitLog.record(batch))
    try post.throwIfNothingMayBeKept()
    return .json(post.json(in: request.language))
  }

  private var reader: VisitReader {
    get async throws { try services.visitReader(try await services.directory.summary()) }
  }

  private var writer: VisitWriter {
    get async throws { VisitWriter(try await services.directory.summary()) }
  }
}

extension APIServices {
  func visitReader(_ summary: DirectorySummary) throws -> VisitReader {
    VisitReader(summary.catalogue, try key(), now: clock())
  }
}
