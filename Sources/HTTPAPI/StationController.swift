import Foundation
import Geodesy
import HTTPTypes
import Hummingbird
import NIOCore
import RestStations
import StationDirectory

/// The calls about stations.
struct StationController: Sendable {
  let directory: StationDirectory

  /// The greatest station file that is taken, bytes.
  static let greatestImport = 256 << 20

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.get, "/v1/stations/nearest", nearest)
    routes.add(.get, "/v1/stations", list)
    routes.add(.get, "/v1/stations/{id}", station)
    routes.add(.post, "/v1/stations/import", importStations)
  }

  @Sendable func nearest(_ request: Request, _ context: APIContext) throws -> Response {
    let question = try NearestQuestion(query: request.uri.query, directory.snapshot.summary.catalogue)
    return .stations(try directory.nearest(question).encoded(request.format), request.format)
  }

  @Sendable func list(_ request: Request, _ context: APIContext) throws -> Response {
    let question = try ListQuestion(query: request.uri.query, directory.snapshot.summary.catalogue)
    let answer = try directory.list(question)
    let next = answer.last.map { NextPage.reference(request, after: $0) }
    var response = Response.stations(answer.encoded(request.format, next: next), request.format)
    if let next { response.headers[.link] = "<\(next)>; rel=\"next\"" }
    return response
  }

  @Sendable func station(_ request: Request, _ context: APIContext) throws -> Response {
    var query = QueryReader(request.uri.query)
    try query.finish()
    let text = PercentDecoding.text(try context.parameters.require("id")) ?? ""
    guard let id = StationID(text), let answer = try directory.station(id) else {
      throw YizhanError.noSuchStation
    }
    return .stations(answer.encoded(request.format), request.format)
  }

  @Sendable func importStations(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.changeDirectory, of: context.caller)
    let options = try ImportOptions(query: request.uri.query)
    let csv = try await context.body(of: request, upTo: Self.greatestImport)
    let report = try await directory.importStations(csv: csv, options, progress: context.progress)
    return .json(Array(try JSONEncoder().encode(report)))
  }
}

extension ImportOptions {
  /// The options in the query of `POST /v1/stations/import`.
  init(query: String?) throws {
    var reader = QueryReader(query)
    self.init(
      dryRun: reader.flag("dry_run"), prune: reader.flag("prune"), datum: reader.word("datum") ?? .wgs84)
    try reader.finish()
  }
}

extension HTTPField.Name {
  /// RFC 8288.
  fileprivate static let link = HTTPField.Name("Link") ?? .location
}

/// The reference to the next page of a list.
enum NextPage {
  /// The request's own address with another cursor.
  static func reference(_ request: Request, after id: StationID) -> String {
    let others = (request.uri.query ?? "").split(separator: "&").filter { !$0.hasPrefix("cursor=") }
    return request.uri.path + "?" + (others + ["cursor=\(Cursor.encode(id))"]).joined(separator: "&")
  }
}
