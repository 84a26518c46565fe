import Foundation
import HTTPTypes
import Hummingbird
import OpeningHours
import RestStations
import StationDirectory

/// The calls about the words that stations and visits are described with.
struct VocabularyController: Sendable {
  let services: APIServices

  private var directory: StationDirectory { services.directory }

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.get, "/v1/amenities", amenities)
    routes.add(.get, "/v1/towns", towns)
    routes.add(.get, "/v1/worker-groups", workerGroups)
    routes.add(.post, "/v1/admin/amenities", addAmenity)
    routes.add(.get, "/v1/admin/holidays", holidays)
    routes.add(.post, "/v1/admin/holidays", importHolidays)
  }

  @Sendable func amenities(_ request: Request, _ context: APIContext) throws -> Response {
    let amenities = try directory.snapshot.summary.catalogue.amenities
    return try vocabulary("amenities", amenities, request) { amenity, json in
      json.member("code", amenity.code.text)
      json.member("category", amenity.category.rawValue)
      json.labels(amenity.label)
    }
  }

  @Sendable func towns(_ request: Request, _ context: APIContext) throws -> Response {
    try vocabulary("towns", try directory.towns(), request) { town, json in
      json.member("name", town.name)
      json.labels(Bilingual(town.name, town.name))
      json.member("stations", town.stations)
    }
  }

  @Sendable func workerGroups(_ request: Request, _ context: APIContext) throws -> Response {
    try vocabulary("worker_groups", WorkerGroup.allCases, request) { group, json in
      json.member("code", group.rawValue)
      json.labels(group.label)
    }
  }

  @Sendable func addAmenity(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.changeDirectory, of: context.caller)
    _ = try request.contentType(among: ["application/json"])
    try request.takeNoParameters()
    let body = try await context.body(of: request, upTo: StationController.greatestStation)
    try await directory.add(try Amenity(json: body), by: context.caller.author)
    return try amenities(request, context)
  }

  @Sendable func holidays(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.changeDirectory, of: context.caller)
    try await directory.loadIfNeeded()
    let days = try directory.snapshot.summary.holidays.entries
    var response = try vocabulary("holidays", days, request) { day, json in
      json.member("date", day.date.description)
      json.member("kind", day.kind.rawValue)
      json.labels(Bilingual(day.nameEn, day.nameZh))
    }
    response.headers[.cacheControl] = "private, no-cache"
    return response
  }

  @Sendable func importHolidays(_ request: Request, _ context: APIContext) async throws -> Response {
    try Authorisation.require(.changeDirectory, of: context.caller)
    _ = try request.contentType(among: ["text/csv"])
    try request.takeNoParameters()
    let body = try await context.body(of: request, upTo: StationController.greatestStation * 16)
    try await directory.store(try HolidayFile.read(body), by: context.caller.author)
    return try await holidays(request, context)
  }

  /// An object with one array.
  private func vocabulary<Item>(
    _ name: StaticString, _ items: [Item], _ request: Request, _ append: (Item, inout JSONText) -> Void
  ) throws -> Response {
    try request.takeNoParameters()
    var json = JSONText(capacity: 4096)
    json.append("{")
    json.name(name)
    json.append("[")
    for item in items {
      json.separate()
      json.append("{")
      append(item, &json)
      json.append("}")
    }
    json.append("]}")
    var response = Response.json(json.bytes)
    response.headers[.cacheControl] = "public, no-cache"
    return response.tagged(EntityTag(revision: try directory.snapshot.summary.revision, [json.bytes]), for: request)
  }
}

extension Amenity {
  /// An amenity as `POST /v1/admin/amenities` takes it: `{ "code", "category", "labels": { "zh", "en" } }`.
  ///
  /// - Throws: ``YizhanError`` with `badData` and every fault.
  fileprivate init(json: [UInt8]) throws(YizhanError) {
    struct Document: Decodable {
      var code: String?
      var category: String?
      var labels: [String: String]?
    }
    let document = (try? JSONDecoder().decode(Document.self, from: Data(json))) ?? Document()
    var faults: [Fault] = []
    func take<Value>(_ pointer: String, _ rule: Bilingual, _ value: Value?) -> Value? {
      if value == nil { faults.append(Fault(.pointer(pointer), rule)) }
      return value
    }
    let code = take(
      "/code",
      Bilingual("must be a small letter, then up to 31 small letters, digits or _", "须为小写字母开头，后接至多 31 个小写字母、数字或 _"),
      document.code.flatMap { AmenityCode($0) })
    let categories = AmenityCategory.allCases.map(\.rawValue).joined(separator: ", ")
    let category = take(
      "/category", Bilingual("must be one of \(categories)", "须为 \(categories) 之一"),
      document.category.flatMap(AmenityCategory.init(rawValue:)))
    let rule = Bilingual("must be a line of 1 to 100 characters", "须为一行 1 至 100 个字符的文本")
    let labels = ["zh", "en"].map { language in
      take(
        "/labels/\(language)", rule,
        (document.labels?[language]).flatMap { Self.isLabel($0) ? $0 : nil })
    }
    guard let code, let category, let chinese = labels[0], let english = labels[1] else {
      throw YizhanError(
        .badData, Bilingual("\(faults.count) faults in the amenity", "设施信息中有 \(faults.count) 处错误"), faults: faults)
    }
    self.init(code: code, category: category, label: Bilingual(english, chinese))
  }

  private static func isLabel(_ text: String) -> Bool {
    text.isLine(of: 1...100) && text.contains { !$0.isWhitespace }
  }
}

extension JSONText {
  /// A member `labels` with a text in each language.
  mutating func labels(_ label: Bilingual) {
    name("labels")
    append("{")
    member("zh", label.chinese)
    member("en", label.english)
    append("}")
  }
}
