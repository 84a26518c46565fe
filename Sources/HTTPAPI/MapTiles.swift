public import Geodesy
public import RestStations

/// Where the pages get the tiles of their map from.
public struct MapTiles: Sendable, Hashable {
  /// A template with `{x}`, `{y}` and `{z}`, and `{s}` where there are several servers (`a`, `b`, `c`).
  public let address: String
  /// Of the tiles: what the pages draw on them is shifted to it.
  public let datum: Datum
  /// What the map says of who made it; plain text.
  public let attribution: String
  /// The origin that the pages may load images from, as a Content-Security-Policy names it; nothing for this server's.
  let source: String?

  /// - Parameter address: begins with `https://`, `http://` or, for tiles of the same server, `/`.
  /// - Throws: ``YizhanError`` with `badRequest` when that is no template of an address.
  public init(address: String, datum: Datum = .wgs84, attribution: String = "") throws(YizhanError) {
    let holders = ["{x}", "{y}", "{z}"]
    guard holders.allSatisfy(address.contains), address.utf8.allSatisfy(Self.isAllowed) else {
      throw Self.fault(address)
    }
    (self.address, self.datum, self.attribution) = (address, datum, attribution)
    if address.hasPrefix("/"), !address.hasPrefix("//") {
      source = nil
    } else {
      guard let source = Self.source(of: address) else { throw Self.fault(address) }
      self.source = source
    }
  }

  /// `https://{s}.tile.example.org:8080` as `https://*.tile.example.org:8080`.
  private static func source(of address: String) -> String? {
    guard let scheme = ["https://", "http://"].first(where: address.hasPrefix) else { return nil }
    let host = address.dropFirst(scheme.count).prefix { $0 != "/" }
    let name = host.hasPrefix("{s}.") ? host.dropFirst(4) : host
    guard !name.isEmpty, name.utf8.allSatisfy(isOfHost) else { return nil }
    return scheme + (host.hasPrefix("{s}.") ? "*." : "") + name
  }

  /// What may stand in a header and in an address: visible ASCII without what would end a directive or a list.
  private static func isAllowed(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !"\"',;<>\\^`|".utf8.contains(byte)
  }

  private static func isOfHost(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: ".-:[]".utf8.contains(byte)
    }
  }

  private static func fault(_ address: String) -> YizhanError {
    YizhanError(
      .badRequest,
      Bilingual(
        "'\(address)' is no address of map tiles, such as https://tiles.example.org/{z}/{x}/{y}.png",
        "“\(address)”不是地图瓦片地址，应形如 https://tiles.example.org/{z}/{x}/{y}.png"))
  }
}
