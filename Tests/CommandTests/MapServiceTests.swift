import Foundation
import TestSupport
import Testing

@Suite("Programs that people already use read the stations from the server", .yanzhouServer)
struct MapServiceTests {
  /// What GDAL finds: the ids, in order.
  private func ogrinfo(_ arguments: String...) throws -> (count: Int?, text: String) {
    let url = try YanzhouServer.current.url
    let all = ["ogrinfo", "-ro", "-al"] + arguments + ["OAPIF:\(url)/ogc", "stations"]
    let result = try Command.run("/usr/bin/env", all)
    try #require(result.status == 0, "\(result.standardError)")
    #expect(result.standardError == "")
    let count = result.standardOutput.firstMatch(of: /Feature Count: (\d+)/).flatMap { Int($0.1) }
    return (count, result.standardOutput)
  }

  private func count(_ query: String) throws -> Int? {
    try YanzhouServer.current.get("/v1/stations?limit=1000&" + query).json()["stations"].array.count
  }

  @Test func gdalListsTheCollection() throws {
    let result = try Command.run("/usr/bin/env", ["ogrinfo", "-ro", "OAPIF:\(try YanzhouServer.current.url)/ogc"])
    #expect(result.status == 0 && result.standardOutput.contains("1: stations"), "\(result.standardError)")
    let all = try ogrinfo("-so")
    #expect(all.count == 138)
    #expect(all.text.contains("Geometry: Point") && all.text.contains("WGS 84"))
    #expect(all.text.contains("town: String"))
  }

  @Test(arguments: [(116.75, 35.5, 116.85, 35.6), (116.78, 35.54, 116.79, 35.56), (0, 0, 1, 1)])
  func gdalCountsWithinABox(west: Double, south: Double, east: Double, north: Double) throws {
    let found = try ogrinfo("-so", "-spat", "\(west)", "\(south)", "\(east)", "\(north)")
    #expect(try found.count == count("bbox=\(west),\(south),\(east),\(north)"))
  }

  @Test(arguments: [
    ("kind = 'hub'", "kind=hub"), ("entry = 'staff' AND kind = 'satellite'", ""),
    ("town = '鼓楼街道'", "town=%E9%BC%93%E6%A5%BC%E8%A1%97%E9%81%93"), ("status = 'suspended'", "status=suspended"),
    ("name = 'no such name'", ""),
  ])
  func gdalCountsByAttribute(condition: String, query: String) throws {
    let found = try ogrinfo("-so", "-where", condition)
    if condition.hasPrefix("name") {
      #expect(found.count == 0)
    } else if query.isEmpty {
      let stations = try YanzhouServer.current.get("/v1/stations?limit=1000&kind=satellite").json()["stations"].array
      #expect(found.count == stations.count { $0["entry"].string == "staff" })
    } else {
      #expect(try found.count == count(query))
    }
    #expect(
      try ogrinfo("-so", "-where", condition, "-spat", "0", "0", "1", "1").count == 0, "a box and an attribute")
  }

  @Test func owslibReadsEveryPageAndTheDescriptionIsValid() throws {
    let url = try YanzhouServer.current.url + "/ogc/"
    let lines = try Oracle.run("ogc_client.py", [url], beside: #filePath)
    let read = try JSONValue(try #require(lines.last))
    #expect(read["title"].string == "Rest stations")
    #expect(read["conformance"].array.count == 3)
    #expect(read["collections"].strings == ["stations"] && read["feature_collections"].strings == ["stations"])
    #expect(read["collection"].string == "stations")
    let inside = try count("bbox=116.75,35.5,116.85,35.6").map(Double.init)
    #expect(read["matched"].number == inside && read["returned"].number == inside.map { min($0, 50) })
    #expect(read["item"].string == "YZ-0001")
    #expect(read["openapi"].string == "3.0.3" && read["paths"].number ?? 0 > 25)
    #expect(read["faults"].array == [])
  }
}
