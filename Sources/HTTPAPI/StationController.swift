import Foundation
import Geodesy
import HTTPTypes
import Hummingbird
import NIOCore
import RestStations
import StationDirectory

/// The calls about stations.
struct StationController: Sendable {
  let services: APIServices

  private var directory: StationDirectory { services.directory }

  /// The greatest station file that is taken, bytes.
  static let greatestImport = 256 << 20
  /// The greatest body that tells of one station, bytes.
  static let greatestStation = 64 << 10

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.get, "/v1/stations/nearest", nearest)
    routes.add(.get, "/v1/stations/changes", changes)
    routes.add(.get, "/v1/stations", list)
    routes.add(.get, "/v1/stations/{id}", station)
    routes.add(.put, "/v1/stations/{id}", put)
    routes.add(.patch, "/v1/stations/{id}", patch)
    routes.add(.delete, "/v1/stations/{id}", retire)
    routes.add(.post, "/v1/stations/import", importStations)
  }

  @Sendable func nearest(_ request: Request, _ context: APIContext) throws -> Response {
    let question = try NearestQuestion(query: request.uri.query, directory.snapshot.summary.catalogue)
    let body = try directory.nearest(question).encoded(request.format, request.language)
    return Response(
      status: .ok, headers: request.format.fieldsOfNearest,
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }

  @Sendable func list(_ request: Request, _ context: APIContext) throws -> Response {
    let question = try ListQuestion(query: request.uri.query, directory.snapshot.summary.catalogue)
    let answer = try directory.list(question)
    let next = answer.last.map { NextPage.reference(request, cursor: Cursor.encode($0)) }
    let body = answer.encoded(request.format, next: next)
    var response = Response.stations(body, request.format).compressed(body, for: request)
    if let next { response.headers[.link] = "<\(next)>; rel=\"next\"" }
    var tag = EntityTag(
      revision: answer.revision,
      [request.uri.description, request.format.contentType, String(answer.holdsSince)].map(\.utf8))
    // The time at which it was asked stands in it.
    tag.isWeak = true
    return response.tagged(tag, for: request)
  }

  @Sendable func changes(_ request: Request, _ context: APIContext) throws -> Response {
    var query = QueryReader(request.uri.query)
    let rule = Bilingual("must be a revision, 0 or more", "须为不小于 0 的版本号")
    let since = query.required("since", standIn: 0, or: rule) { Int($0).flatMap { $0 >= 0 ? $0 : nil } }
    let limit = query.wholeNumber("limit", in: ChangesAnswer.limits) ?? ChangesAnswer.limits.upperBound
    try query.finish()
    let answer = try directory.changes(since: since, limit: limit)
    let next = answer.hasMore ? "\(request.uri.path)?since=\(answer.revision)&limit=\(limit)" : nil
    let body = answer.encoded(next: next)
    var response = Response.json(body).compressed(body, for: request)
    if let next { response.headers[.link] = "<\(next)>; rel=\"next\"" }
    let coding = Array((response.headers[.contentEncoding] ?? "").utf8)
    return response.tagged(EntityTag(revision: answer.revision, [body, coding]), for: request)
  }

  @Sendable func station(_ request: Request, _ context: APIContext) throws -> Response {
    var query = QueryReader(request.uri.query)
    let datum = query.word("datum") ?? Datum.wgs84
    try query.finish()
    return try answer(try context.stationID, datum, to: request)
  }

  @Sendable func put(_ request: Request, _ context: APIContext) async throws -> Response {
    let (id, datum, fields) = try await change(request, context, types: ["application/json"])
    let isNew = try await directory.put(
      id, fields, datum, try StationMatch(request), by: context.caller.author)
    var response = try answer(id, datum, to: request)
    if isNew {
      response.status = .created
      response.headers[.location] = request.uri.path
    }
    return response
  }

  @Sendable func patch(_ request: Request, _ context: APIContext) async throws -> Response {
    let types = ["application/merge-patch+json", "application/json"]
    let (id, datum, fields) = try await change(request, context, types: types) { .reportCondition(of: $0) }
    if !fields.areCondition { try Authorisation.require(.changeDirectory, of: context.caller) }
    try await directory.patch(id, fields, datum, try StationMatch(request), by: context.caller.author)
    return try answer(id, datum, to: request)
  }

  @Sendable func retire(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.changeDirectory, of: context.caller)
    var query = QueryReader(request.uri.query)
    try query.finish()
    try await directory.retire(try context.stationID, try StationMatch(request), by: context.caller.author)
    return Response(status: .noContent)
  }

  /// What a request wants changed, read whole before anything is.
  ///
  /// - Parameter action: what the caller must be allowed to do at least, before anything is read.
  private func change(
    _ request: Request, _ context: APIContext, types: [String],
    _ action: (StationID) -> Action = { _ in .changeDirectory }
  ) async throws -> (StationID, Datum, StationFields) {
    let named = try? context.stationID
    try Authorisation.require(named.map(action) ?? .changeDirectory, of: context.caller)
    _ = try request.contentType(among: types)
    var query = QueryReader(request.uri.query)
    let datum = query.word("datum") ?? Datum.wgs84
    try query.finish()
    let id = try context.stationID
    let body = try await context.body(of: request, upTo: Self.greatestStation)
    return (id, datum, try StationFields(json: body, of: id))
  }

  private func answer(_ id: StationID, _ datum: Datum, to request: Request) throws -> Response {
    guard let answer = try directory.station(id) else { throw YizhanError.noSuchStation }
    let body = answer.encoded(request.format, datum)
    let facts = [request.format.contentType, request.language.rawValue].map { Array($0.utf8) }
    let tag = EntityTag(revision: answer.revision, [body] + facts)
    let response = Response.stations(body, request.format)
    return response.tagged(tag, for: request)
  }

  @Sendable func importStations(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.changeDirectory, of: context.caller)
    let options = try ImportOptions(query: request.uri.query)
    let author = context.caller.author
    let named = try request.stationFileFormat
    let file = try await context.body(of: request, upTo: Self.greatestImport) { beginning in
      switch named ?? StationFileFormat(content: beginning) {
      case .csv: try StationCSV.check(beginning: beginning)
      case .geoJSON: try StationGeoJSON.check(beginning: beginning)
      }
    }
    let report =
      switch named ?? StationFileFormat(content: file) {
      case .csv: try await directory.importStations(csv: file, options, by: author, progress: context.progress)
      case .geoJSON: try await directory.importStations(geoJSON: file, options, by: author, progress: context.progress)
      }
    return .json(report.encoded(request.language))
  }
}

