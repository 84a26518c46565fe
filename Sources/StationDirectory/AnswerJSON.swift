import Foundation
import Geodesy
import OpeningHours
import RestStations
import SpatialIndex

/// What an answer is written as.
public enum AnswerFormat: Sendable {
  case json
  /// A FeatureCollection or Feature of RFC 7946.
  case geoJSON
}

extension NearestAnswer {
  /// The answer of the contract's `GET /v1/stations/nearest`, UTF-8.
  public func encoded(_ format: AnswerFormat) -> [UInt8] {
    var json = JSONText(capacity: 200 + 700 * found.count)
    let datum = format == .json ? self.datum : .wgs84
    let writer = StationWriter(moment, format, datum)
    writer.begin(&json)
    for neighbour in found {
      let coordinate = moment.snapshot.coordinates[neighbour.number]
      let bearing = (origin.bearing(to: coordinate) * 10).rounded() / 10
      writer.append(neighbour.number, to: &json, withDetails: false) { json in
        json.member("distance_m", neighbour.distance.value, decimals: 1)
        json.member("bearing_deg", bearing >= 360 ? 0 : bearing, decimals: 1)
      }
    }
    json.append("]")
    json.member("datum", datum.rawValue)
    writer.end(&json)
    return json.bytes
  }
}

extension ListAnswer {
  /// The answer of the contract's `GET /v1/stations`, UTF-8.
  ///
  /// - Parameter next: a reference to the next page.
  public func encoded(_ format: AnswerFormat, next: String?) -> [UInt8] {
    var json = JSONText(capacity: 200 + 800 * numbers.count)
    let writer = StationWriter(moment, format)
    writer.begin(&json)
    for number in numbers { writer.append(number, to: &json, withDetails: true) }
    json.append("]")
    json.member("next", next)
    writer.end(&json)
    return json.bytes
  }
}

extension StationAnswer {
  /// The answer of the contract's `GET /v1/stations/{id}`, UTF-8.
  public func encoded(_ format: AnswerFormat) -> [UInt8] {
    var json = JSONText(capacity: 1000)
    StationWriter(moment, format).append(number, to: &json, withDetails: true)
    return json.bytes
  }
}

/// Puts the pieces of stations together with what the moment adds.
private struct StationWriter {
  let moment: Moment
  let format: AnswerFormat
  let datum: Datum

  private var snapshot: DirectorySnapshot { moment.snapshot }

  init(_ moment: Moment, _ format: AnswerFormat, _ datum: Datum = .wgs84) {
    self.moment = moment
    self.format = format
    self.datum = datum
  }

  func begin(_ json: inout JSONText) {
    switch format {
    case .json: json.append("{\"stations\":[")
    case .geoJSON: json.append("{\"type\":\"FeatureCollection\",\"features\":[")
    }
  }

  func end(_ json: inout JSONText) {
    json.member("as_of", local(moment.instant))
    json.member("revision", snapshot.summary.revision)
    json.append("}")
  }

  /// A station as an object or a feature; `extra` adds members of the answer's own.
  func append(
    _ number: Int, to json: inout JSONText, withDetails: Bool, extra: (inout JSONText) -> Void = { _ in }
  ) {
    json.separate()
    let coordinate = datum.fromWGS84(snapshot.coordinates[number])
    switch format {
    case .json:
      json.append("{")
      snapshot.texts.with(.head, of: number) { json.append($0) }
      json.member("lat", coordinate.latitude, decimals: 7)
      json.member("lon", coordinate.longitude, decimals: 7)
    case .geoJSON:
      json.append("{\"type\":\"Feature\",\"id\":\"")
      snapshot.texts.withID(of: number) { json.append($0) }
      json.append("\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[")
      json.number(coordinate.longitude, decimals: 7)
      json.append(",")
      json.number(coordinate.latitude, decimals: 7)
      json.append("]},\"properties\":{")
      snapshot.texts.with(.head, of: number) { json.append($0) }
    }
    extra(&json)
    json.member("amenities", FilterBits.amenities(in: snapshot.lastingBits[number]), snapshot.texts.quotedCodes)
    json.append(",")
    snapshot.texts.with(.tail, of: number) { json.append($0) }
    appendHours(number, to: &json)
    if withDetails {
      json.append(",")
      snapshot.texts.with(.details, of: number) { json.append($0) }
    }
    json.append("}")
    if format == .geoJSON { json.append("}") }
  }

  private func appendHours(_ number: Int, to json: inout JSONText) {
    let status = moment.board.status(ofHours: snapshot.openingHours[number])
    let isActive = snapshot.lastingBits[number] & FilterBits.active != 0
    json.member("open", isActive ? (status?.state ?? .unknown).rawValue : OpeningHours.State.closed.rawValue)
    guard isActive else { return }
    if let staffed = moment.board.status(ofHours: snapshot.staffedHours[number]), staffed.state != .unknown {
      json.member("staffed", staffed.state == .open)
    }
    json.member("changes_at", status?.nextChange.map(local))
  }

  /// An instant in the district's zone.
  private func local(_ instant: Int64) -> String {
    Instant.text(
      instant, offset: snapshot.zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant))))
  }
}
