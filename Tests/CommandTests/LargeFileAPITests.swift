import TestSupport
import Testing

@Suite("A large file that is none is refused by its beginning")
struct LargeFileAPITests {
  private static let feature = #"{"type":"Feature","geometry":{"type":"Point","coordinates":[2,1]},"properties":{}},"#
  private static let (megabyte, announced) = (1 << 20, 100 << 20)

  @Test(arguments: [
    ("/v1/stations/import", "text/csv", "[", " "),
    ("/v1/stations/import", "text/csv", "id,name,where\n", "A,B,C\n"),
    ("/v1/stations/import", "application/geo+json", "[", " "),
    ("/v1/stations/import", "application/geo+json", "", "["),
    ("/v1/stations/import", "application/geo+json", #"{"type":"FeatureCollection","features":["#, feature),
    ("/v1/visits", "text/csv", "", "station_id,"),
    ("/v1/visits", "text/csv", "station_id,people\n", "A,B\n"),
    ("/v1/usage/coverage", "text/csv", "", "{"),
    ("/v1/usage/coverage", "text/csv", "lat,weight\n", "1,1\n"),
  ])
  func theAnswerComesBeforeTheRest(call: String, type: String, start: String, rest: String) throws {
    // What the body begins with, a megabyte of it.
    let beginning = Array((start + String(repeating: rest, count: Self.megabyte / rest.utf8.count)).utf8)
    let server = try RunningServer(in: TemporaryFolder())
    let connection = try HTTPConnection(socket: server.socketPath)
    let headers = ["Content-Type": type, "Content-Length": String(Self.announced)]
    try connection.send(HTTPConnection.request("POST", call, headers) + beginning)
    let answer = try connection.receive()
    #expect(answer.status == 400)
    #expect(try answer.json()["errors"].array.isEmpty == false)
    withExtendedLifetime(server) {}
  }

  @Test func aFileThatIsLongerThanAnyMayBeIsA413AtOnce() throws {
    let server = try RunningServer(in: TemporaryFolder())
    let connection = try HTTPConnection(socket: server.socketPath)
    let headers = ["Content-Type": "text/csv", "Content-Length": String(1 << 40)]
    try connection.send(HTTPConnection.request("POST", "/v1/stations/import", headers))
    #expect(try connection.receive().status == 413)
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [true, false]) func aLargeFileOfStationsIsStoredWhole(isCSV: Bool) throws {
    let server = try RunningServer(in: TemporaryFolder())
    let count = 12_000
    let rows = (0..<count).map { number in
      let (latitude, longitude) = (Double(number % 100) / 10, Double(number / 100) / 10)
      return isCSV
        ? "S\(number),驿站\(number),\(latitude),\(longitude)"
        : #"{"type":"Feature","id":"S\#(number)","geometry":{"type":"Point","coordinates":[\#(longitude),"#
          + #"\#(latitude)]},"properties":{"name":"驿站\#(number)"}}"#
    }
    let file =
      isCSV
      ? "id,name,lat,lon\n" + rows.joined(separator: "\n")
      : #"{"type":"FeatureCollection","features":["# + rows.joined(separator: ",") + "]}"
    #expect(file.utf8.count > 256 << 10)
    let type = isCSV ? "text/csv" : "application/geo+json"
    let answer = try server.exchangeAsOwner(
      "POST", "/v1/stations/import", ["Content-Type": type], body: Array(file.utf8))
    #expect(try answer.json()["created"].number == Double(count))
    withExtendedLifetime(server) {}
  }
}
