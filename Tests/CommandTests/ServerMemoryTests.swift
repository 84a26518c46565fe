import Foundation
import TestSupport
import Testing

@Suite("What clients do takes no memory to speak of")
struct ServerMemoryTests {
  @Test func hundredsOfChangesTakeAFewMegabytes() throws {
    let place = try Workplace.withYanzhou()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    func change(_ range: Range<Int>) throws {
      for number in range {
        let body = Array(#"{"capacity":\#(number % 50 + 1)}"#.utf8)
        let fields = ["Content-Type": "application/json"]
        #expect(try server.exchangeAsOwner("PATCH", "/v1/stations/YZ-0001", fields, body: body).status == 200)
      }
    }
    try change(0..<20)
    let before = try resident(server.processID)
    try change(20..<240)
    #expect(try resident(server.processID) - before < 40 << 20)
  }

  /// Twenty thousand answers would be half a gigabyte.
  @Test func answersThatNobodyTakesAreNotMade() throws {
    let place = try Workplace.withYanzhou()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    let target = "/v1/stations/nearest?lat=35.5531&lon=116.7836&limit=100"
    #expect(try server.get(target).status == 200)
    let before = try resident(server.processID)
    let question = HTTPConnection.request("GET", target)
    let connection = try HTTPConnection(port: server.port)
    #expect(connection.press(question, most: 20_000 * question.count) > 1000 * question.count)
    #expect(try resident(server.processID) - before < 60 << 20)
    #expect(try server.get(target).status == 200, "others are answered")
    #expect(try connection.receive().status == 200)
  }

  /// Bytes.
  private func resident(_ process: Int) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let kilobytes = try #require(status.firstMatch(of: /VmRSS:\s+([0-9]+) kB/)?.1)
    return try #require(Int(kilobytes)) << 10
  }
}
