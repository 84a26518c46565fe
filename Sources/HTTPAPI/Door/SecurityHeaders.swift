import HTTPTypes
import NIOHTTP1

/// What every answer says to browsers, unless the answer says it itself.
final class SecurityHeaders: Sendable {
  private let fields: [HTTPField]
  private let forReads: [HTTPField]
  /// All that is said of an answer, and of one to GET and HEAD, as lines of a header.
  let bytes, bytesForReads: [UInt8]

  /// - Parameter isSecure: whether the port speaks TLS: browsers are then told to come by it for a year.
  init(isSecure: Bool) {
    var fields = [
      HTTPField(name: .xContentTypeOptions, value: "nosniff"),
      HTTPField(name: .contentSecurityPolicy, value: "default-src 'none'; frame-ancestors 'none'"),
      HTTPField(name: .referrerPolicy, value: "no-referrer"),
      HTTPField(name: .frameOptions, value: "DENY"),
    ]
    if isSecure { fields.append(HTTPField(name: .strictTransportSecurity, value: "max-age=31536000")) }
    let forReads = [
      HTTPField(name: .accessControlAllowOrigin, value: "*"),
      HTTPField(name: .accessControlExposeHeaders, value: "ETag, Link, Retry-After, X-Request-Id"),
    ]
    (self.fields, self.forReads) = (fields, forReads)
    (bytes, bytesForReads) = (fields.lines, (fields + forReads).lines)
  }

  /// - Parameter isRead: whether any page may read the answer: those to GET and HEAD.
  func add(to head: inout HTTPHeaders, isRead: Bool) {
    for field in fields where !head.contains(name: field.name.rawName) {
      head.add(name: field.name.rawName, value: field.value)
    }
    if isRead { for field in forReads { head.add(name: field.name.rawName, value: field.value) } }
  }
}
