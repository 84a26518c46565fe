import Foundation
import Geodesy
import HTTPAPI
import RestStations
import TestSupport
import Testing

@Suite("The map's tiles come from where the operator says, and from nowhere else")
struct MapTilesTests {
  private struct Settings: Decodable {
    struct Tiles: Decodable {
      var address, datum, attribution: String
      var outline: [[Double]]?
    }

    var tiles: Tiles?
  }

  private func serving(_ tiles: MapTiles?, _ body: (_ policy: String, _ settings: Settings) throws -> Void) async throws
  {
    let csv = "id,name,lat,lon\na,甲,35.5,116.8\n"
    let mapped: (inout APIServer.Configuration) -> Void = { $0.map = tiles }
    try await ClockedServer.serving(csv, configuring: mapped) { server in
      let page = try await server.get("/")
      let settings = try await server.get("/pages/settings.json")
      try body(
        try #require(page["Content-Security-Policy"]),
        try JSONDecoder().decode(Settings.self, from: Data(settings.body)))
    }
  }

  @Test(arguments: [
    ("https://tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org"),
    ("https://{s}.tile.example.org:8443/{z}/{x}/{y}@2x.png?key=a-b", "https://*.tile.example.org:8443"),
    ("http://[::1]:81/{z}/{x}/{y}", "http://[::1]:81"),
  ])
  func thePolicyNamesTheirOrigin(address: String, origin: String) async throws {
    let tiles = try MapTiles(address: address, datum: .gcj02, attribution: "© \"Somebody\" <b>")
    try await serving(tiles) { policy, settings in
      #expect(policy.contains("img-src 'self' data: \(origin);"))
      #expect(settings.tiles?.address == address && settings.tiles?.datum == "gcj02")
      #expect(settings.tiles?.attribution == "© \"Somebody\" <b>")
      let outline = try #require(settings.tiles?.outline)
      #expect(outline.count == 2 && outline[0].count > 900)
    }
  }

  @Test func tilesOfThisServerNeedNoOther() async throws {
    try await serving(try MapTiles(address: "/tiles/{z}/{x}/{y}.png")) { policy, settings in
      #expect(policy.contains("img-src 'self' data:;"))
      #expect(settings.tiles?.datum == "wgs84" && settings.tiles?.outline == nil)
    }
    try await serving(nil) { policy, settings in
      #expect(policy.contains("img-src 'self' data:;") && settings.tiles == nil)
    }
  }

  @Test(arguments: [
    "", "https://tiles.example.org/", "ftp://a/{z}/{x}/{y}", "//a/{z}/{x}/{y}", "https:///{z}/{x}/{y}",
    "https://a; script-src */{z}/{x}/{y}", "https://a b/{z}/{x}/{y}", "https://a/{z}/{x}/{y}\r\nX: 1",
    "https://a,b/{z}/{x}/{y}", "https://*/{z}/{x}/{y}", "https://{z}{x}{y}", "javascript:{z}{x}{y}",
    "https://é/{z}/{x}/{y}",
  ])
  func whatIsNoTemplateIsRefused(address: String) {
    #expect(throws: YizhanError.self) { try MapTiles(address: address) }
  }
}
