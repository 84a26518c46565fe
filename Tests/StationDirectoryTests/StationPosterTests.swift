import Foundation
import RestStations
import StationDirectory
import TestSupport
import Testing

@Suite("A station's poster is a page whose QR code holds the address")
struct StationPosterTests {
  static let link = "https://yizhan.example.org/check-in/YZ-0014#key=abcDEF0123456789-_abcDEF0123456789-_abcDEF01234"

  @Test(arguments: [
    "驿", "建设路小哥招呼站", String(repeating: "兖州区新就业群体综合服务中心", count: 14),
    "<Rest & \"Stop\"> 'A'\u{1}", String(repeating: "W", count: 200),
    "Rest stop at the corner of 建设路 and Main Street 🚲",
  ])
  func aReaderFindsTheAddressUnderEveryName(name: String) throws {
    #expect(try read(try poster(name: name).svg()) == Self.link)
  }

  @Test(arguments: [1, 20, 200, 600]) func aReaderFindsALongAddress(length: Int) throws {
    let link = "https://a.example/" + String(repeating: "x", count: length)
    #expect(try read(try poster(link: link).svg()) == link)
  }

  @Test(arguments: [0, QRCode.capacity + 1]) func anAddressThatFitsNoCodeIsRefused(length: Int) throws {
    let poster = try poster(link: String(repeating: "x", count: length))
    let error = try #require(throws: YizhanError.self) { _ = try poster.svg() }
    #expect(error.code == .badRequest)
    #expect(error.detail.english.contains("\(length)"))
    #expect(try QRCode(String(repeating: "x", count: QRCode.capacity)).size == 177)
  }

  @Test func theCodeIsOfLevelMWithAQuietZoneOfFourModules() throws {
    let code = try QRCode(Self.link)
    // The first two bits of the format, under their mask: 10 is level M (ISO/IEC 18004).
    #expect(code.isDark(row: 8, column: 0) && !code.isDark(row: 8, column: 1))
    #expect(!code.isDark(row: -1, column: 0) && !code.isDark(row: 0, column: code.size))
    let svg = try poster().svg()
    let module = 88 / Double(code.size + 8)
    let corner = [61 + 4 * module, 112 + 4 * module].map { FixedDecimal.text($0, decimals: 3) }.joined(separator: " ")
    #expect(svg.contains("translate(\(corner)) scale(\(FixedDecimal.text(module, decimals: 3)))"))
    #expect(svg.contains("<rect x=\"61.000\" y=\"112.000\" width=\"88.000\" height=\"88.000\" fill=\"#ffffff\"/>"))
    #expect(svg.components(separatedBy: "<path").count == 2)
  }

  @Test func aPosterSaysEverythingInBothLanguages() throws {
    let svg = try poster().svg()
    for text in [
      "建设路小哥招呼站", "济宁市兖州区建设路141号", "开放时间 24/7 · Open 24/7", "微波炉", "microwave", "用手机扫码",
      "Scan with your phone", "YZ-0014",
    ] {
      #expect(svg.contains(text), "\(text)")
    }
    #expect(svg.contains("viewBox=\"0 0 210 297\""))
  }

  @Test func markupInANameIsText() throws {
    let svg = try poster(name: "</text><script>&\"'\u{0}").svg()
    #expect(svg.contains("&lt;/text&gt;&lt;script&gt;&amp;&quot;&#39;\u{FFFD}"))
    #expect(!svg.contains("<script"))
  }

  @Test(arguments: [0, 1, 5, 14, 34, 100]) func theAmenitiesKeepTheirOrderAndTheirPlaceOnThePage(count: Int) throws {
    let labels = (0..<count).map { Bilingual("an amenity of a rather long name, number \($0)", "设施\($0)") }
    var poster = try poster()
    poster.amenities = labels
    let svg = try poster.svg()
    #expect(try read(svg) == Self.link)
    let texts = svg.split(separator: "\n").filter { $0.contains("设施") }
    #expect(texts.count == count)
    for (number, text) in texts.enumerated() {
      #expect(text.contains(">设施\(number)<"))
    }
    let places = svg.matches(of: /<text x="([0-9.]+)" y="([0-9.]+)" font-size="([0-9.]+)"/)
    #expect(places.allSatisfy { (1...200).contains(Double($0.1) ?? 0) && (10...291).contains(Double($0.2) ?? 0) })
  }

  private func poster(name: String = "建设路小哥招呼站", link: String = link) throws -> StationPoster {
    StationPoster(
      id: try #require(StationID("YZ-0014")), name: name, address: "济宁市兖州区建设路141号便民服务中心一楼",
      lines: [Bilingual("Open 24/7", "开放时间 24/7")],
      amenities: AmenityCatalogue.standard.amenities.prefix(14).map(\.label), link: link)
  }

  /// What a reader finds in the drawn page.
  private func read(_ svg: String) throws -> String {
    let folder = try TemporaryFolder()
    let drawing = try folder.write("poster.svg", svg)
    let picture = folder.path("poster.png")
    let drawn = try Command.run("/usr/bin/env", ["rsvg-convert", "-w", "1240", "-o", picture, drawing])
    try #require(drawn.status == 0, "\(drawn.standardError)")
    let found = try Command.run(
      "/usr/bin/env", ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", picture])
    try #require(found.status == 0, "\(found.standardError)")
    return found.standardOutput.trimmingCharacters(in: .newlines)
  }
}
