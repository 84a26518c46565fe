import HTTPTypes
import Hummingbird
import NIOCore
import WebPages

/// A file that is sent as it is, compressed for who takes that. Clients may keep it, and ask each time whether it is
/// still the same.
struct ServedFile: Sendable {
  /// One of the two forms, with a tag of its own as RFC 9110 asks of a strong one.
  private struct Form: Sendable {
    let body: ByteBuffer
    let tag: EntityTag

    init(_ bytes: [UInt8], _ coding: String) {
      body = ByteBuffer(bytes: bytes)
      tag = EntityTag(revision: 0, [bytes, Array(coding.utf8)])
    }
  }

  private let headers: HTTPFields
  private let plain: Form
  private let compressed: Form?

  /// - Parameter headers: of the answer, beside what follows from the file.
  init(_ asset: WebAsset, _ headers: HTTPFields) {
    var headers = headers
    headers[.contentType] = asset.mediaType
    headers[.cacheControl] = "public, no-cache"
    headers[.vary] = "Accept-Encoding"
    self.headers = headers
    plain = Form(asset.bytes, "")
    compressed = Gzip.compressed(asset.bytes).map { Form($0, "gzip") }
  }

  func answer(to request: Request) -> Response {
    guard let compressed, request.takesGzip else { return answer(plain, headers, to: request) }
    var headers = headers
    headers[.contentEncoding] = "gzip"
    return answer(compressed, headers, to: request)
  }

  private func answer(_ form: Form, _ headers: HTTPFields, to request: Request) -> Response {
    Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: form.body)).tagged(form.tag, for: request)
  }
}

extension Request {
  /// Whether `Accept-Encoding` allows gzip (RFC 9110, 12.5.3).
  fileprivate var takesGzip: Bool {
    let codings = (headers[.acceptEncoding] ?? "").split(separator: ",").map { AcceptedCoding($0) }
    let named = codings.first { $0.name == "gzip" || $0.name == "x-gzip" }
    return (named ?? codings.first { $0.name == "*" })?.isTaken ?? false
  }
}

/// `gzip;q=0.5`
private struct AcceptedCoding {
  let name: String
  let isTaken: Bool

  init(_ item: Substring) {
    let parts = item.filter { $0 != " " && $0 != "\t" }.lowercased().split(separator: ";")
    name = parts.first.map(String.init) ?? ""
    let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) }
    isTaken = weight.map { $0 > 0 } ?? true
  }
}
