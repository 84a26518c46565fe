import HTTPTypes

/// What every answer says to browsers, unless the answer says it itself.
struct SecurityHeaders: Sendable {
  private let fields: [HTTPField]
  private let forReads: [HTTPField]

  /// - Parameter isSecure: whether the port speaks TLS: browsers are then told to come by it for a year.
  init(isSecure: Bool) {
    var fields = [
      HTTPField(name: .xContentTypeOptions, value: "nosniff"),
      HTTPField(name: .contentSecurityPolicy, value: "default-src 'none'; frame-ancestors 'none'"),
      HTTPField(name: .referrerPolicy, value: "no-referrer"),
      HTTPField(name: .frameOptions, value: "DENY"),
    ]
    if isSecure { fields.append(HTTPField(name: .strictTransportSecurity, value: "max-age=31536000")) }
    self.fields = fields
    forReads = [
      HTTPField(name: .accessControlAllowOrigin, value: "*"),
      HTTPField(name: .accessControlExposeHeaders, value: "ETag, Link, Retry-After, X-Request-Id"),
    ]
  }

  /// - Parameter isRead: whether any page may read the answer: those to GET and HEAD.
  func add(to head: inout HTTPFields, isRead: Bool) {
    for field in fields where !head.contains(where: { $0.name == field.name }) { head.append(field) }
    if isRead { for field in forReads { head.append(field) } }
  }
}
