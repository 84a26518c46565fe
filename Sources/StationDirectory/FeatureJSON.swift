import Geodesy
import RestStations

/// A link of a web API (RFC 8288), as OGC API – Features writes it.
public struct FeatureLink: Hashable, Sendable {
  public let href: String
  public let relation: String
  public let type: String
  public let title: String?

  public init(_ relation: String, _ href: String, type: String, title: String? = nil) {
    self.relation = relation
    self.href = href
    self.type = type
    self.title = title
  }

  public func append(to json: inout JSONText) {
    json.separate()
    json.append("{")
    json.member("href", href)
    json.member("rel", relation)
    json.member("type", type)
    json.member("title", title)
    json.append("}")
  }
}

extension JSONText {
  /// A member `links`.
  public mutating func member(_ links: [FeatureLink]) {
    name("links")
    append("[")
    for link in links { link.append(to: &self) }
    append("]")
  }
}

extension FeatureAnswer {
  /// A FeatureCollection with `links`, `timeStamp`, `numberMatched` and `numberReturned`, UTF-8.
  public func encoded(_ links: [FeatureLink]) -> [UInt8] {
    var json = JSONText(capacity: 1000 + 800 * numbers.count)
    var writer = StationWriter(moment, .geoJSON, .wgs84)
    writer.includesDetails = true
    writer.begin(&json)
    for number in numbers { writer.append(number, to: &json) }
    json.append("]")
    json.member(links)
    json.member("timeStamp", Instant.text(moment.instant, offset: 0))
    json.member("numberMatched", matched)
    json.member("numberReturned", returned)
    json.append("}")
    return json.bytes
  }
}

extension StationAnswer {
  /// One feature with `links`, UTF-8.
  public func feature(_ links: [FeatureLink]) -> [UInt8] {
    var text = JSONText()
    for link in links { link.append(to: &text) }
    var json = JSONText(capacity: 1500)
    var writer = StationWriter(moment, .geoJSON, .wgs84)
    writer.includesDetails = true
    writer.append(number, to: &json, links: text.bytes)
    return json.bytes
  }
}
