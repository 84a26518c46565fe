import Foundation
import Geodesy
public import RestStations

/// The API's calls, typed, over anything that carries requests to a server and answers back.
public struct APIClient: Sendable {
  public typealias Send = @Sendable (HTTPRequest) async throws -> HTTPResponse

  private let language: Language
  private let carry: Send

  /// - Parameters:
  ///   - language: of the messages of errors.
  ///   - carry: takes a request to the server.
  public init(language: Language, _ carry: @escaping Send) {
    self.language = language
    self.carry = carry
  }

  /// `GET /v1/stations/nearest`.
  public func nearest(_ query: [(String, String)]) async throws -> [StationDocument] {
    try await get(StationsDocument.self, "/v1/stations/nearest", query).stations
  }

  /// `GET /v1/stations/{id}`.
  ///
  /// - Throws: ``YizhanError`` with `notFound` for what is no id too.
  public func station(_ id: String) async throws -> StationDocument {
    guard let id = StationID(id) else { throw YizhanError.noSuchStation }
    return try await get(StationDocument.self, "/v1/stations/" + PercentEncoding.pathSegment(id.text))
  }

  /// `GET /v1/stations`, page after page; each is handed to a body as it comes.
  public func stations(_ query: [(String, String)], _ body: ([StationDocument]) throws -> Void) async throws {
    var page = try await get(StationsDocument.self, "/v1/stations", query + [("limit", "1000")])
    try body(page.stations)
    while let next = page.next {
      page = try await decoded(StationsDocument.self, HTTPRequest("GET", next))
      try body(page.stations)
    }
  }

  /// `GET /v1/amenities`.
  public func amenities() async throws -> AmenityCatalogue {
    AmenityCatalogue(
      try await get(AmenitiesDocument.self, "/v1/amenities").amenities.compactMap { amenity in
        guard let code = AmenityCode(amenity.code), let category = AmenityCategory(rawValue: amenity.category) else {
          return nil
        }
        return Amenity(code: code, category: category, label: Bilingual(amenity.labels.en, amenity.labels.zh))
      })
  }

  /// `POST /v1/stations/import`.
  public func importStations(csv: [UInt8], _ options: ImportOptions) async throws -> ImportReport {
    let query = PercentEncoding.query([
      ("dry_run", String(options.dryRun)), ("prune", String(options.prune)), ("datum", options.datum.rawValue),
    ])
    return try await decoded(
      ImportReport.self,
      HTTPRequest("POST", "/v1/stations/import?" + query, headers: [("Content-Type", "text/csv")], body: csv))
  }

  private func get<Document: Decodable>(
    _ type: Document.Type, _ path: String, _ query: [(String, String)] = []
  ) async throws -> Document {
    try await decoded(type, HTTPRequest("GET", query.isEmpty ? path : path + "?" + PercentEncoding.query(query)))
  }

  private func decoded<Document: Decodable>(_ type: Document.Type, _ request: HTTPRequest) async throws -> Document {
    var request = request
    request.headers += [("Accept", "application/json"), ("Accept-Language", language.rawValue)]
    let response = try await carry(request)
    guard response.status < 400 else { throw ProblemDocument.error(response) }
    do {
      return try JSONDecoder().decode(type, from: Data(response.body))
    } catch {
      throw YizhanError(
        .unreachable,
        Bilingual("the server's answer is not what yizhan expects", "服务器的回答不符合预期：可能不是 yizhan 服务器"))
    }
  }
}