extension Request {
  /// The format of the station file in the body; nothing when no content type is given.
  ///
  /// - Throws: ``YizhanError`` with `unsupportedMediaType` for any other type.
  fileprivate var stationFileFormat: StationFileFormat? {
    get throws(YizhanError) {
      guard headers[.contentType] != nil else { return nil }
      let types = [StationFileFormat.csv.mediaType, StationFileFormat.geoJSON.mediaType, "application/json"]
      return try contentType(among: types) == StationFileFormat.csv.mediaType ? .csv : .geoJSON
    }
  }
}

extension ImportOptions {
  /// The options in the query of `POST /v1/stations/import`.
  init(query: String?) throws {
    var reader = QueryReader(query)
    self.init(
      dryRun: reader.flag("dry_run"), prune: reader.flag("prune"), datum: reader.word("datum") ?? .wgs84,
      strict: reader.flag("strict"))
    try reader.finish()
  }
}

extension HTTPField.Name {
  /// RFC 8288.
  static let link = HTTPField.Name("Link") ?? .location
}

extension APIContext {
  /// The station of the address.
  ///
  /// - Throws: ``YizhanError`` with `notFound` for what can be no station's id.
  var stationID: StationID {
    get throws { try stationID(at: "id") }
  }

  /// The station of a place in the address.
  func stationID(at name: String) throws -> StationID {
    guard let text = PercentDecoding.text(try parameters.require(name)), let id = StationID(text) else {
      throw YizhanError.noSuchStation
    }
    return id
  }
}

/// The reference to the next page of a list.
enum NextPage {
  /// The request's own address with another cursor.
  static func reference(_ request: Request, cursor: String) -> String {
    let others = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("cursor=") }
    return request.uri.path + "?" + (others + ["cursor=\(cursor)"]).joined(separator: "&")
  }
}
