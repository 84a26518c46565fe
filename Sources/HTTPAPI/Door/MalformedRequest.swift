import NIOHTTP1
import RestStations

/// What is wrong with what is no HTTP request, or is one beyond the limits of its header.
enum MalformedRequest {
  static func told(_ error: HTTPParserError) -> YizhanError {
    switch error {
    case .headerOverflow:
      YizhanError(
        .badRequest, Bilingual("the address or the header is too long", "请求地址或请求头过长"))
    case .invalidMethod:
      YizhanError(.badRequest, Bilingual("there is no such HTTP method", "没有这种 HTTP 方法"))
    case .invalidURL, .invalidPath:
      YizhanError(
        .badRequest,
        Bilingual("the address must be percent-encoded ASCII", "请求地址须为百分号编码的 ASCII"))
    default:
      YizhanError(.badRequest, Bilingual("this is no HTTP/1.1 request", "不是有效的 HTTP/1.1 请求"))
    }
  }
}
