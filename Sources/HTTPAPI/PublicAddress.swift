import HTTPTypes
import Hummingbird

/// The address by which a client reached the server: what links in answers begin with, because programs for maps follow
/// absolute ones alone.
struct PublicAddress {
  /// `http://host:port`, or nothing when the request does not say it in a way that can be repeated.
  let prefix: String

  init(_ request: Request, _ context: APIContext) {
    let host = request.head.authority ?? ""
    let marks = Set(".-:[]_".utf8)
    let isPlain = host.utf8.allSatisfy { marks.contains($0) || Character(Unicode.Scalar($0)).isLetterOrDigit }
    guard !host.isEmpty, host.utf8.count <= 255, isPlain else {
      prefix = ""
      return
    }
    prefix = "\(context.isSecure ? "https" : "http")://\(host)"
  }

  /// The address of a path with its query.
  func callAsFunction(_ target: String) -> String { prefix + target }
}

extension Character {
  fileprivate var isLetterOrDigit: Bool { isASCII && (isLetter || isNumber) }
}

extension Request {
  /// The path with the query, as it was asked for.
  var target: String { uri.query.map { "\(uri.path)?\($0)" } ?? uri.path }
}
