import RestStations
import StationDirectory
import Testing

@Suite("How a station file begins tells whether it is one, wherever it is cut")
struct FileBeginningTests {
  private static let features = (0..<40).map { number in
    #"{"type":"Feature","id":"S\#(number)","geometry":{"type":"Point","coordinates":[2.5,-1e0]},"#
      + #""properties":{"name":"驿站\n","capacity":null,"amenities":["water"]}}"#
  }

  @Test func aCollectionOfFeaturesPasses() throws {
    let file = Array(
      (#"{"type":"FeatureCollection","features":["# + Self.features.joined(separator: ",\n") + "]}").utf8)
    for end in file.count / 2...file.count {
      #expect(throws: Never.self, "cut behind byte \(end)") {
        try StationGeoJSON.check(beginning: Array(file.prefix(end)))
      }
    }
  }

  @Test func aTableOfStationsPasses() throws {
    let file = Array(("id,name,lat,lon\n" + String(repeating: "A,驿站,1,2\n", count: 40)).utf8)
    for end in 20...file.count {
      #expect(throws: Never.self, "cut behind byte \(end)") {
        try StationCSV.check(beginning: Array(file.prefix(end)))
      }
    }
  }

  /// Fewer are told when all has been read. Each of these features lacks its place and its id.
  @Test func aThousandFaultsAreEnough() throws {
    func check(_ count: Int) throws {
      let features = Array(repeating: #"{"type":"Feature"}"#, count: count).joined(separator: ",")
      let file = #"{"type":"FeatureCollection","features":["# + features + ","
      try StationGeoJSON.check(beginning: Array(file.utf8))
    }
    #expect(throws: Never.self) { try check(499) }
    let error = #expect(throws: YizhanError.self) { try check(500) }
    #expect(error?.faults.count == 1000)
    #expect(error?.faults.last?.place == .pointer("/features/499/id"))
  }

  @Test(arguments: ["[", "{\"features\":[1 2", "{\"type\":tru", "id,name"])
  func whatIsNoCollectionFails(start: String) {
    #expect(throws: YizhanError.self) {
      try StationGeoJSON.check(beginning: Array((start + String(repeating: " ", count: 100)).utf8))
    }
  }
}
