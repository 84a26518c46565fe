import AccessControl
import Foundation
import HTTPTypes
import RestStations
import StationDirectory
import VisitLog

/// Logging one new visit with a token.
struct FastVisit: FastCall {
  let services: APIServices
  let admission: Admission

  let route = "/v1/visits"

  func takes(_ head: HTTPRequest) -> Bool {
    head.method == .post && head.path == route && head.headerFields[.contentType] == "application/json"
      && head.headerFields[.authorization] != nil
  }

  func answer(_ head: HTTPRequest, _ body: [UInt8], _ done: @escaping @Sendable (FastAnswer?) -> Void) {
    guard body.first == UInt8(ascii: "{"), let summary = try? services.directory.snapshot.summary,
      let caller = try? services.caller(authorization: head.headerFields[.authorization] ?? ""),
      let draft = try? services.visitReader(summary).visit(json: body),
      (try? Authorisation.require(.logVisits(at: draft.stationID), of: caller)) != nil,
      admission.take(.post, of: caller, at: .none) == nil
    else { return done(nil) }
    services.visitLog.record(VisitBatch([draft], by: caller.author)) { result in
      guard case .success(let outcomes) = result, case .created(let visit)? = outcomes.first else { return done(nil) }
      done(FastAnswer(status: .created, body: VisitWriter(summary).one(visit)))
    }
  }
}
