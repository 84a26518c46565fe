import HTTPTypes
import Hummingbird
import NIOCore
import RestStations
import StationDirectory

/// Errors as answers: `application/problem+json` (RFC 9457).
enum Problem {
  /// The answer for an error in the language that the request prefers.
  static func response(_ error: YizhanError, for request: Request, allow: String? = nil) -> Response {
    response(error, in: request.language, allow: allow)
  }

  private static func response(_ error: YizhanError, in language: Language, allow: String?) -> Response {
    let (head, body) = message(error, in: language, allow: allow)
    return Response(status: head.status, headers: head.headerFields, body: ResponseBody(byteBuffer: body))
  }

  /// The parts of such an answer.
  static func message(
    _ error: YizhanError, in language: Language, allow: String? = nil
  ) -> (head: HTTPResponse, body: ByteBuffer) {
    let status = kind(error.code).0
    var json = JSONText()
    append(error, in: language, to: &json)
    var headers: HTTPFields = [
      .contentType: "application/problem+json", .contentLanguage: language.rawValue, .cacheControl: "no-store",
    ]
    if let allow { headers[.allow] = allow }
    if let seconds = error.retryAfter { headers[.retryAfter] = String(seconds) }
    if status == .unauthorized { headers[.wwwAuthenticate] = "Bearer" }
    return (HTTPResponse(status: status, headerFields: headers), ByteBuffer(bytes: json.bytes))
  }

  /// The problem as an object.
  static func append(_ error: YizhanError, in language: Language, to json: inout JSONText) {
    let (status, title) = kind(error.code)
    json.append("{")
    json.member("type", "urn:yizhan:problem:\(slug(error.code))")
    json.member("title", title.text(in: language))
    json.member("status", status.code)
    json.member("detail", error.detail.text(in: language))
    if !error.faults.isEmpty {
      json.name("errors")
      json.append("[")
      for fault in error.faults { append(fault, in: language, to: &json) }
      json.append("]")
    }
    json.append("}")
  }

  /// Everything that is not a ``YizhanError``: told to the log, not to the client.
  static let internalError = YizhanError(
    .storageFailed, Bilingual("something went wrong here; it has been logged", "服务器内部出错，已记录"))

  static func append(_ fault: Fault, in language: Language, to json: inout JSONText) {
    json.separate()
    json.append("{")
    switch fault.place {
    case .parameter(let name): json.member("parameter", name)
    case .pointer(let pointer): json.member("pointer", pointer)
    case .row(let line, let column):
      json.member("line", line)
      json.member("column", column)
    }
    json.member("detail", fault.detail.text(in: language))
    json.append("}")
  }

  private static func kind(_ code: YizhanError.Code) -> (HTTPResponse.Status, Bilingual) {
    switch code {
    case .badRequest: (.badRequest, Bilingual("The question has faults", "请求有误"))
    case .badData: (.badRequest, Bilingual("The data have faults", "数据有误"))
    case .notFound: (.notFound, Bilingual("Not found", "未找到"))
    case .unauthorized: (.unauthorized, Bilingual("A token is needed", "需要令牌"))
    case .forbidden: (.forbidden, Bilingual("Not allowed", "不允许"))
    case .methodNotAllowed: (.methodNotAllowed, Bilingual("Method not allowed", "不支持该方法"))
    case .conflict: (.conflict, Bilingual("A conflict", "冲突"))
    case .preconditionFailed: (.preconditionFailed, Bilingual("It has changed meanwhile", "内容已变化"))
    case .preconditionRequired: (.preconditionRequired, Bilingual("If-Match is needed", "需要 If-Match"))
    case .tooManyRequests: (.tooManyRequests, Bilingual("Too many requests", "请求过多"))
    case .notAcceptable: (.notAcceptable, Bilingual("No such form of answer", "没有这种形式的回答"))
    case .tooLarge: (.contentTooLarge, Bilingual("Too large", "内容过大"))
    case .unsupportedMediaType: (.unsupportedMediaType, Bilingual("Unsupported media type", "不支持的媒体类型"))
    case .unreachable, .databaseHeld, .unavailable, .storageUnavailable:
      (.serviceUnavailable, Bilingual("Not now", "暂不可用"))
    case .storageFailed: (.internalServerError, Bilingual("Internal error", "内部错误"))
    }
  }

  /// `badData` as `bad-data`.
  private static func slug(_ code: YizhanError.Code) -> String {
    code.rawValue.map { $0.isUppercase ? "-\($0.lowercased())" : String($0) }.joined()
  }
}
