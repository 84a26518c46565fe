import HTTPTypes
import Hummingbird
import NIOCore
import RestStations

/// The description of the API, for programs and for people.
struct DocumentController: Sendable {
  static let document = "/openapi.json"
  static let page = "/docs"
  static let mediaType = "application/vnd.oai.openapi+json;version=3.0"

  /// A text that does not change while the program runs, in each language.
  private struct Texts: Sendable {
    private let english, chinese: [UInt8]

    init(_ make: (Language) -> [UInt8]) {
      (english, chinese) = (make(.english), make(.chinese))
    }

    func text(in language: Language) -> [UInt8] { language == .english ? english : chinese }
  }

  // Made once, when first asked for.
  private static let documents = Texts(APIDocument.encoded)
  private static let pages = Texts { Array(ReferencePage($0).html.utf8) }

  func addRoutes(to routes: inout RouteTable) {
    routes.add(.get, Self.document, document)
    routes.add(.get, Self.page, page)
  }

  @Sendable func document(_ request: Request, _ context: APIContext) throws -> Response {
    try answer(Self.documents, Self.mediaType, to: request)
  }

  @Sendable func page(_ request: Request, _ context: APIContext) throws -> Response {
    var response = try answer(Self.pages, "text/html; charset=utf-8", to: request)
    response.headers[.contentSecurityPolicy] = ReferencePage.policy
    return response
  }

  private func answer(_ texts: Texts, _ type: String, to request: Request) throws -> Response {
    try request.takeNoParameters()
    let bytes = texts.text(in: request.language)
    let response = Response(
      status: .ok,
      headers: [
        .contentType: type, .contentLanguage: request.language.rawValue, .vary: "Accept-Language",
        .cacheControl: "public, no-cache",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    return response.tagged(EntityTag(revision: 0, [bytes]), for: request)
  }
}
