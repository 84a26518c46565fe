import HTTPTypes
import Hummingbird
import NIOCore
import WebPages

extension Request {
  /// Whether `Accept-Encoding` allows gzip (RFC 9110, 12.5.3).
  var takesGzip: Bool {
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

extension Response {
  /// Answers below this, bytes, go out as they are: they fit into a packet or two either way.
  private static let leastCompressed = 2048

  /// The answer with its body, compressed for who takes that.
  ///
  /// - Parameter body: what the answer holds.
  func compressed(_ body: [UInt8], for request: Request) -> Response {
    var response = self
    response.headers[.vary] = [headers[.vary], "Accept-Encoding"].compactMap { $0 }.joined(separator: ", ")
    guard request.takesGzip, body.count >= Self.leastCompressed, let bytes = Gzip.compressed(body, .quick) else {
      return response
    }
    response.headers[.contentEncoding] = "gzip"
    response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
    return response
  }
}
