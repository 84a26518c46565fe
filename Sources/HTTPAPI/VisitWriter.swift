import Foundation
import RestStations
import StationDirectory

/// Visits as the API answers them.
struct VisitWriter {
  private let catalogue: AmenityCatalogue
  private let zone: TimeZone

  init(_ summary: DirectorySummary) {
    catalogue = summary.catalogue
    zone = TimeZone(identifier: summary.timeZone) ?? .gmt
  }

  func one(_ visit: Visit) -> [UInt8] {
    var json = JSONText(capacity: 400)
    append(visit, to: &json)
    return json.bytes
  }

  func list(_ visits: [Visit], next: String?) -> [UInt8] {
    var json = JSONText(capacity: 100 + 300 * visits.count)
    json.append("{\"visits\":[")
    for visit in visits { append(visit, to: &json) }
    json.append("]")
    json.member("next", next)
    json.append("}")
    return json.bytes
  }

  private func append(_ visit: Visit, to json: inout JSONText) {
    json.separate()
    json.append("{")
    json.member("id", visit.id.description)
    json.member("station_id", visit.stationID.text)
    json.member("at", local(visit.at))
    json.member("group", visit.group.rawValue)
    json.member("people", visit.people)
    json.member("services", catalogue.codes(of: visit.services).map(\.text))
    json.member("recorded_at", local(visit.recordedAt / 1000))
    json.member("void_reason", visit.voidReason)
    json.append("}")
  }

  private func local(_ instant: Int64) -> String {
    Instant.text(instant, in: zone)
  }
}
