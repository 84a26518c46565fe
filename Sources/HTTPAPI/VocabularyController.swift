import Hummingbird
import RestStations
import StationDirectory

/// The calls about the words that stations are described with, and about the server itself.
struct VocabularyController: Sendable {
  let directory: StationDirectory

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.get, "/v1/amenities", amenities)
    routes.add(.get, "/healthz", health)
    routes.add(.get, "/readyz", health)
  }

  @Sendable func amenities(_ request: Request, _ context: APIContext) throws -> Response {
    var query = QueryReader(request.uri.query)
    try query.finish()
    var json = JSONText(capacity: 4096)
    json.append("{\"amenities\":[")
    for amenity in try directory.snapshot.summary.catalogue.amenities {
      json.separate()
      json.append("{")
      json.member("code", amenity.code.text)
      json.member("category", amenity.category.rawValue)
      json.labels(amenity.label)
      json.append("}")
    }
    json.append("]}")
    return .json(json.bytes)
  }

  /// Once it answers, the directory is loaded.
  @Sendable func health(_ request: Request, _ context: APIContext) throws -> Response {
    var query = QueryReader(request.uri.query)
    try query.finish()
    var json = JSONText()
    json.append("{")
    json.member("status", "ok")
    json.member("revision", try directory.snapshot.summary.revision)
    json.append("}")
    var response = Response.json(json.bytes)
    response.headers[.cacheControl] = "no-store"
    return response
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
