import Foundation
import SampleData
import TestSupport
import Testing

@Suite("No question whatever upsets the server", .yanzhouServer)
struct FuzzTests {
  private static let seed =
    ProcessInfo.processInfo.environment["YIZHAN_TEST_SEED"].flatMap { UInt64($0) } ?? 20_261_124

  private static let paths = [
    "/v1/stations/nearest", "/v1/stations/nearest", "/v1/stations/nearest", "/v1/stations", "/v1/stations/YZ-0001",
    "/v1/amenities", "/healthz",
  ]
  private static let names = [
    "lat", "lon", "limit", "radius_m", "amenities", "kind", "entry", "open", "include", "datum", "town", "status",
    "cursor", "x", "",
  ]
  private static let values = [
    "35.5", "116.8", "-90", "180", "1e-300", "-0", "1e400", "NaN", "5", "100", "0", "water", "water,microwave", "hub",
    "now", "any", "2026-11-24T20:00:00+08:00", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "suspended",
    "wgs84", "active", "WVotMDAwMQ", "", "=", "%", "%00", "%ff", "%F0%9F%9A%B2", "%E9%A9%BF", "a'b\"c", "../..", "${x}",
  ]

  private func text(_ generator: inout SeededGenerator) -> String {
    let length = Int.random(in: 0...30, using: &generator)
    return (0..<length).map { _ in
      if generator.chance(0.3) {
        let digits = String(UInt8.random(in: 0...255, using: &generator), radix: 16)
        return "%" + (digits.count == 1 ? "0" : "") + digits
      }
      // Printable ASCII without space, # and what begins another parameter.
      let scalar = Unicode.Scalar(UInt8.random(in: 0x24...0x7E, using: &generator))
      return String(Character(scalar))
    }.joined()
  }

  private func target(_ generator: inout SeededGenerator) -> String {
    var items: [String] = []
    if generator.chance(0.6) {
      items.append("lat=\(generator.number(in: -95...95))")
      items.append("lon=\(generator.number(in: -190...190))")
    }
    for _ in 0..<Int.random(in: 0...5, using: &generator) {
      let name = generator.chance(0.9) ? Self.names.randomElement(using: &generator) ?? "" : text(&generator)
      let value = generator.chance(0.7) ? Self.values.randomElement(using: &generator) ?? "" : text(&generator)
      items.append(generator.chance(0.95) ? "\(name)=\(value)" : name)
    }
    let path = Self.paths.randomElement(using: &generator) ?? "/"
    return path + "?" + items.shuffled(using: &generator).joined(separator: generator.chance(0.95) ? "&" : "&&")
  }

  @Test func randomQuestionsAreAnsweredOrRefused() throws {
    let server = try YanzhouServer.current
    var generator = SeededGenerator(seed: Self.seed)
    var connection = try HTTPConnection(port: server.port)
    var statuses: [Int: Int] = [:]
    for number in 0..<2000 {
      let target = target(&generator)
      let answer = try connection.exchange("GET", target)
      let comment = "seed \(Self.seed), question \(number): \(target)"
      statuses[answer.status, default: 0] += 1
      #expect([200, 400].contains(answer.status), "\(comment)")
      let json = try? JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]
      #expect(json != nil, "\(comment)")
      if answer.status == 400 { #expect((json?["errors"] as? [Any])?.isEmpty == false, "\(comment)") }
      if answer["Connection"]?.lowercased() == "close" { connection = try HTTPConnection(port: server.port) }
    }
    // Both kinds were met, and nothing had to be logged.
    #expect(statuses[200, default: 0] > 100 && statuses[400, default: 0] > 100, "\(statuses)")
    #expect(server.takeLog() == "")
  }
}
