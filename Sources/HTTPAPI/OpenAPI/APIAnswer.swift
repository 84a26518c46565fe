import RestStations

/// A body of a request or an answer: what it may be typed as, and what it then looks like.
struct APIBody: Sendable {
  let contents: [(type: String, schema: APISchema)]

  init(_ contents: [(type: String, schema: APISchema)]) {
    self.contents = contents
  }

  static func json(_ schema: APISchema) -> APIBody { APIBody([("application/json", schema)]) }

  var value: DocumentValue {
    .object(contents.map { ($0.type, ["schema": $0.schema.value]) })
  }
}

/// A header of an answer.
struct APIHeader: Sendable {
  let name: String
  let schema: APISchema
  let description: Bilingual

  static let tag = APIHeader(
    name: "ETag", schema: .text, description: Bilingual("changes with the answer", "随回答内容变化"))
  static let stationTag = APIHeader(
    name: "ETag", schema: .text,
    description: Bilingual(
      "\"REVISION-…\": the station's revision, then what changes with the form of the answer and when it opens or closes",
      "“\"版本-…\"”：服务点的版本，其后部分随回答形式及开闭状态变化"))
  static let link = APIHeader(
    name: "Link", schema: .text,
    description: Bilingual("the next page, rel=\"next\" (RFC 8288), when there is one", "下一页，rel=\"next\"（RFC 8288），如有")
  )
  static let location = APIHeader(
    name: "Location", schema: .text, description: Bilingual("where it is now", "其地址"))
  static let retryAfter = APIHeader(
    name: "Retry-After", schema: .count, description: Bilingual("seconds to wait", "须等待的秒数"))
  static let challenge = APIHeader(
    name: "WWW-Authenticate", schema: .text, description: Bilingual("Bearer", "Bearer"))
  static let disposition = APIHeader(
    name: "Content-Disposition", schema: .text, description: Bilingual("a name for the file", "文件名"))
}

/// An answer of a call by its status.
struct APIAnswer: Sendable {
  let status: Int
  let description: Bilingual
  var body: APIBody?
  var headers: [APIHeader] = []

  init(_ status: Int, _ description: Bilingual, _ body: APIBody? = nil, headers: [APIHeader] = []) {
    (self.status, self.description, self.body, self.headers) = (status, description, body, headers)
  }

  /// For who has it already.
  static let notModified = APIAnswer(304, Bilingual("it has not changed", "内容未变化"), headers: [.tag])

  /// A Response Object.
  var value: DocumentValue {
    var members: [(name: String, value: DocumentValue)] = [("description", .told(description))]
    if !headers.isEmpty {
      members.append(
        (
          "headers",
          .object(headers.map { ($0.name, ["description": .told($0.description), "schema": $0.schema.value]) })
        ))
    }
    if let body { members.append(("content", body.value)) }
    return .object(members)
  }
}

/// The problems that calls answer with, by their statuses.
enum APIProblem: Int, CaseIterable, Sendable {
  case badRequest = 400
  case unauthorized = 401
  case forbidden = 403
  case notFound = 404
  case conflict = 409
  case preconditionFailed = 412
  case tooLarge = 413
  case unsupportedMediaType = 415
  case preconditionRequired = 428
  case tooManyRequests = 429
  case internalError = 500
  case unavailable = 503

  /// Its name among the document's shared answers.
  var name: String { "Problem\(rawValue)" }

  var answer: APIAnswer {
    APIAnswer(
      rawValue, description, APIBody([("application/problem+json", .named("Problem"))]), headers: headers)
  }

  private var headers: [APIHeader] {
    switch self {
    case .unauthorized: [.challenge]
    case .tooManyRequests: [.retryAfter]
    default: []
    }
  }

  private var description: Bilingual {
    switch self {
    case .badRequest: Bilingual("the question or the data have faults, all of which are named", "请求或数据有误，逐一列出")
    case .unauthorized: Bilingual("a token is needed, or the one that was sent is not valid", "需要令牌，或所发送的令牌无效")
    case .forbidden: Bilingual("it is not the caller's to do", "调用者没有此权限")
    case .notFound: Bilingual("there is no such thing", "不存在")
    case .conflict: Bilingual("it is there already, with other content", "已存在，但内容不同")
    case .preconditionFailed: Bilingual("it has changed meanwhile", "内容已变化")
    case .tooLarge: Bilingual("the body is too large", "请求体过大")
    case .unsupportedMediaType: Bilingual("a body of this type is not taken", "不支持此类型的请求体")
    case .preconditionRequired: Bilingual("If-Match is needed to replace what is there", "替换已有内容时须发送 If-Match")
    case .tooManyRequests: Bilingual("more than anyone may do in so short a time", "请求过于频繁")
    case .internalError: Bilingual("something went wrong in the server", "服务器内部出错")
    case .unavailable:
      Bilingual(
        "not now: the server is starting or stopping, or its disk is full or fails", "暂不可用：服务器正在启动或停止，或磁盘已满或故障")
    }
  }
}
