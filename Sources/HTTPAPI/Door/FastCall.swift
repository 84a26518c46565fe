import HTTPTypes
import NIOCore
import NIOHTTP1

/// A call that can be answered right where its request has been read, without the router: for those that are made most.
protocol FastCall: AnyObject, Sendable {
  /// Its path as the router names it.
  var route: String { get }

  /// Whether a request may be one of this call's; the whole of it is read then.
  func takes(_ head: HTTPRequestHead) -> Bool

  /// Answers a request, or leaves it to the router, which knows of every fault; what was begun must then do no harm when
  /// it is done again.
  ///
  /// - Parameter later: makes what is to be called once, on any thread, when the outcome is ``FastOutcome/later``: with
  ///   the answer, or with nothing for the router.
  func answer(_ request: FastRequest, _ later: () -> FastAnswering) -> FastOutcome
}

typealias FastAnswering = @Sendable (FastAnswer?) -> Void

enum FastOutcome {
  case answer(FastAnswer)
  case router
  case later
}

/// A request, whole.
struct FastRequest: Sendable {
  let head: HTTPRequestHead
  var body: ByteBuffer
  /// Who is at the other end of the connection; nothing when it is the owner.
  let client: FrontDoor.Client?
}

/// An answer, without what the door says with every one.
struct FastAnswer: Sendable {
  let head: FastHead
  let body: [UInt8]
}

/// A status, and header fields that are the same in all answers of a kind, in the bytes of HTTP/1.1.
struct FastHead: Sendable {
  let status: Int
  let bytes: [UInt8]

  init(_ status: HTTPResponse.Status, _ fields: HTTPFields) {
    self.status = status.code
    bytes = Array("HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n".utf8) + fields.lines
  }
}
