import HTTPTypes

/// An answer, without what the door says with every one.
struct FastAnswer: Sendable {
  let head: FastHead
  let body: [UInt8]
}

/// A status, and header fields that are the same in all answers of a kind, in the bytes of HTTP/1.1.
final class FastHead: Sendable {
  /// The path of the call that answers so, as the router names it.
  let route: String
  let status: Int
  let bytes: [UInt8]

  init(of route: String, _ status: HTTPResponse.Status, _ fields: HTTPFields) {
    (self.route, self.status) = (route, status.code)
    bytes = Array("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n".utf8) + fields.lines
  }
}
