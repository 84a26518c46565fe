import HTTPTypes
import NIOHTTP1
import RestStations
import StationDirectory

/// The nearest stations for someone without a token: the courier's question.
final class FastNearest: FastCall {
  private let services: APIServices
  private let desk: FrontDesk

  init(_ services: APIServices, _ desk: FrontDesk) {
    (self.services, self.desk) = (services, desk)
  }

  let route = "/v1/stations/nearest"
  private static let start = Array("/v1/stations/nearest?".utf8)
  /// Bytes of the path and the query.
  private static let greatestTarget = 1 << 10

  func takes(_ head: HTTPRequestHead) -> Bool {
    guard head.method == .GET else { return false }
    var target = head.uri
    let isPlain = target.withUTF8 {
      $0.count <= Self.greatestTarget && $0.starts(with: Self.start) && !$0.contains(UInt8(ascii: "#"))
    }
    return isPlain && !head.headers.contains(name: "Authorization")
  }

  func answer(_ request: FastRequest, _ later: () -> FastAnswering) -> FastOutcome {
    (try? answer(request.head, request.client)).map { .answer($0) } ?? .router
  }

  /// - Throws: what is wrong with the question, or that there is no directory yet.
  /// - Returns: nothing when the client has asked too much already.
  private func answer(_ head: HTTPRequestHead, _ client: FrontDoor.Client?) throws -> FastAnswer? {
    // Before anything is counted: a question that comes while the directory is loaded is the router's, which waits and counts.
    let moment = try services.directory.moment()
    let catalogue = moment.snapshot.summary.catalogue
    // By bytes: to count characters takes longer than to read the question.
    let query = Substring(head.uri.utf8.dropFirst(Self.start.count))
    let question = try PlainQuestion.read(query, catalogue) ?? NearestQuestion(query: String(query), catalogue)
    if let client, desk.admission.take(.get, of: .anyone, at: address(client, head)) != nil { return nil }
    let format = AnswerFormat(accept: head.headers.list("Accept"))
    let body = moment.nearest(question).encoded(format, language(of: head))
    return FastAnswer(head: format == .json ? Self.json : Self.geoJSON, body: body)
  }

  private static let json = FastHead(.ok, AnswerFormat.json.fieldsOfNearest)
  private static let geoJSON = FastHead(.ok, AnswerFormat.geoJSON.fieldsOfNearest)

  private func address(_ client: FrontDoor.Client, _ head: HTTPRequestHead) -> ClientAddress {
    guard client.isProxy else { return client.counted }
    let fields = head.headers[HTTPField.Name.forwardedFor.rawName]
    return ClientAddress(desk.forwarding.client(forwardedFor: fields, peer: client.address))
  }

  private func language(of head: HTTPRequestHead) -> Language {
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
