import CCurl

/// libcurl, which is opened when it is first asked for.
enum CurlLibrary {
  /// Why it cannot be used, in the system's words; nothing when it can.
  static let fault: String? = ccurl_open().map { String(cString: $0) }
}
