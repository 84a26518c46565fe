package import NIOHTTP1

/// What the door and the fast lane want to know of a request's header, by one look at its fields.
package struct HeaderGlance {
  private(set) var hosts = 0
  /// Fields that say how a body is coded.
  private(set) var codings = 0
  /// Whether the last of them says no more than that it comes in chunks.
  private(set) var isChunked = false
  /// The client's name for the request, when it is one that can be repeated.
  private(set) var id: RequestIdentifier?
  /// Whether it waits to be told before it sends a body.
  private(set) var isAskedToGoOn = false
  /// Whether nothing is asked of the connection beyond an answer, and to stay open.
  private(set) var isPlain = true
  private(set) var hasAuthorization = false
  private(set) var hasAccept = false

  package init(_ headers: HTTPHeaders) {
    // Of these the first counts.
    var (hasID, hasExpect) = (false, false)
    for (name, value) in headers {
      switch name.utf8.count {
      case 4 where name.isWord("host"): hosts += 1
      case 6 where name.isWord("accept"): hasAccept = true
      case 6 where name.isWord("expect"):
        isPlain = false
        if !hasExpect { isAskedToGoOn = value.isWord("100-continue") }
        hasExpect = true
      case 7 where name.isWord("upgrade"): isPlain = false
      case 10 where name.isWord("connection"): isPlain = isPlain && value.isWord("keep-alive")
      case 12 where name.isWord("x-request-id"):
        if !hasID { id = RequestIdentifier(ofClient: value) }
        hasID = true
      case 13 where name.isWord("authorization"): hasAuthorization = true
      case 17 where name.isWord("transfer-encoding"):
        codings += 1
        isChunked = value.isWord("chunked")
      default: break
      }
    }
  }
}

extension String {
  /// Whether it is a word of ASCII, in capitals or not.
  ///
  /// - Parameter word: in small letters.
  fileprivate func isWord(_ word: StaticString) -> Bool {
    guard utf8.count == word.utf8CodeUnitCount else { return false }
    var text = self
    return text.withUTF8 { bytes in
      bytes.indices.allSatisfy { place in
        let wanted = word.utf8Start[place]
        return bytes[place] | (wanted >= UInt8(ascii: "a") ? 0x20 : 0) == wanted
      }
    }
  }
}
