import CCurl

/// One of libcurl's easy handles: connections and what it knows of names stay open in it from one request to the next.
///
/// Sendable because libcurl lets any thread use a handle, one at a time, and nothing here can be called on a copy.
struct CurlHandle: ~Copyable, @unchecked Sendable {
  private let easy: UnsafeMutableRawPointer?
  private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  init() {
    easy = CurlLibrary.fault == nil ? ccurl_easy_init() : nil
    message.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
  }

  deinit {
    if let easy { ccurl_easy_cleanup(easy) }
    message.deallocate()
  }

  /// Sends a request and waits for the whole of its answer.
  ///
  /// - Parameters:
  ///   - request: a valid one.
  ///   - socket: a Unix socket by a name of at most 107 bytes.
  ///   - transfer: takes the head and the body.
  /// - Returns: the status.
  func perform(
    _ request: HTTPRequest, base: String, socket: String?, timeouts: CurlClient.Timeouts, into transfer: CurlTransfer
  ) throws(CurlFault) -> Int {
    guard let easy else {
      throw CurlFault(code: CURLE_FAILED_INIT, message: CurlLibrary.fault ?? "out of memory", systemError: 0)
    }
    ccurl_easy_reset(easy)
    message.pointee = 0
    try set(CURLOPT_URL, base + request.path)
    try setRoute(socket: socket)
    try set(timeouts)
    try setReceivers(transfer)
    try setMethod(request)
    let headers = CurlHeaderList(request.headerLines)
    guard let list = headers.list else { throw fault(CURLE_OUT_OF_MEMORY) }
    try check(ccurl_set_pointer(easy, CURLOPT_HTTPHEADER, list))
    let body = request.hasBody ? request.body ?? [] : nil
    let code = withExtendedLifetime(transfer) { Self.run(easy, body) }
    // The list must outlive the transfer; the handle must not keep pointers to what ends here.
    withExtendedLifetime(headers) {}
    try check(code)
    return ccurl_get_long(easy, CURLINFO_RESPONSE_CODE)
  }

  private static func run(_ easy: UnsafeMutableRawPointer, _ body: [UInt8]?) -> CURLcode {
    guard let body else { return ccurl_easy_perform(easy) }
    return body.withUnsafeBytes { bytes in
      let code = ccurl_set_body(easy, bytes.baseAddress, bytes.count)
      return code == CURLE_OK ? ccurl_easy_perform(easy) : code
    }
  }

  private func setRoute(socket: String?) throws(CurlFault) {
    try set(CURLOPT_PROTOCOLS_STR, "http,https")
    try set(CURLOPT_FOLLOWLOCATION, 0)
    // `..` in a path is the server's to judge.
    try set(CURLOPT_PATH_AS_IS, 1)
    try set(CURLOPT_SSL_VERIFYPEER, 1)
    try set(CURLOPT_SSL_VERIFYHOST, 2)
    try set(CURLOPT_NOSIGNAL, 1)
    try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    try set(CURLOPT_USERAGENT, "yizhan/0.1")
    try check(ccurl_set_pointer(easy, CURLOPT_ERRORBUFFER, message))
    guard let socket else { return }
    try set(CURLOPT_UNIX_SOCKET_PATH, socket)
    // An empty proxy is none, whatever the environment says.
    try set(CURLOPT_PROXY, "")
  }

  private func set(_ timeouts: CurlClient.Timeouts) throws(CurlFault) {
    try set(CURLOPT_CONNECTTIMEOUT_MS, Self.whole(timeouts.connect / .milliseconds(1)))
    try set(CURLOPT_TIMEOUT_MS, Self.whole(timeouts.overall / .milliseconds(1)))
    try set(CURLOPT_LOW_SPEED_LIMIT, 1)
    try set(CURLOPT_LOW_SPEED_TIME, Self.whole(timeouts.silence / .seconds(1)))
  }

  /// At least 1 (0 would be without limit), at most what libcurl takes.
  private static func whole(_ number: Double) -> Int {
    Int(min(max(number.rounded(.up), 1), Double(Int32.max)))
  }

  private func setReceivers(_ transfer: CurlTransfer) throws(CurlFault) {
    try check(ccurl_set_receiver(easy, CURLOPT_WRITEFUNCTION, CurlTransfer.receiveBody))
    try check(ccurl_set_pointer(easy, CURLOPT_WRITEDATA, transfer.context))
    try check(ccurl_set_receiver(easy, CURLOPT_HEADERFUNCTION, CurlTransfer.receiveHeader))
    try check(ccurl_set_pointer(easy, CURLOPT_HEADERDATA, transfer.context))
    guard transfer.reportsProgress else { return }
    try set(CURLOPT_NOPROGRESS, 0)
    try check(ccurl_set_progress(easy, CurlTransfer.progress))
    try check(ccurl_set_pointer(easy, CURLOPT_XFERINFODATA, transfer.context))
  }

  /// The kind of transfer, and the method's name over it.
  private func setMethod(_ request: HTTPRequest) throws(CurlFault) {
    guard request.method != "HEAD" else { return try set(CURLOPT_NOBODY, 1) }
    try set(request.hasBody ? CURLOPT_POST : CURLOPT_HTTPGET, 1)
    try set(CURLOPT_CUSTOMREQUEST, request.method)
  }

  private func set(_ option: CURLoption, _ value: Int) throws(CurlFault) {
    try check(ccurl_set_long(easy, option, value))
  }

  private func set(_ option: CURLoption, _ value: String) throws(CurlFault) {
    try check(ccurl_set_text(easy, option, value))
  }

  private func check(_ code: CURLcode) throws(CurlFault) {
    guard code == CURLE_OK else { throw fault(code) }
  }

  private func fault(_ code: CURLcode) -> CurlFault {
    let told = String(cString: message)
    return CurlFault(
      code: code, message: told.isEmpty ? String(cString: ccurl_easy_strerror(code)) : told,
      systemError: Int32(truncatingIfNeeded: ccurl_get_long(easy, CURLINFO_OS_ERRNO)))
  }
}

/// A request's headers in libcurl's form.
private struct CurlHeaderList: ~Copyable {
  /// Nil when there is no memory for them.
  let list: UnsafeMutablePointer<curl_slist>?

  /// - Parameter lines: at least one.
  init(_ lines: [String]) {
    var list: UnsafeMutablePointer<curl_slist>?
    for line in lines {
      guard let longer = ccurl_slist_append(list, line) else {
        ccurl_slist_free_all(list)
        self.list = nil
        return
      }
      list = longer
    }
    self.list = list
  }

  deinit { ccurl_slist_free_all(list) }
}
