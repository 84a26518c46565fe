import HTTPTypes
import Hummingbird
import RestStations
import StationDirectory

/// `"REVISION-CONTENT"` (RFC 9110): the revision of what an answer shows, and a digest of all that it depends on.
struct EntityTag: Hashable {
  private let revision: Int
  let content: String
  /// Whether answers of one tag may differ in what does not matter, such as the time at which they were made.
  var isWeak = false

  var text: String { "\(isWeak ? "W/" : "")\"\(revision)-\(content)\"" }

  /// - Parameter parts: all that the answer depends on.
  init(revision: Int, _ parts: [some Sequence<UInt8>]) {
    self.revision = revision
    // FNV-1a (G. Fowler, L. C. Noll, K.-P. Vo).
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for part in parts {
      for byte in part { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      hash = (hash ^ 0xFF) &* 0x100_0000_01B3
    }
    content = String(hash, radix: 36)
  }

  /// Whether an `If-None-Match` header names this tag, weak or not.
  func isNamed(in header: String) -> Bool {
    header.split(separator: ",").contains { item in
      let item = item.trimmed
      return item == "*" || item.withoutWeakness == text.withoutWeakness
    }
  }
}

extension StationMatch {
  /// What a request's `If-Match` or `If-None-Match` says. Of a tag the revision counts, as `"17"` or `"17-…"`.
  init(_ request: Request) throws(YizhanError) {
    let onlyNew = request.headers[.ifNoneMatch]
    if let onlyNew, onlyNew.trimmed != "*" { throw Self.fault("If-None-Match", "must be *", "须为 *") }
    guard let header = request.headers[.ifMatch] else {
      self = onlyNew == nil ? .unsaid : .none
      return
    }
    let match = try Self.matching(header)
    // Both must hold (RFC 9110, 13.2.2), and a station cannot be there and not be there.
    self = onlyNew == nil ? match : .revisions([])
  }

  private static func matching(_ header: String) throws(YizhanError) -> StationMatch {
    if header.trimmed == "*" { return .any }
    var revisions: [Int] = []
    for item in header.split(separator: ",", omittingEmptySubsequences: false) {
      let tag = item.trimmed
      guard tag.withoutWeakness.hasPrefix("\""), tag.hasSuffix("\""), tag.withoutWeakness.utf8.count >= 2 else {
        throw fault("If-Match", "must be the station's ETag, \"REVISION-…\"", "须为服务点的 ETag，即 \"版本-…\"")
      }
      // A weak tag never matches here, nor does one of somebody else's making.
      let number = tag.dropFirst().dropLast().split(separator: "-").first
      if tag.hasPrefix("\""), let revision = number.flatMap({ Int($0) }) { revisions.append(revision) }
    }
    return .revisions(revisions)
  }

  private static func fault(_ header: String, _ english: String, _ chinese: String) -> YizhanError {
    .badQuestion([.parameter(header, english, chinese)])
  }
}

extension Response {
  /// The answer with its tag, or 304 without a body when the client that asks for it has it already.
  func tagged(_ tag: EntityTag, for request: Request) -> Response {
    var response = self
    let isRead = request.method == .get || request.method == .head
    if isRead, let known = request.headers[.ifNoneMatch], tag.isNamed(in: known) {
      response = Response(status: .notModified, headers: headers)
      response.headers[.contentType] = nil
    }
    response.headers[.eTag] = tag.text
    return response
  }
}

extension StringProtocol {
  fileprivate var trimmed: Substring {
    var rest = Substring(self)
    while let first = rest.first, first == " " || first == "\t" { rest.removeFirst() }
    while let last = rest.last, last == " " || last == "\t" { rest.removeLast() }
    return rest
  }

  fileprivate var withoutWeakness: Substring {
    hasPrefix("W/") ? Substring(dropFirst(2)) : Substring(self)
  }
}
