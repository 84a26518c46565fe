import CCurl
import RestStations

/// Where a client's requests go.
struct CurlAddress: Sendable {
  /// What a request's path is appended to: `http://host:port/prefix`, the host in ASCII.
  let base: String
  /// The path of the Unix socket that is spoken to instead of the host.
  let socket: String?

  /// What the server is called in messages: as the user wrote it.
  let name: String

  /// - Throws: `.badRequest` for a URL that is not of a server over http or https.
  init(_ door: CurlClient.Door) throws(YizhanError) {
    switch door {
    case .socket(let path): (base, socket, name) = ("http://localhost", path, path)
    case .url(let text): (base, socket, name) = (try Self.base(of: text), nil, text)
    }
  }

  private static func base(of text: String) throws(YizhanError) -> String {
    guard text.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
      throw malformed(text, "it holds a space or a control character", "其中含有空格或控制字符")
    }
    if let fault = CurlLibrary.fault {
      throw CurlFault(code: CURLE_FAILED_INIT, message: fault, systemError: 0).error(from: text, isSocket: false)
    }
    let url = ccurl_url()
    defer { ccurl_url_cleanup(url) }
    let fault = ccurl_url_set(url, CURLUPART_URL, text, UInt32(CURLU_DISALLOW_USER | CURLU_URLENCODE))
    guard fault != CURLUE_USER_NOT_ALLOWED else {
      // The text is not told: it holds a password.
      throw YizhanError(
        .badRequest,
        Bilingual("the server's URL must hold no user name or password", "服务器地址中不得包含用户名或密码"))
    }
    guard fault == CURLUE_OK else { throw malformed(text, fault) }
    guard ["http", "https"].contains(part(url, CURLUPART_SCHEME)) else {
      throw malformed(text, "it must begin with http:// or https://", "必须以 http:// 或 https:// 开头")
    }
    guard part(url, CURLUPART_QUERY) == nil, part(url, CURLUPART_FRAGMENT) == nil else {
      throw malformed(text, "it must end before any ? or #", "不得包含 ? 或 #")
    }
    var ascii: UnsafeMutablePointer<CChar>?
    let nameFault = ccurl_get_ascii_url(url, &ascii)
    guard nameFault == CURLUE_OK, let ascii else { throw malformed(text, nameFault) }
    defer { ccurl_free(ascii) }
    var base = String(cString: ascii)
    while base.utf8.last == UInt8(ascii: "/") { base.removeLast() }
    return base
  }

  private static func part(_ url: OpaquePointer?, _ part: CURLUPart) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard ccurl_url_get(url, part, &text) == CURLUE_OK, let text else { return nil }
    defer { ccurl_free(text) }
    return String(cString: text)
  }

  private static func malformed(_ text: String, _ fault: CURLUcode) -> YizhanError {
    let reason = String(cString: ccurl_url_strerror(fault))
    return malformed(text, reason, reason)
  }

  private static func malformed(_ text: String, _ english: String, _ chinese: String) -> YizhanError {
    YizhanError(
      .badRequest,
      Bilingual(
        "\(text.debugDescription) is not the URL of a server (such as https://yizhan.example.org): \(english)",
        "\(text.debugDescription) 不是服务器地址（例如 https://yizhan.example.org）：\(chinese)"))
  }
}
