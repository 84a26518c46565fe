import AccessControl
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import RestStations
import StationDirectory
import VisitLog

/// Logging one new visit with a token.
final class FastVisit: FastCall, ReceiptDesk {
  private let services: APIServices
  private let admission: Admission
  private let loop: any EventLoop

  /// - Parameter loop: of the connections whose requests are answered.
  init(_ services: APIServices, _ admission: Admission, _ loop: any EventLoop) {
    (self.services, self.admission, self.loop) = (services, admission, loop)
  }

  private static let route = "/v1/visits"
  private let created = FastHead(of: route, .created, [.contentType: "application/json"])

  func takes(_ head: RequestHead) -> Bool {
    head.glance.hasAuthorization && head.method == .POST && head.withTarget { $0.elementsEqual(Self.route.utf8) }
      && head.headers.first(name: "Content-Type") == "application/json"
  }

  func answer(_ request: FastRequest, into memory: AnswerMemory, _ later: () -> FastAnswering) -> FastOutcome {
    let body = request.body.map { Array(buffer: $0) } ?? []
    guard body.first == UInt8(ascii: "{"), let summary = try? services.directory.snapshot.summary,
      let caller = try? services.caller(authorization: request.head.headers.first(name: "Authorization") ?? ""),
      let draft = try? services.visitReader(summary).visit(json: body),
      (try? Authorisation.require(.logVisits(at: draft.stationID), of: caller)) != nil,
      admission.take(.post, of: caller, at: .none) == nil
    else { return .router }
    let done = later()
    services.visitLog.record(VisitBatch([draft], by: caller.author), at: self) { result in
      guard case .success(let outcomes) = result, case .created(let visit)? = outcomes.first else { return done(nil) }
      done(FastAnswer(head: self.created, body: VisitWriter(summary).one(visit)))
    }
    return .later
  }

  func handOver(_ receipts: [@Sendable () -> Void]) {
    loop.execute { for receipt in receipts { receipt() } }
  }
}
