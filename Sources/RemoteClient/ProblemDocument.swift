import Foundation
import RestStations

/// A problem as the API answers it (RFC 9457), and the error that it stands for.
struct ProblemDocument: Decodable {
  struct Item: Decodable {
    var parameter: String?
    var pointer: String?
    var line: Int?
    var column: String?
    var detail: String
  }

  var type: String?
  var detail: String?
  var errors: [Item]?

  /// The error in an answer of status 400 or above. Its texts are in the language that was asked for.
  static func error(_ response: HTTPResponse) -> YizhanError {
    let problem = try? JSONDecoder().decode(ProblemDocument.self, from: Data(response.body))
    let detail = problem?.detail ?? "HTTP \(response.status)"
    return YizhanError(
      problem?.type.flatMap(code) ?? code(status: response.status), Bilingual(detail, detail),
      faults: (problem?.errors ?? []).map { Fault($0.place, Bilingual($0.detail, $0.detail)) })
  }

  /// `urn:yizhan:problem:bad-data` as `badData`.
  private static func code(_ type: String) -> YizhanError.Code? {
    guard let slug = type.split(separator: ":").last else { return nil }
    let words = slug.split(separator: "-")
    return YizhanError.Code(rawValue: words.prefix(1).joined() + words.dropFirst().map(\.capitalized).joined())
  }

  private static func code(status: Int) -> YizhanError.Code {
    switch status {
    case 401: .unauthorized
    case 403: .forbidden
    case 404: .notFound
    case 413: .tooLarge
    case 400..<500: .badRequest
    default: .unavailable
    }
  }
}

extension ProblemDocument.Item {
  var place: Fault.Place {
    if let line { return .row(line: line, column: column) }
    if let pointer { return .pointer(pointer) }
    return .parameter(parameter ?? "")
  }
}
