import HTTPTypes
import Hummingbird
import NIOCore
import RestStations
import UsageReports

/// The statistics in pieces, as a screen shows them: each is little to compute and to send, however many stations there
/// are.
extension UsageController {
  @Sendable func headline(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.readUsage, of: context.caller)
    var query = QueryReader(request.uri.query)
    let question = try await question(&query, isCut: false)
    let headline = try await services.usage.headline(question, at: services.clock() / 1000)
    return .unstored(try UsageHeadlineJSON(headline).bytes)
  }

  @Sendable func busiestStations(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.readUsage, of: context.caller)
    var query = QueryReader(request.uri.query)
    let limit = query.wholeNumber("limit", in: BusiestStations.limits) ?? 20
    let question = try await question(&query, isCut: false)
    let stations = try await services.usage.busiestStations(question, limit: limit)
    return .unstored(try BusiestStationsJSON(stations).bytes)
  }

  @Sendable func idleStations(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.readUsage, of: context.caller)
    var query = QueryReader(request.uri.query)
    let limit = query.wholeNumber("limit", in: IdleStations.limits) ?? 100
    let last = query.value("cursor", or: Bilingual("is no cursor of this list", "不是此列表的游标"), Cursor.decode)
    let question = try await question(&query, isCut: false)
    let page = try await services.usage.idleStations(question, after: last, limit: limit)
    let end = page.hasMore ? page.stations.last.flatMap { StationID($0.id) } : nil
    let next = end.map { NextPage.reference(request, cursor: Cursor.encode($0)) }
    var response = Response.unstored(try IdleStationsJSON(page, next: next).bytes)
    if let next { response.headers[.link] = "<\(next)>; rel=\"next\"" }
    return response
  }

  @Sendable func chart(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.readUsage, of: context.caller)
    var query = QueryReader(request.uri.query)
    let width = query.wholeNumber("width", in: UsageChart.widths)
    let question = try await question(&query, isCut: false)
    guard let chart = UsageChart(rawValue: try context.parameters.require("chart")) else { throw Self.noSuchChart }
    let drawing = try await services.usage.chart(chart, of: question, width: width, in: request.language)
    var response = Response.unstored(drawing)
    response.headers[.contentType] = "image/svg+xml; charset=utf-8"
    response.headers[.contentSecurityPolicy] = "default-src 'none'"
    return response
  }

  private static let noSuchChart = YizhanError(
    .notFound,
    Bilingual(
      "there is no such chart: there are \(UsageChart.allCases.map(\.rawValue).joined(separator: ", "))",
      "没有此图表；可用的有 \(UsageChart.allCases.map(\.rawValue).joined(separator: ", "))"))
}

extension Response {
  /// JSON that is the asker's own business.
  fileprivate static func unstored(_ json: [UInt8]) -> Response {
    var response = Response.json(json)
    response.headers[.cacheControl] = "private, no-store"
    return response
  }
}
