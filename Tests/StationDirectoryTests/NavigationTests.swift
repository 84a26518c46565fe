import Foundation
import Geodesy
import RestStations
import StationDirectory
import Testing

@Suite("Links open a station in each map app, in the datum that the app expects")
struct NavigationTests {
  private static let place = Coordinate(latitude: 35.5531959, longitude: -116.7841105) ?? .origin

  /// What a link's query says, as a server reads it.
  private func query(_ link: String) throws -> [String: String] {
    let items = try #require(URLComponents(string: link)?.queryItems)
    return Dictionary(items.map { ($0.name, $0.value ?? "") }) { first, _ in first }
  }

  @Test func eachAppIsToldInItsOwnWords() throws {
    let links = NavigationLinks(to: Self.place, name: "A", address: "B")
    #expect(links.geo == "geo:35.5531959,-116.7841105")
    #expect(
      links.amap
        == "https://uri.amap.com/marker?position=-116.7841105,35.5531959&name=A&src=yizhan&coordinate=wgs84&callnative=1"
    )
    #expect(
      links.baidu
        == "https://api.map.baidu.com/marker?location=35.5531959,-116.7841105&title=A&content=B&output=html"
        + "&coord_type=wgs84&src=yizhan")
    #expect(
      links.tencent
        == "https://apis.map.qq.com/uri/v1/marker?marker=coord:35.5531959,-116.7841105;title:A;addr:B&coord_type=1"
        + "&referer=yizhan")
  }

  @Test func aStationWithoutAnAddressHasItsNameThere() throws {
    let links = NavigationLinks(to: Self.place, name: "充新苑")
    #expect(try query(links.baidu)["content"] == "充新苑")
    #expect(try query(links.tencent)["marker"]?.hasSuffix(";title:充新苑;addr:充新苑") == true)
  }

  @Test(arguments: [
    "鼓楼街道充新苑", "a&b=c?d#e/f", "100% \"甲\"", "é 😀", "+ +", "a;b:c|d", ";", "\\<>{}^`", "%3B", "name=x&src=y",
  ])
  func aNameComesThroughWhateverIsInIt(name: String) throws {
    let links = NavigationLinks(to: Self.place, name: name, address: name)
    for link in [links.amap, links.baidu, links.tencent] {
      #expect(link.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
      #expect(URL(string: link) != nil)
    }
    #expect(try query(links.amap)["name"] == name)
    #expect(try query(links.amap).count == 5)
    let baidu = try query(links.baidu)
    #expect(baidu["title"] == name && baidu["content"] == name && baidu.count == 6)
    // The dividers of a marker cannot be in a name there, however often the app decodes it.
    let tencent = try query(links.tencent)
    let plain = String(name.map { ";:|".contains($0) ? " " : $0 })
    #expect(tencent["marker"] == "coord:35.5531959,-116.7841105;title:\(plain);addr:\(plain)")
    #expect(tencent["coord_type"] == "1" && tencent.count == 3)
  }

  @Test func anAnswerHasThemWhenItIsAskedTo() async throws {
    let district = try await District("id,name,address,lat,lon\na,\"甲 \"\"&\"\"\",路;1号,39.915,116.404\n")
    var question = NearestQuestion(place: try #require(Coordinate(latitude: 39.9, longitude: 116.4)))
    #expect(try district.directory.answer(question).stations[0]["navigation"] == nil)
    question.includesNavigation = true
    for datum in Datum.allCases {
      question.datum = datum
      let station = try district.directory.answer(question).stations[0]
      let links = try #require(station["navigation"] as? [String: String])
      let place = try #require(Coordinate(latitude: 39.915, longitude: 116.404))
      let expected = NavigationLinks(to: place, name: "甲 \"&\"", address: "路;1号")
      #expect(
        links == [
          "geo": expected.geo, "amap": expected.amap, "baidu": expected.baidu, "tencent": expected.tencent,
        ], "WGS-84, whatever the answer's datum")
    }
  }
}
