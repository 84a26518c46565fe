import RestStations

/// What a client asks.
public struct HTTPRequest: Sendable {
  /// `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE` or any other token (RFC 9110).
  public var method: String
  /// The target: a path that begins with `/`, and a query, percent-encoded (``PercentEncoding``); without fragment.
  public var path: String
  /// Sent in this order, in UTF-8. `Content-Length`, `Transfer-Encoding` and `Expect` are the client's own to send: such
  /// a header is passed over.
  public var headers: [(String, String)]
  /// Sent with its exact length, whatever the method; never with `HEAD`. Without a body `POST`, `PUT` and `PATCH` send
  /// an empty one.
  public var body: [UInt8]?

  public init(_ method: String, _ path: String, headers: [(String, String)] = [], body: [UInt8]? = nil) {
    self.method = method
    self.path = path
    self.headers = headers
    self.body = body
  }
}

/// What a server answered.
public struct HTTPResponse: Sendable {
  /// 200…599. A redirection is given like any other status, never followed.
  public let status: Int
  public let headers: HTTPHeaders
  /// As it came: no `Accept-Encoding` is sent, nothing is decompressed.
  public let body: [UInt8]

  public init(status: Int, headers: HTTPHeaders = HTTPHeaders([]), body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// The headers of an answer, in their order, looked up without regard to case.
public struct HTTPHeaders: Sendable {
  public let fields: [(name: String, value: String)]

  public init(_ fields: [(name: String, value: String)]) {
    self.fields = fields
  }

  /// The value of the first header of that name.
  public subscript(name: String) -> String? {
    let name = name.lowercased()
    return fields.first { $0.name.lowercased() == name }?.value
  }

  /// The values of all headers of that name.
  public func values(_ name: String) -> [String] {
    let name = name.lowercased()
    return fields.filter { $0.name.lowercased() == name }.map(\.value)
  }
}

extension HTTPRequest {
  /// Whether a body goes with the request, be it an empty one.
  var hasBody: Bool {
    switch method {
    case "HEAD": false
    case "POST", "PUT", "PATCH": true
    default: body != nil
    }
  }

  /// The headers as libcurl takes them; one that libcurl would add on its own is named without a value to keep it away.
  var headerLines: [String] {
    let sent = headers.filter { !Self.ownHeaders.contains($0.0.lowercased()) }
    let lines = sent.map { name, value in value.allSatisfy(\.isWhitespace) ? "\(name);" : "\(name): \(value)" }
    let unwanted = ["Expect", "Content-Type"].filter { name in
      !sent.contains { $0.0.lowercased() == name.lowercased() }
    }
    return lines + unwanted.map { "\($0):" }
  }

  private static let ownHeaders: Set = ["content-length", "transfer-encoding", "expect"]

  /// Refuses what would not arrive as it was meant, or as a second request.
  ///
  /// - Throws: `.badRequest`. The value of a header is not told: it may be a secret.
  func validate() throws(YizhanError) {
    guard Self.isToken(method) else {
      throw YizhanError(
        .badRequest, Bilingual("\(method.debugDescription) is no HTTP method", "\(method.debugDescription) 不是 HTTP 方法"))
    }
    guard path.utf8.first == UInt8(ascii: "/"),
      path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
    else {
      throw YizhanError(
        .badRequest,
        Bilingual(
          "\(path.debugDescription) is no request target: it must begin with / and be percent-encoded",
          "\(path.debugDescription) 不是请求目标：必须以 / 开头并经过百分号编码"))
    }
    for (name, value) in headers where !Self.isToken(name) || !value.utf8.allSatisfy(Self.isFieldByte) {
      throw YizhanError(
        .badRequest,
        Bilingual(
          "the header \(name.debugDescription) holds a line break or another character that cannot be sent",
          "请求头 \(name.debugDescription) 含有换行或其他无法发送的字符"))
    }
  }

  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (0x21...0x7E).contains(byte) && !#""(),/:;<=>?@[\]{}"#.utf8.contains(byte)
      }
  }

  private static func isFieldByte(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F || byte == UInt8(ascii: "\t")
  }
}
