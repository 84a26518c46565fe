import Glibc
import HTTPTypes
import NIOHTTP1
import RestStations
import StationDirectory

/// The nearest stations for someone without a token: the courier's question.
final class FastNearest: FastCall {
  private let directory: MomentReader
  private let desk: FrontDesk

  init(_ services: APIServices, _ desk: FrontDesk) {
    (directory, self.desk) = (services.directory.reader(), desk)
  }

  private static let route = "/v1/stations/nearest"
  private static var start: StaticString { "/v1/stations/nearest?" }
  /// Bytes of the path and the query.
  private static let greatestTarget = 1 << 10

  func takes(_ head: RequestHead) -> Bool {
    !head.glance.hasAuthorization && head.method == .GET && head.withTarget { Self.query(of: $0) != nil }
  }

  /// What stands behind the question mark; nothing when the target is another call's, or too long.
  private static func query(of target: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
    guard target.count <= greatestTarget, target.count >= start.utf8CodeUnitCount,
      let first = target.baseAddress, memcmp(first, start.utf8Start, start.utf8CodeUnitCount) == 0,
      memchr(first, Int32(UInt8(ascii: "#")), target.count) == nil
    else { return nil }
    return UnsafeBufferPointer(rebasing: target[start.utf8CodeUnitCount...])
  }

  func answer(_ request: FastRequest, into memory: AnswerMemory, _ later: () -> FastAnswering) -> FastOutcome {
    (try? answer(request, memory)).map { .answer($0) } ?? .router
  }

  /// - Throws: what is wrong with the question, or that there is no directory yet.
  /// - Returns: nothing when it is the router's: the client has asked too much already.
  private func answer(_ request: FastRequest, _ memory: AnswerMemory) throws -> FastHead? {
    // Before anything is counted: a question that comes while the directory is loaded is the router's, which waits and counts.
    let moment = try directory.moment()
    guard let question = try question(request.head, moment) else { return nil }
    if let client = request.client, desk.admission.take(.get, of: .anyone, at: address(client, request.head)) != nil {
      return nil
    }
    let format = request.head.glance.hasAccept ? AnswerFormat(accept: request.head.headers.list("Accept")) : .json
    if format == .json, moment.answerPlainly(question, { memory.put(atMost: $0, $1) }) { return json }
    memory.put(moment.nearest(question).encoded(format, language(of: request.head)))
    return format == .json ? json : geoJSON
  }

  private func question(_ head: RequestHead, _ moment: Moment) throws -> NearestQuestion? {
    try head.withTarget { target in
      guard let query = Self.query(of: target) else { return nil }
      return try PlainQuestion.read(query, moment.snapshot.summary.catalogue)
        ?? NearestQuestion(query: String(decoding: query, as: UTF8.self), moment.snapshot.summary.catalogue)
    }
  }

  // Of each event loop its own: of what all share, all would wait for each other's counts of references.
  private let json = FastHead(of: route, .ok, AnswerFormat.json.fieldsOfNearest)
  private let geoJSON = FastHead(of: route, .ok, AnswerFormat.geoJSON.fieldsOfNearest)

  private func address(_ client: FrontDoor.Client, _ head: RequestHead) -> ClientAddress {
    guard client.isProxy else { return client.counted }
    let fields = head.headers[HTTPField.Name.forwardedFor.rawName]
    return ClientAddress(desk.forwarding.client(forwardedFor: fields, peer: client.address))
  }

  private func language(of head: RequestHead) -> Language {
    Language(acceptLanguage: head.headers.list("Accept-Language") ?? "")
  }
}

extension HTTPHeaders {
  /// The values of a field that may come more than once, as one.
  fileprivate func list(_ name: String) -> String? {
    let values = self[name]
    return values.count > 1 ? values.joined(separator: ", ") : values.first
  }
}
