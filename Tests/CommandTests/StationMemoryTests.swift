import Foundation
import TestSupport
import Testing

@Suite("Changes of stations take no memory to speak of")
struct StationMemoryTests {
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

  /// Bytes.
  private func resident(_ process: Int) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let kilobytes = try #require(status.firstMatch(of: /VmRSS:\s+([0-9]+) kB/)?.1)
    return try #require(Int(kilobytes)) << 10
  }
}
