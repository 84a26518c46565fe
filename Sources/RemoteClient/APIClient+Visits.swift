import Foundation
import RestStations

extension APIClient {
  /// `POST /v1/visits` of one visit, a JSON object.
  public func logVisit(json: [UInt8]) async throws -> VisitDocument {
    try await decoded(VisitDocument.self, Self.post("/v1/visits", json))
  }

  /// `POST /v1/visits` of many: what became of each, in order.
  ///
  /// - Parameter visits: a JSON object each.
  public func logVisits(_ visits: [String]) async throws -> [VisitResultDocument] {
    let body = Array("[\(visits.joined(separator: ","))]".utf8)
    return try await decoded(VisitResultsDocument.self, Self.post("/v1/visits", body)).results
  }

  /// `POST /v1/visits` of a file.
  ///
  /// - Parameter keepsGood: whether good rows are kept when others are bad.
  /// - Throws: ``YizhanError`` with every fault, when nothing was kept because of them.
  public func importVisits(csv: [UInt8], keepsGood: Bool) async throws -> VisitCountsDocument {
    try await decoded(
      VisitCountsDocument.self,
      HTTPRequest(
        "POST", "/v1/visits?atomic=\(!keepsGood)", headers: [("Content-Type", "text/csv")], body: csv))
  }

  /// `GET /v1/visits`, page after page; each is handed to a body as it comes.
  public func visits(_ query: [(String, String)], _ body: ([VisitDocument]) throws -> Void) async throws {
    var page = try await get(VisitsDocument.self, "/v1/visits", query + [("limit", "1000")])
    try body(page.visits)
    while let next = page.next {
      page = try await decoded(VisitsDocument.self, HTTPRequest("GET", next))
      try body(page.visits)
    }
  }

  /// `POST /v1/visits/{id}/void`.
  public func voidVisit(_ id: String, reason: String) async throws -> VisitDocument {
    let body = [UInt8](try JSONEncoder().encode(["reason": reason]))
    return try await decoded(
      VisitDocument.self, Self.post("/v1/visits/\(PercentEncoding.pathSegment(id))/void", body))
  }

  /// `GET /v1/admin/tokens`.
  public func tokens() async throws -> [TokenDocument] {
    try await get(TokensDocument.self, "/v1/admin/tokens").tokens
  }

  /// `POST /v1/admin/tokens`: the answer alone tells the secret.
  public func createToken(_ wish: TokenWishDocument) async throws -> TokenDocument {
    try await decoded(TokenDocument.self, Self.post("/v1/admin/tokens", [UInt8](try JSONEncoder().encode(wish))))
  }

  /// `DELETE /v1/admin/tokens/{id}`.
  public func revokeToken(_ id: Int) async throws {
    _ = try await answer(HTTPRequest("DELETE", "/v1/admin/tokens/\(id)"))
  }

  /// `POST /v1/admin/erasures`.
  ///
  /// - Returns: how many visits had the visitor.
  public func erase(visitor: String) async throws -> Int {
    struct Document: Decodable { let visits: Int }
    let body = [UInt8](try JSONEncoder().encode(["visitor": visitor]))
    return try await decoded(Document.self, Self.post("/v1/admin/erasures", body)).visits
  }

  /// `GET /v1/admin/audit`, page after page.
  ///
  /// - Parameter limit: of the entries altogether, 1 or more; all when nothing.
  public func audit(_ query: [(String, String)], limit: Int?) async throws -> [AuditDocument] {
    let size = min(limit ?? .max, 1000)
    var page = try await get(AuditsDocument.self, "/v1/admin/audit", query + [("limit", String(size))])
    var entries = page.entries
    while let next = page.next, entries.count < limit ?? .max {
      page = try await decoded(AuditsDocument.self, HTTPRequest("GET", next))
      entries += page.entries
    }
    return Array(entries.prefix(limit ?? .max))
  }

  /// `GET /v1/admin/check`.
  public func check() async throws -> CheckDocument {
    try await get(CheckDocument.self, "/v1/admin/check")
  }

  /// `GET /v1/admin/backup`: the copy goes where whoever carries requests puts it.
  public func backUp() async throws {
    _ = try await answer(HTTPRequest("GET", "/v1/admin/backup"))
  }

  /// `GET /v1/admin/check-in-codes/{id}`, or `POST` for another one.
  public func checkInCode(of station: String, changed: Bool) async throws -> String {
    struct Document: Decodable { let code: String }
    guard let id = StationID(station) else { throw YizhanError.noSuchStation }
    let path = "/v1/admin/check-in-codes/" + PercentEncoding.pathSegment(id.text)
    return try await decoded(Document.self, HTTPRequest(changed ? "POST" : "GET", path)).code
  }

  private static func post(_ path: String, _ json: [UInt8]) -> HTTPRequest {
    HTTPRequest("POST", path, headers: [("Content-Type", "application/json")], body: json)
  }
}
