import NIOHTTP1
import RestStations

/// What is wrong with what is no HTTP request, or is one beyond the limits of its header.
enum MalformedRequest {
  /// What is wrong with a head that the parser lets through, and that others read in another way: where a message ends,
  /// and whom it is for, must not be a matter of opinion (RFC 9112, 3.2, 6.1 and 6.3).
  static func fault(_ version: HTTPVersion, _ header: HeaderGlance) -> YizhanError? {
    if header.codings > 0, header.codings > 1 || !header.isChunked || version != .http1_1 {
      return YizhanError(
        .badRequest,
        Bilingual(
          "Transfer-Encoding may only be chunked, and only in HTTP/1.1", "Transfer-Encoding 只能为 chunked，且仅限 HTTP/1.1"))
    }
    if header.hosts == 1 || header.hosts == 0 && version == .http1_0 { return nil }
    return YizhanError(.badRequest, Bilingual("a request must have one Host header", "请求须有且仅有一个 Host 请求头"))
  }

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
