import Foundation
public import Geodesy
import OpeningHours
public import RestStations
import SpatialIndex

/// What an answer is written as.
public enum AnswerFormat: Sendable {
  case json
  /// A FeatureCollection or Feature of RFC 7946.
  case geoJSON
}

extension NearestAnswer {
  /// The answer of the contract's `GET /v1/stations/nearest`, UTF-8.
  ///
  /// - Parameter language: of the reasons why stations were skipped.
  public func encoded(_ format: AnswerFormat, _ language: Language = .english) -> [UInt8] {
    var json = JSONText(capacity: 200 + 700 * found.count)
    let datum = format == .json ? self.datum : .wgs84
    var writer = StationWriter(moment, format, datum)
    writer.includesNavigation = includesNavigation
    writer.begin(&json)
    for neighbour in found {
      writer.append(neighbour.number, to: &json) { append(neighbour, to: &$0) }
    }
    json.append("]")
    if let skipped { append(skipped, to: &json, language) }
    json.member("datum", datum.rawValue)
    writer.end(&json)
    return json.bytes
  }

  private func append(_ neighbour: Neighbour, to json: inout JSONText) {
    let bearing = (origin.bearing(to: moment.snapshot.coordinates[neighbour.number]) * 10).rounded() / 10
    json.member("distance_m", neighbour.distance.value, decimals: 1)
    json.member("bearing_deg", bearing >= 360 ? 0 : bearing, decimals: 1)
  }

  private func append(_ skipped: [SkippedStation], to json: inout JSONText, _ language: Language) {
    json.name("skipped")
    json.append("[")
    for station in skipped {
      json.separate()
      json.append("{\"id\":\"")
      moment.snapshot.texts.withID(of: station.neighbour.number) { json.append($0) }
      json.append("\"")
      json.member("name", moment.snapshot.texts.name(of: station.neighbour.number))
      append(station.neighbour, to: &json)
      json.member("reason", station.reason.text(in: language))
      json.append("}")
    }
    json.append("]")
  }
}

extension ListAnswer {
  /// The answer of the contract's `GET /v1/stations`, UTF-8.
  ///
  /// - Parameter next: a reference to the next page.
  public func encoded(_ format: AnswerFormat, next: String?) -> [UInt8] {
    var json = JSONText(capacity: 200 + 800 * numbers.count)
    var writer = StationWriter(moment, format, datum)
    writer.includesDetails = true
    writer.begin(&json)
    for number in numbers { writer.append(number, to: &json) }
    json.append("]")
    json.member("next", next)
    json.member("datum", writer.datum.rawValue)
    writer.end(&json)
    return json.bytes
  }
}

extension StationAnswer {
  /// The answer of the contract's `GET /v1/stations/{id}`, UTF-8.
  public func encoded(_ format: AnswerFormat, _ datum: Datum = .wgs84) -> [UInt8] {
    var json = JSONText(capacity: 1500)
    var writer = StationWriter(moment, format, datum)
    (writer.includesDetails, writer.includesNavigation) = (true, true)
    writer.append(number, to: &json)
    return json.bytes
  }
}

extension ChangesAnswer {
  /// The answer of the contract's `GET /v1/stations/changes`, UTF-8: stations as they are kept, without what the moment
  /// adds.
  ///
  /// - Parameter next: a reference to the next page.
  public func encoded(next: String?) -> [UInt8] {
    var json = JSONText(capacity: 200 + 700 * numbers.count)
    var writer = StationWriter(moment, .json, .wgs84)
    (writer.includesDetails, writer.isLasting) = (true, true)
    json.append("{\"changes\":[")
    let snapshot = moment.snapshot
    for number in numbers {
      json.separate()
      json.append("{")
      json.member("revision", snapshot.revisions[number])
      if snapshot.lastingBits(of: number) & FilterBits.findable == 0 {
        json.member("retired", snapshot.id(of: number)?.text)
      } else {
        json.name("station")
        writer.append(number, to: &json)
      }
      json.append("}")
    }
    json.append("]")
    json.member("next", next)
    json.member("revision", revision)
    json.append("}")
    return json.bytes
  }
}

/// Puts the pieces of stations together with what the moment adds.
private struct StationWriter {
  let moment: Moment
  let format: AnswerFormat
  /// Of the coordinates; GeoJSON's are always WGS-84.
  let datum: Datum
  var includesDetails = false
  var includesNavigation = false
  /// As stations are kept: whether they are open is left out, and that suspensions end.
  var isLasting = false

  private var snapshot: DirectorySnapshot { moment.snapshot }

  init(_ moment: Moment, _ format: AnswerFormat, _ datum: Datum) {
    self.moment = moment
    self.format = format
    self.datum = format == .json ? datum : .wgs84
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
  func append(_ number: Int, to json: inout JSONText, extra: (inout JSONText) -> Void = { _ in }) {
    json.separate()
    let coordinate = datum.fromWGS84(snapshot.coordinates[number])
    switch format {
    case .json:
      json.append("{")
      append(.head, of: number, to: &json)
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
      append(.head, of: number, to: &json)
    }
    extra(&json)
    let bits = isLasting ? snapshot.lastingBits(of: number) : moment.bits(of: number)
    json.member("amenities", FilterBits.amenities(in: bits), snapshot.texts.quotedCodes)
    append(.tail, of: number, to: &json)
    appendStatus(number, bits, to: &json)
    if includesDetails { append(.details, of: number, to: &json) }
    if includesNavigation {
      let texts = snapshot.texts
      let links = NavigationLinks(
        to: snapshot.coordinates[number], name: texts.name(of: number),
        address: texts.member("address", of: .head, number))
      json.member("navigation", links)
    }
    json.append("}")
    if format == .geoJSON { json.append("}") }
  }

  private func append(_ piece: StationTexts.Piece, of number: Int, to json: inout JSONText) {
    snapshot.texts.with(piece, of: number) { members in
      guard !members.isEmpty else { return }
      json.separate()
      json.append(members)
    }
  }

  private func appendStatus(_ number: Int, _ bits: AttributeBits, to json: inout JSONText) {
    if bits & FilterBits.active != 0 {
      json.append(",\"status\":\"active\"")
      if !isLasting { appendHours(number, to: &json) }
      return
    }
    let status = bits & FilterBits.suspended != 0 ? StationStatus.suspended : .retired
    json.member("status", status.rawValue)
    json.member("status_reason", snapshot.inactivity[number]?.reason)
    json.member("status_until", (snapshot.inactivity[number]?.end).map(local))
    if !isLasting { json.member("open", OpeningHours.State.closed.rawValue) }
  }

  private func appendHours(_ number: Int, to json: inout JSONText) {
    let status = moment.hours(of: number)
    json.member("open", (status?.state ?? .unknown).rawValue)
    if let staffed = moment.board.status(ofHours: snapshot.staffedHours[number]), staffed.state != .unknown {
      json.member("staffed", staffed.state == .open)
    }
    json.member("changes_at", status?.nextChange.map(local))
  }

  private func local(_ instant: Int64) -> String {
    snapshot.local(instant)
  }
}
