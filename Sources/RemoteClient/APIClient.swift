import Foundation
public import Geodesy
public import RestStations

/// The API's calls, typed, over anything that carries requests to a server and answers back.
public struct APIClient: Sendable {
  public typealias Send = @Sendable (HTTPRequest) async throws -> HTTPResponse

  let language: Language
  private let carry: Send

  /// - Parameters:
  ///   - language: of the messages of errors.
  ///   - carry: takes a request to the server.
  public init(language: Language, _ carry: @escaping Send) {
    self.language = language
    self.carry = carry
  }

  /// `GET /v1/stations/nearest`.
  public func nearest(_ query: [(String, String)]) async throws -> StationsDocument {
    try await get(StationsDocument.self, "/v1/stations/nearest", query)
  }

  /// `GET /v1/stations/{id}`.
  ///
  /// - Throws: ``YizhanError`` with `notFound` for what is no id too.
  public func station(_ id: String) async throws -> StationDocument {
    try await get(StationDocument.self, try Self.path(id))
  }

  /// The present day in the district's zone, `YYYY-MM-DD`.
  public func today() async throws -> String {
    let list = try await get(StationsDocument.self, "/v1/stations", [("limit", "1")])
    return String(list.asOf.prefix(10))
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

  /// `PUT /v1/stations/{id}` of a station that must not be there yet.
  public func add(_ id: String, _ fields: StationFieldValues, _ datum: Datum) async throws -> StationDocument {
    try await change("PUT", id, fields, datum, [("If-None-Match", "*")])
  }

  /// `PATCH /v1/stations/{id}`.
  ///
  /// - Parameter revision: that the station must still be at, when it was read before.
  public func edit(
    _ id: String, _ fields: StationFieldValues, _ datum: Datum = .wgs84, at revision: Int? = nil
  ) async throws -> StationDocument {
    try await change("PATCH", id, fields, datum, revision.map { [("If-Match", "\"\($0)\"")] } ?? [])
  }

  /// `DELETE /v1/stations/{id}`.
  public func retire(_ id: String) async throws {
    _ = try await answer(HTTPRequest("DELETE", try Self.path(id)))
  }

  /// `GET /v1/towns`.
  public func towns() async throws -> [TownDocument] {
    try await get(TownsDocument.self, "/v1/towns").towns
  }

  /// `POST /v1/admin/amenities`.
  public func add(_ amenity: AmenitiesDocument.Amenity) async throws {
    let body = [UInt8](try JSONEncoder().encode(amenity))
    _ = try await answer(
      HTTPRequest("POST", "/v1/admin/amenities", headers: [("Content-Type", "application/json")], body: body))
  }

  /// `GET /v1/admin/holidays`.
  public func holidays() async throws -> [HolidayDocument] {
    try await get(HolidaysDocument.self, "/v1/admin/holidays").holidays
  }

  /// `POST /v1/admin/holidays`: returns all that are known then.
  public func importHolidays(csv: [UInt8]) async throws -> [HolidayDocument] {
    try await decoded(
      HolidaysDocument.self,
      HTTPRequest("POST", "/v1/admin/holidays", headers: [("Content-Type", "text/csv")], body: csv)
    ).holidays
  }

  private func change(
    _ method: String, _ id: String, _ fields: StationFieldValues, _ datum: Datum, _ headers: [(String, String)]
  ) async throws -> StationDocument {
    let query = PercentEncoding.query([("datum", datum.rawValue)])
    return try await decoded(
      StationDocument.self,
      HTTPRequest(
        method, try Self.path(id) + "?" + query, headers: [("Content-Type", "application/json")] + headers,
        body: [UInt8](try JSONEncoder().encode(fields))))
  }

  /// - Throws: ``YizhanError`` with `notFound` for what can be no station's id.
  static func path(_ id: String) throws -> String {
    guard let id = StationID(id) else { throw YizhanError.noSuchStation }
    return "/v1/stations/" + PercentEncoding.pathSegment(id.text)
  }

  /// `POST /v1/stations/import`.
  public func importStations(
    _ file: [UInt8], _ format: StationFileFormat, _ options: ImportOptions
  ) async throws -> ImportReport {
    let query = PercentEncoding.query([
      ("dry_run", String(options.dryRun)), ("prune", String(options.prune)), ("datum", options.datum.rawValue),
      ("strict", String(options.strict)),
    ])
    return try await decoded(
      ImportReportDocument.self,
      HTTPRequest(
        "POST", "/v1/stations/import?" + query, headers: [("Content-Type", format.mediaType)], body: file)
    ).report
  }

  func get<Document: Decodable>(
    _ type: Document.Type, _ path: String, _ query: [(String, String)] = []
  ) async throws -> Document {
    try await Retrying.run {
      try await decoded(type, HTTPRequest("GET", query.isEmpty ? path : path + "?" + PercentEncoding.query(query)))
    }
  }

  /// - Throws: ``YizhanError`` for the problem that an answer of status 400 or above tells of.
  func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
    var request = request
    request.headers += [("Accept", "application/json"), ("Accept-Language", language.rawValue)]
    let response = try await carry(request)
    guard response.status < 400 else { throw ProblemDocument.error(response) }
    return response
  }

  func decoded<Document: Decodable>(_ type: Document.Type, _ request: HTTPRequest) async throws -> Document {
    let response = try await answer(request)
    do {
      return try JSONDecoder().decode(type, from: Data(response.body))
    } catch {
      throw YizhanError(
        .unreachable,
        Bilingual("the server's answer is not what yizhan expects", "服务器的回答不符合预期：可能不是 yizhan 服务器"))
    }
  }
}
