import Foundation
import HTTPAPI
import TestSupport
import Testing

@Suite("A client may ask so much; others are not made to pay for it")
struct RateLimitTests {
  private static let question = "/v1/stations/nearest?lat=35.5&lon=116.8"

  private func serving(proxies: [String] = [], _ body: (ClockedServer) async throws -> Void) async throws {
    let ranges = proxies.compactMap(AddressRange.init)
    try #require(ranges.count == proxies.count)
    let strict: (inout APIServer.Configuration) -> Void = {
      $0.limits.reads = .init(perSecond: 1, burst: 3)
      $0.limits.writes = .init(perSecond: 0.5, burst: 2)
      $0.limits.tokenReads = .init(perSecond: 1, burst: 2)
      $0.limits.tokenWrites = .init(perSecond: 1, burst: 1)
      $0.trustedProxies = ranges
    }
    try await ClockedServer.serving(configuring: strict, body)
  }

  private func statuses(_ server: ClockedServer, _ count: Int, _ headers: [String: String] = [:]) async throws -> [Int]
  {
    var statuses: [Int] = []
    for _ in 0..<count { statuses.append(try await server.get(Self.question, headers).status) }
    return statuses
  }

  private func token(_ server: ClockedServer) async throws -> String {
    let answer = try await server.exchange(
      "POST", "/v1/admin/tokens", ["Content-Type": "application/json"], body: #"{"role":"admin"}"#, asOwner: true)
    let start = try #require(answer.text.range(of: "yz_")).lowerBound
    return String(answer.text[start...].prefix { $0 != "\"" })
  }

  @Test func beyondTheBurstAReadIs429UntilTheTimeThatRetryAfterTells() async throws {
    try await serving { server in
      #expect(try await statuses(server, 3) == [200, 200, 200])
      let refused = try await server.get(Self.question)
      #expect(refused.status == 429)
      #expect(refused["Retry-After"] == "1")
      #expect(refused["Content-Type"] == "application/problem+json")
      server.clock.now += 1
      #expect(try await statuses(server, 2) == [200, 429])
    }
  }

  @Test func writesAreCountedApartAndMoreStrictly() async throws {
    try await serving { server in
      for expected in [400, 400, 429] {
        let answer = try await server.exchange(
          "POST", "/v1/stations/A/check-ins", ["Content-Type": "application/json"], body: "{}")
        #expect(answer.status == expected)
      }
      #expect(try await statuses(server, 1) == [200])
    }
  }

  @Test func theOwnerIsNotCounted() async throws {
    try await serving { server in
      for _ in 0..<10 {
        let answer = try await server.exchange("GET", Self.question, asOwner: true)
        #expect(answer.status == 200)
      }
    }
  }

  @Test func whoHasATokenIsCountedByIt() async throws {
    try await serving { server in
      let (first, second) = (try await token(server), try await token(server))
      #expect(try await statuses(server, 3, ["Authorization": "Bearer \(first)"]) == [200, 200, 429])
      #expect(try await statuses(server, 1, ["Authorization": "Bearer \(second)"]) == [200])
      #expect(try await statuses(server, 4) == [200, 200, 200, 429])
    }
  }

  /// The lane before the router keeps the same limits.
  @Test func singleVisitsAreCountedByTheirToken() async throws {
    try await serving { server in
      let headers = ["Authorization": "Bearer \(try await token(server))", "Content-Type": "application/json"]
      let visit = #"{"station_id":"A","group":"delivery"}"#
      #expect(try await server.exchange("POST", "/v1/visits", headers, body: visit).status == 201)
      let refused = try await server.exchange("POST", "/v1/visits", headers, body: visit)
      #expect(refused.status == 429)
      #expect(refused["Retry-After"] == "1")
    }
  }

  @Test func whatAClientSaysOfItsAddressIsNotBelieved() async throws {
    try await serving { server in
      var statuses: [Int] = []
      for number in 0..<4 {
        statuses.append(try await server.get(Self.question, ["X-Forwarded-For": "198.51.100.\(number)"]).status)
      }
      #expect(statuses == [200, 200, 200, 429])
    }
  }

  @Test func behindAProxyItsClientsAreCountedAndWhatTheyMakeUpIsNot() async throws {
    try await serving(proxies: ["127.0.0.0/8", "203.0.113.7"]) { server in
      var statuses: [Int] = []
      for number in 0..<4 {
        let made = "198.51.100.\(number), 192.0.2.9 ,203.0.113.7"
        statuses.append(try await server.get(Self.question, ["X-Forwarded-For": made]).status)
      }
      #expect(statuses == [200, 200, 200, 429])
      #expect(try await self.statuses(server, 1, ["X-Forwarded-For": "192.0.2.10"]) == [200])
      // What cannot be read is the last proxy's own doing.
      #expect(try await self.statuses(server, 1, ["X-Forwarded-For": "192.0.2.9, unknown"]) == [200])
    }
  }

  @Test func anIPv6NetworkIsOneClient() async throws {
    try await serving(proxies: ["127.0.0.1"]) { server in
      var statuses: [Int] = []
      for number in 1...4 {
        statuses.append(try await server.get(Self.question, ["X-Forwarded-For": "2001:db8:0:1::\(number)"]).status)
      }
      #expect(statuses == [200, 200, 200, 429])
      #expect(try await self.statuses(server, 1, ["X-Forwarded-For": "2001:db8:0:2::1"]) == [200])
    }
  }

  @Test func linksSayHTTPSOnlyWhenATrustedProxyDoes() async throws {
    let headers = ["X-Forwarded-Proto": "https"]
    try await serving { server in
      let text = try await server.get("/ogc", headers).text
      #expect(text.contains("\"http://localhost/ogc\""))
    }
    try await serving(proxies: ["127.0.0.1"]) { server in
      let text = try await server.get("/ogc", headers).text
      #expect(text.contains("\"https://localhost/ogc\""))
    }
  }
}
