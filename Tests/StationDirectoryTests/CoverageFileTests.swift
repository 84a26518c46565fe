import Foundation
import Geodesy
import RestStations
import StationDirectory
import TestSupport
import Testing

@Suite("A file of points is read in both languages, or every fault of it is told")
struct CoverageFileTests {
  private func read(_ text: String, _ datum: Datum = .wgs84) throws -> [CoveragePoint] {
    try CoverageFile.read(Array(text.utf8), datum: datum)
  }

  private func faults(_ text: String) -> [Fault] {
    let error = #expect(throws: YizhanError.self) { try read(text) }
    #expect(error?.code == .badData)
    return error?.faults ?? []
  }

  @Test func columnsStandInAnyOrderAndOthersArePassedOver() throws {
    let points = try read(
      "\u{FEFF}Name, order id ,LON,weight,lat\r\n\"a, b\",1,116.8,2.5,35.5\r\n\r\n'=x,2,-180,,-90,,\r\n ,3,1,1e3,2\r\n")
    #expect(points.map(\.name) == ["a, b", "=x", nil])
    #expect(points.map(\.weight) == [2.5, 1, 1000])
    #expect(points.map(\.line) == [2, 4, 5])
    #expect(points.map(\.place.latitude) == [35.5, -90, 2] && points.map(\.place.longitude) == [116.8, -180, 1])
  }

  @Test func namesOfColumnsMayBeChineseAndTheFileInGB18030() throws {
    let text = "名称,纬度,经度,权重\n鼓楼,35.5,116.8,3\n"
    let bytes = try Oracle.encoded(text, "gb18030")
    for file in [Array(text.utf8), bytes] {
      let points = try CoverageFile.read(file)
      #expect(points.map(\.name) == ["鼓楼"] && points.map(\.weight) == [3])
    }
  }

  @Test(arguments: Datum.allCases) func coordinatesAreTakenInTheDatumOfTheFile(datum: Datum) throws {
    let given = try #require(Coordinate(latitude: 35.5531, longitude: 116.7836))
    #expect(try read("lat,lon\n35.5531,116.7836\n", datum).map(\.place) == [datum.toWGS84(given)])
  }

  @Test func everyFaultIsToldWithLineAndColumn() {
    let found = faults(
      """
      lat,lon,weight,name
      91,116.8,1,a
      x,,0,b
      35.5,116.8,-1,c
      35.5,116.8,1e10,d
      35.5,116.8,nan,e
      35.5,116.8
      35.5,116.8,1,f,g
      35.5,116.8,1,"h"i
      35.5,116.8,1,"j
      k"
      35.5,116.8,1,\(String(repeating: "字", count: 201))
      """)
    let expected: [(Int, String?)] = [
      (2, "lat"), (3, "lat"), (3, "lon"), (3, "weight"), (4, "weight"), (5, "weight"), (6, "weight"), (7, nil),
      (8, nil), (9, nil), (10, "name"), (12, "name"),
    ]
    #expect(found.map(\.place) == expected.map { .row(line: $0.0, column: $0.1) })
    #expect(found[3].detail.english == "'0' is no number above 0, at most 1000000000")
    #expect(found.allSatisfy { $0.detail.chinese.contains { !$0.isASCII } })
  }

  @Test func aHeaderWithoutCoordinatesOrWithColumnsTwiceIsRefused() {
    #expect(
      faults("lat,name,纬度,weight\n1,2,3,4\n").map(\.place) == [
        .row(line: 1, column: "纬度"), .row(line: 1, column: "lon"),
      ])
  }

  @Test func aFileOfNoPointsIsRefused() {
    #expect(faults("").map(\.detail.english) == ["the file is empty"])
    #expect(faults("lat,lon\n").map(\.detail.english) == ["holds no points"])
  }

  @Test func readingStopsAfterAThousandFaults() throws {
    let file = "lat,lon\n" + String(repeating: "116.8,35.5\n", count: 5000)
    let error = #expect(throws: YizhanError.self) { try read(file) }
    #expect(error?.faults.count == 1000)
    #expect(error?.detail.english == "at least 1000 faults in the file; the rest was not read")
  }

  @Test func aMillionPointsAreReadAndNoMore() throws {
    let rows = String(repeating: "35.5,116.8\n", count: CoveragePoint.limit)
    #expect(try read("lat,lon\n" + rows).count == CoveragePoint.limit)
    let error = #expect(throws: YizhanError.self) { try read("lat,lon\n" + rows + "35.5,116.8\n") }
    #expect(error?.code == .tooLarge)
  }
}
