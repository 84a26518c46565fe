import Foundation
public import Geodesy
import RestStations

/// Links that open a place in the map apps that couriers have.
///
/// Each app is told in its own words that the coordinates are WGS-84, and shifts them itself.
public struct NavigationLinks: Hashable, Sendable {
  /// The phone's own map (RFC 5870).
  public let geo: String
  /// 高德: the app, or its web page where there is none.
  public let amap: String
  /// 百度.
  public let baidu: String
  /// 腾讯.
  public let tencent: String

  private static let source = "yizhan"

  /// - Parameters:
  ///   - place: WGS-84.
  ///   - name: what the map writes at the place.
  ///   - address: what it says of the place; the name where there is none.
  public init(to place: Coordinate, name: String, address: String? = nil) {
    let latitude = FixedDecimal.text(place.latitude, decimals: 7)
    let longitude = FixedDecimal.text(place.longitude, decimals: 7)
    let title = Self.escaped(name)
    let content = Self.escaped(address ?? name)
    geo = "geo:\(latitude),\(longitude)"
    amap =
      "https://uri.amap.com/marker?position=\(longitude),\(latitude)&name=\(title)&src=\(Self.source)"
      + "&coordinate=wgs84&callnative=1"
    baidu =
      "https://api.map.baidu.com/marker?location=\(latitude),\(longitude)&title=\(title)&content=\(content)"
      + "&output=html&coord_type=wgs84&src=\(Self.source)"
    tencent =
      "https://apis.map.qq.com/uri/v1/marker?marker=coord:\(latitude),\(longitude);title:\(Self.plain(name))"
      + ";addr:\(Self.plain(address ?? name))&coord_type=1&referer=\(Self.source)"
  }

  /// In a marker `;`, `:` and `|` divide; a text that has them is read wrong even when they are escaped once.
  private static func plain(_ text: String) -> String {
    escaped(String(text.map { ";:|".contains($0) ? " " : $0 }))
  }

  /// Percent-encoded but for what RFC 3986 calls unreserved.
  private static func escaped(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
  }

  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}

extension JSONText {
  mutating func member(_ name: StaticString, _ links: NavigationLinks) {
    self.name(name)
    append("{")
    member("geo", links.geo)
    member("amap", links.amap)
    member("baidu", links.baidu)
    member("tencent", links.tencent)
    append("}")
  }
}
