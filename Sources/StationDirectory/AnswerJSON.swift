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
  public func encoded(
    _ format: AnswerFormat, _ language: @autoclosure () -> Language = .english
  ) -> [UInt8] {
    (format == .json ? PlainAnswers.bytes(self) : nil) ?? written(format, language())
  }

  /// The same, whatever was asked, written member by member.
  package func written(_ format: AnswerFormat, _ language: Language) -> [UInt8] {
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
    json.member("distance_m", neighbour.distance.value, decimals: 1)
    json.member("bearing_deg", Double(neighbour.geodesic.tenthsOfBearing) / 10, decimals: 1)
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
    (format == .json ? PlainAnswers.bytes(self, next: next) : nil) ?? written(format, next: next)
  }

  /// The same, written member by member.
  package func written(_ format: AnswerFormat, next: String?) -> [UInt8] {
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
