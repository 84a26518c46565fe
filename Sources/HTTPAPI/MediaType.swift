import HTTPTypes
import Hummingbird
import NIOCore
import RestStations
import StationDirectory

extension AnswerFormat {
  /// GeoJSON when the request prefers `application/geo+json` to JSON, else JSON.
  init(accept header: String?) {
    // What most programs send.
    guard let header, header != "*/*", header != "application/json" else {
      self = .json
      return
    }
    var weights: [String: Double] = [:]
    for item in WeightedItem.list(header) { weights[item.name] = item.weight ?? 0 }
    let json = weights["application/json"] ?? weights["application/*"] ?? weights["*/*"] ?? 0
    let geoJSON = weights["application/geo+json"] ?? 0
    self = geoJSON > 0 && geoJSON >= json ? .geoJSON : .json
  }

  var contentType: String {
    switch self {
    case .json: "application/json"
    case .geoJSON: "application/geo+json"
    }
  }

  /// What an answer about stations says of itself.
  fileprivate func fields(cacheControl: String) -> HTTPFields {
    [.contentType: contentType, .vary: "Accept, Accept-Language", .cacheControl: cacheControl]
  }

  /// What the answer to a courier says of itself: where someone stands is nobody's to keep.
  var fieldsOfNearest: HTTPFields { self == .json ? Self.nearestJSON : Self.nearestGeoJSON }

  private static let nearestJSON = json.fields(cacheControl: "private, no-store")
  private static let nearestGeoJSON = geoJSON.fields(cacheControl: "private, no-store")
}

extension Response {
  /// An answer about stations.
  static func stations(_ bytes: [UInt8], _ format: AnswerFormat) -> Response {
    Response(
      status: .ok, headers: format.fields(cacheControl: "public, no-cache"),
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }

  /// Any other answer in JSON.
  static func json(_ bytes: [UInt8]) -> Response {
    Response(
      status: .ok, headers: [.contentType: "application/json"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

extension Request {
  /// What the client wants an answer about stations written as.
  var format: AnswerFormat { AnswerFormat(accept: headers[.accept]) }

  /// The language that the client prefers.
  var language: Language { Language(acceptLanguage: headers[.acceptLanguage] ?? "") }

  /// The type of the body.
  ///
  /// - Throws: ``YizhanError`` with `unsupportedMediaType` when it is none of these.
  func contentType(among types: [String]) throws(YizhanError) -> String {
    let given = headers[.contentType] ?? ""
    let type = given.split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() } ?? ""
    guard types.contains(type) else {
      let all = types.joined(separator: ", ")
      throw YizhanError(
        .unsupportedMediaType, Bilingual("the Content-Type must be \(all)", "Content-Type 须为 \(all)"))
    }
    return type
  }
}
