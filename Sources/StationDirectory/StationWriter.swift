import Geodesy
import OpeningHours
import RestStations
import SpatialIndex

/// Puts the pieces of stations together with what the moment adds.
struct StationWriter {
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
    json.member("as_of", moment.localText)
    json.member("revision", snapshot.summary.revision)
    json.append("}")
  }

  /// A station as an object or a feature; `extra` adds members of the answer's own.
  ///
  /// - Parameter links: JSON of a feature's links, an array without its brackets.
  func append(
    _ number: Int, to json: inout JSONText, links: [UInt8] = [], extra: (inout JSONText) -> Void = { _ in }
  ) {
    json.separate()
    let coordinate = datum.fromWGS84(snapshot.facts[number].coordinate)
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
    json.member("amenities", FilterBits.amenities(in: bits), snapshot.texts.codes)
    append(.tail, of: number, to: &json)
    appendStatus(number, bits, to: &json)
    if includesDetails { append(.details, of: number, to: &json) }
    if includesNavigation {
      let texts = snapshot.texts
      let links = NavigationLinks(
        to: snapshot.facts[number].coordinate, name: texts.name(of: number),
        address: texts.member("address", of: .head, number))
      json.member("navigation", links)
    }
    json.append("}")
    if format == .geoJSON {
      if !links.isEmpty {
        json.append(",\"links\":[")
        json.append(links)
        json.append("]")
      }
      json.append("}")
    }
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
    if let staffed = moment.board.status(ofHours: snapshot.facts[number].staffedHours), staffed.state != .unknown {
      json.member("staffed", staffed.state == .open)
    }
    json.member("changes_at", status?.nextChange.map(local))
  }

  private func local(_ instant: Int64) -> String {
    snapshot.local(instant)
  }
}
