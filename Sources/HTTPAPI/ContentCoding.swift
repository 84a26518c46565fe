import HTTPTypes
import Hummingbird
import NIOCore
import RestStations
import WebPages

extension Request {
  /// Whether `Accept-Encoding` allows gzip (RFC 9110, 12.5.3).
  var takesGzip: Bool {
    let codings = WeightedItem.list(headers[.acceptEncoding] ?? "")
    let named = codings.first { $0.name == "gzip" || $0.name == "x-gzip" }
    return (named ?? codings.first { $0.name == "*" }).map { ($0.weight ?? 1) > 0 } ?? false
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
