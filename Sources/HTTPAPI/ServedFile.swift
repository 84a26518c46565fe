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
    compressed = Gzip.compressed(asset.bytes, .thorough).map { Form($0, "gzip") }
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
