import HTTPTypes

extension Sequence<HTTPField> {
  /// The fields as lines of a header in HTTP/1.1.
  var lines: [UInt8] {
    flatMap { Array("\($0.name.rawName): \($0.value)\r\n".utf8) }
  }
}

/// Names of fields that the library does not have.
extension HTTPField.Name {
  static let forwardedFor = known("X-Forwarded-For")
  static let forwardedProto = known("X-Forwarded-Proto")
  static let frameOptions = known("X-Frame-Options")
  static let permissionsPolicy = known("Permissions-Policy")
  static let referrerPolicy = known("Referrer-Policy")
  static let requestID = known("X-Request-Id")
  /// Which call an answer is of, for counting: set by the router, taken off at the door.
  static let route = known("X-Yizhan-Route")

  private static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no name of a field") }
    return name
  }
}
