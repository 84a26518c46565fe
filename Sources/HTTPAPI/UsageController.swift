import AccessControl
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OpeningHours
import RestStations
import StationDirectory
import UsageReports

/// The calls about the statistics.
struct UsageController: Sendable {
  /// A file of points, bytes.
  static let greatestFile = 256 << 20

  let services: APIServices

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.get, "/v1/usage", usage)
    routes.add(.get, "/v1/usage/summary", summary)
    routes.add(.get, "/v1/usage/headline", headline)
    routes.add(.get, "/v1/usage/busiest-stations", busiestStations)
    routes.add(.get, "/v1/usage/idle-stations", idleStations)
    routes.add(.get, "/v1/usage/charts/{chart}", chart)
    routes.add(.get, "/v1/usage/public", published)
    routes.add(.post, "/v1/usage/coverage", coverage)
  }

  @Sendable func usage(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.readUsage, of: context.caller)
    var query = QueryReader(request.uri.query)
    let format: UsageFormat = query.word("format") ?? .json
    let question = try await question(&query)
    let file = try TemporaryFile(named: "usage.\(format.rawValue)")
    try await UsageFile(services.usage, now: services.clock() / 1000, request.language, progress: context.progress)
      .write(question, as: format, to: file.path)
    var response = try file.response(format.mediaType)
    // Browsers show a page, and save the other files.
    let manner = format == .html ? "inline" : "attachment"
    response.headers[.contentDisposition] =
      "\(manner); filename=\"usage_\(question.from)_\(question.to).\(format.rawValue)\""
    if format == .html {
      response.headers[.contentSecurityPolicy] = "default-src 'none'; style-src 'unsafe-inline'"
    }
    response.headers[.cacheControl] = "private, no-store"
    return response
  }

  @Sendable func summary(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.readUsage, of: context.caller)
    var query = QueryReader(request.uri.query)
    let question = try await question(&query, isCut: false)
    let report = try await services.usage.report(on: question, at: services.clock() / 1000)
    var response = Response.json(try UsageSummaryJSON(report, request.language).bytes)
    response.headers[.cacheControl] = "private, no-store"
    return response
  }

  @Sendable func published(_ request: Request, _ context: APIContext) async throws -> Response {
    let question = try PublicUsageQuestion(query: request.uri.query, today: try await today)
    let usage = try await services.published.usage(through: question.latest)
    var response = Response.json(question.answer(usage))
    response.headers[.cacheControl] = "public, max-age=600"
    return response
  }

  @Sendable func coverage(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.readUsage, of: context.caller)
    _ = try request.contentType(among: ["text/csv"])
    try await services.directory.loadIfNeeded()
    let (question, datum) = try CoverageQuestion.read(
      request.uri.query, try services.directory.snapshot.summary.catalogue)
    let file = try await context.body(of: request, upTo: Self.greatestFile, check: CoverageFile.check(beginning:))
    let points = try CoverageFile.read(file, datum: datum) { context.progress($0 / 2) }
    let report = try services.directory.coverage(of: points, question: question) { context.progress(0.5 + $0 / 2) }
    return .json(try CoverageJSON(report, datum, try await services.directory.zone()).bytes)
  }

  /// The question in a query, all of whose faults are told together.
  func question(_ query: inout QueryReader, isCut: Bool = true) async throws -> UsageQuestion {
    let question = UsageQuestion(&query, today: try await today, isCut: isCut)
    query.note(try await services.usage.faults(of: question))
    try query.finish()
    return question
  }

  private var today: CivilDate {
    get async throws {
      var clock = WallClock(try await services.directory.zone())
      return CivilDate(daysSinceEpoch: clock.reading(at: services.clock() / 1000).day)
    }
  }
}

extension UsageFormat {
  var mediaType: String {
    switch self {
    case .json: "application/json"
    case .csv: "text/csv; charset=utf-8; header=present"
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .html: "text/html; charset=utf-8"
    }
  }
}
