import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import RestStations
import StationDirectory

/// The directory for programs that make maps: OGC API – Features, Part 1 (core, geojson, oas30).
struct FeaturesController: Sendable {
  let services: APIServices

  private var directory: StationDirectory { services.directory }

  static let root = "/ogc"
  static let collection = root + "/collections/stations"
  /// Requirements classes that are met.
  static let conformance = ["core", "geojson", "oas30"].map {
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/\($0)"
  }

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.get, Self.root, landingPage)
    routes.add(.get, Self.root + "/conformance", conformance)
    routes.add(.get, Self.root + "/collections", collections)
    routes.add(.get, Self.collection, stations)
    routes.add(.get, Self.collection + "/items", items)
    routes.add(.get, Self.collection + "/items/{featureId}", item)
  }

  @Sendable func landingPage(_ request: Request, _ context: APIContext) throws -> Response {
    try request.takeNoParameters()
    let (address, language) = (PublicAddress(request, context), request.language)
    var json = JSONText()
    json.append("{")
    json.member("title", FeatureTexts.title.text(in: language))
    json.member("description", FeatureTexts.description.text(in: language))
    json.member([
      FeatureLink("self", address(Self.root), type: "application/json"),
      FeatureLink("service-desc", address(DocumentController.document), type: DocumentController.mediaType),
      FeatureLink("service-doc", address(DocumentController.page), type: "text/html"),
      FeatureLink("conformance", address(Self.root + "/conformance"), type: "application/json"),
      FeatureLink("data", address(Self.root + "/collections"), type: "application/json"),
    ])
    json.append("}")
    return try answer(json, to: request)
  }

  @Sendable func conformance(_ request: Request, _ context: APIContext) throws -> Response {
    try request.takeNoParameters()
    var json = JSONText()
    json.append("{")
    json.member("conformsTo", Self.conformance)
    json.append("}")
    return try answer(json, to: request)
  }

  @Sendable func collections(_ request: Request, _ context: APIContext) throws -> Response {
    try request.takeNoParameters()
    var json = JSONText()
    json.append("{")
    json.member([
      FeatureLink("self", PublicAddress(request, context)(Self.root + "/collections"), type: "application/json")
    ])
    json.name("collections")
    json.append("[")
    json.append(try StationCollection(request, context, try directory.featureExtent()))
    json.append("]}")
    return try answer(json, to: request)
  }

  @Sendable func stations(_ request: Request, _ context: APIContext) throws -> Response {
    try request.takeNoParameters()
    var json = JSONText()
    json.append(try StationCollection(request, context, try directory.featureExtent()))
    return try answer(json, to: request)
  }

  @Sendable func items(_ request: Request, _ context: APIContext) throws -> Response {
    let answer = try directory.features(try FeatureQuestion(query: request.uri.query))
    let (address, type) = (PublicAddress(request, context), AnswerFormat.geoJSON.contentType)
    let next = answer.last.map { address(NextPage.reference(request, cursor: Cursor.encode($0))) }
    let links =
      [
        FeatureLink("self", address(request.target), type: type),
        FeatureLink("collection", address(Self.collection), type: "application/json"),
      ] + (next.map { [FeatureLink("next", $0, type: type)] } ?? [])
    var response = Response.features(answer.encoded(links), for: request)
    if let next { response.headers[.link] = "<\(next)>; rel=\"next\"" }
    var tag = EntityTag(
      revision: answer.revision,
      [request.target, request.featureType, String(answer.holdsSince), address.prefix].map(\.utf8))
    // The time at which it was asked stands in it.
    tag.isWeak = true
    return response.tagged(tag, for: request)
  }

  @Sendable func item(_ request: Request, _ context: APIContext) throws -> Response {
    try request.takeNoParameters()
    let id = try context.stationID(at: "featureId")
    guard let answer = try directory.station(id) else { throw YizhanError.noSuchStation }
    let address = PublicAddress(request, context)
    let feature = answer.feature([
      FeatureLink("self", address(request.uri.path), type: AnswerFormat.geoJSON.contentType),
      FeatureLink("collection", address(Self.collection), type: "application/json"),
    ])
    let tag = EntityTag(revision: answer.revision, [feature, Array(request.featureType.utf8)])
    return Response.features(feature, for: request).tagged(tag, for: request)
  }

  private func answer(_ json: JSONText, to request: Request) throws -> Response {
    var response = Response.json(json.bytes)
    response.headers[.vary] = "Accept-Language"
    response.headers[.cacheControl] = "public, no-cache"
    return response.tagged(EntityTag(revision: try directory.snapshot.summary.revision, [json.bytes]), for: request)
  }
}

extension Request {
  /// GeoJSON unless JSON is preferred by name.
  fileprivate var featureType: String {
    let accept = (headers[.accept] ?? "").lowercased()
    guard accept.contains("application/json") else { return AnswerFormat.geoJSON.contentType }
    return AnswerFormat(accept: accept).contentType
  }

  /// - Throws: ``YizhanError`` when there is any.
  func takeNoParameters() throws(YizhanError) {
    var query = QueryReader(uri.query)
    try query.finish()
  }
}

extension Response {
  /// Features, which are GeoJSON whatever type they are asked for by.
  fileprivate static func features(_ bytes: [UInt8], for request: Request) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: request.featureType, .vary: "Accept, Accept-Language", .cacheControl: "public, no-cache",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
