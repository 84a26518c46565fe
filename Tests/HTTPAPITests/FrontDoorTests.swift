import Foundation
import HTTPAPI
import TestSupport
import Testing

@Suite("What every answer has, whoever gives it")
struct FrontDoorTests {
  private static let question = "/v1/stations/nearest?lat=35.5&lon=116.8"

  @Sendable private static func impatient(_ configuration: inout APIServer.Configuration) {
    configuration.limits.headerSeconds = 1
    configuration.limits.transferSeconds = 1
  }

  /// Of each way in which a request can be answered, one answer.
  private func answers(_ server: ClockedServer) async throws -> [HTTPAnswer] {
    let json = ["Content-Type": "application/json"]
    let station = try await server.get("/v1/stations/A")
    let tag = try #require(station["ETag"])
    let visit = #"{"station_id":"A","group":"delivery"}"#
    return [
      station, try await server.get("/v1/stations/A", ["If-None-Match": tag]), try await server.get(Self.question),
      try await server.get("/v1/stations/nearest?lat=x"), try await server.get("/nothing"),
      try await server.exchange("HEAD", "/v1/stations"), try await server.exchange("DELETE", "/healthz"),
      try await server.get("/v1/usage"), try await server.get("/docs"), try await server.get("/metrics"),
      try await server.exchange("POST", "/v1/visits", json, body: visit, asOwner: true),
      try await server.exchange("POST", "/v1/visits", json, body: visit),
      try await server.sending("NONSENSE / HTTP/1.1\r\n\r\n"), try await server.sending("\u{0}\u{1}\r\n\r\n"),
      try await server.sending("GET /" + String(repeating: "a", count: 40_000) + " HTTP/1.1\r\n\r\n"),
    ]
  }

  @Test func everyAnswerTellsBrowsersToBeCareful() async throws {
    try await ClockedServer.serving { server in
      for answer in try await answers(server) {
        #expect(answer["X-Content-Type-Options"] == "nosniff", "\(answer.status)")
        #expect(answer["Content-Security-Policy"]?.contains("default-src 'none'") == true, "\(answer.status)")
        #expect(answer["Referrer-Policy"] != nil, "\(answer.status)")
        #expect(answer["X-Frame-Options"] == "DENY", "\(answer.status)")
        #expect(answer["X-Yizhan-Route"] == nil)
        for name in ["Content-Security-Policy", "X-Request-Id", "Date"] {
          #expect(answer.headers.count { $0.name.lowercased() == name.lowercased() } <= 1)
        }
      }
    }
  }

  @Test func everyAnswerHasAnIDOfItsOwn() async throws {
    try await ClockedServer.serving { server in
      let ids = try await answers(server).compactMap { $0["X-Request-Id"] }
      #expect(ids.count == 15)
      #expect(Set(ids).count == 15)
    }
  }

  @Test func aClientsIDIsRepeatedWhenItCouldBeNothingElse() async throws {
    try await ClockedServer.serving { server in
      for id in ["0123456789abcdef", "3F2504E0-4F89-11D3-9A0C-0305E82C3301"] {
        let answer = try await server.get("/healthz", ["X-Request-Id": id])
        #expect(answer["X-Request-Id"] == id)
      }
      for id in ["13800138000", "yz_0123456789abcdef", "35.5531959,116.7841105", String(repeating: "a", count: 65)] {
        let answer = try await server.get("/healthz", ["X-Request-Id": id])
        #expect(answer["X-Request-Id"] != id)
      }
    }
  }

  @Test func pagesFromElsewhereMayReadAndNotWrite() async throws {
    try await ClockedServer.serving { server in
      let origin = ["Origin": "https://dashboard.example"]
      #expect(try await server.get(Self.question, origin)["Access-Control-Allow-Origin"] == "*")
      #expect(try await server.get("/v1/usage", origin)["Access-Control-Allow-Origin"] == "*")
      let written = try await server.exchange("POST", "/v1/visits", origin, body: "{}")
      #expect(written["Access-Control-Allow-Origin"] == nil)
      for (method, isAllowed) in [("GET", true), ("HEAD", true), ("POST", false), ("DELETE", false)] {
        let asked = try await server.exchange(
          "OPTIONS", "/v1/visits", origin.merging(["Access-Control-Request-Method": method]) { $1 })
        #expect(asked.status == 204)
        #expect((asked["Access-Control-Allow-Origin"] == "*") == isAllowed, "\(method)")
        #expect(asked["Access-Control-Allow-Credentials"] == nil)
      }
      #expect(try await server.exchange("OPTIONS", "/v1/visits").status == 405)
    }
  }

  @Test func anAddressOfMoreThanEightKilobytesIsRefused() async throws {
    try await ClockedServer.serving { server in
      let answer = try await server.get("/v1/stations?q=" + String(repeating: "a", count: 9000))
      #expect(answer.status == 400)
      #expect(answer.text.contains("8192"))
    }
  }

  @Test func connectionsBeyondThoseOfOneClientAreClosedAndItsOthersServed() async throws {
    let few: (inout APIServer.Configuration) -> Void = {
      $0.limits.connectionsPerClient = 3
      $0.limits.headerSeconds = 600
    }
    try await ClockedServer.serving(configuring: few) { server in
      let connections = try (0..<3).map { _ in try HTTPConnection(port: server.port) }
      for connection in connections {
        let answer = try await server.exchanging(connection, "/healthz")
        #expect(answer.status == 200)
      }
      #expect(try await server.isClosed(HTTPConnection(port: server.port)))
      let other = try HTTPConnection(port: server.port, from: "127.0.0.2")
      #expect(try await server.exchanging(other, "/healthz").status == 200)
      #expect(try await server.exchanging(connections[0], "/healthz").status == 200)
    }
  }

  @Test func whoSaysNothingOrOnlyHalfIsHungUpOn() async throws {
    try await ClockedServer.serving(configuring: Self.impatient) { server in
      let silent = try HTTPConnection(port: server.port)
      let half = try HTTPConnection(port: server.port)
      try half.send(Array("GET /healthz HT".utf8))
      let body = try HTTPConnection(port: server.port)
      try body.send(
        Array("POST /v1/stations/A/check-ins HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n".utf8)
          + Array("Content-Length: 100\r\n\r\n{".utf8))
      for connection in [silent, half, body] {
        let isClosed = try await server.isClosed(connection)
        #expect(isClosed)
      }
      let cut = try await server.get("/metrics").text.split(separator: "\n").filter { $0.contains("_cut_total{") }
      #expect(
        cut == [
          #"yizhan_http_connections_cut_total{reason="body"} 1"#,
          #"yizhan_http_connections_cut_total{reason="header"} 2"#,
        ])
    }
  }

  @Test func whoDoesNotTakeTheAnswerIsHungUpOn() async throws {
    let rows = (0..<9000).map { "S\($0),\(String(repeating: "站", count: 60)),35.5,116.8\n" }.joined()
    try await ClockedServer.serving("id,name,lat,lon\n" + rows, configuring: Self.impatient) { server in
      let reader = try HTTPConnection(port: server.port)
      // More than all buffers on the way hold.
      for _ in 0..<30 {
        try reader.send(Array("GET /v1/stations?limit=1000 HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
      }
      try await server.waitForMetric(#"yizhan_http_connections_cut_total{reason="answer"} 1"#)
    }
  }

  @Test func metricsTellOfEachCallByItsPathAndStatus() async throws {
    try await ClockedServer.serving { server in
      for _ in 0..<3 { _ = try await server.get(Self.question) }
      _ = try await server.get("/v1/stations/A")
      _ = try await server.get("/v1/stations/B")
      _ = try await server.get("/nothing")
      let visits = (0..<3).map { _ in #"{"station_id":"A","group":"delivery"}"# }.joined(separator: ",")
      _ = try await server.exchange(
        "POST", "/v1/visits", ["Content-Type": "application/json"], body: "[\(visits)]", asOwner: true)
      let text = try await server.get("/metrics").text
      for line in [
        #"yizhan_http_requests_total{method="GET",route="/v1/stations/nearest",status="200"} 3"#,
        #"yizhan_http_requests_total{method="GET",route="/v1/stations/{id}",status="200"} 1"#,
        #"yizhan_http_requests_total{method="GET",route="/v1/stations/{id}",status="404"} 1"#,
        #"yizhan_http_requests_total{method="GET",route="none",status="404"} 1"#,
        #"yizhan_http_request_duration_seconds_count{method="GET",route="/v1/stations/nearest",status="200"} 3"#,
        "yizhan_visits_committed_total 3", "yizhan_visit_commit_size_sum 3", "yizhan_directory_stations 1",
        "yizhan_directory_age_seconds 0",
      ] {
        #expect(text.contains(line + "\n"), "\(line)")
      }
      #expect(!text.contains("35.5"))
    }
  }

  @Test func promtoolIsContentWithTheMetrics() async throws {
    try await ClockedServer.serving { server in
      _ = try await answers(server)
      let folder = try TemporaryFolder()
      try folder.write("metrics", try await server.get("/metrics").text)
      #expect(
        try Python.run(
          """
          import subprocess, sys
          with open(sys.argv[1]) as text:
              done = subprocess.run(["promtool", "check", "metrics"], stdin=text, capture_output=True, text=True)
          print(done.returncode, done.stdout, done.stderr)
          """, [folder.path("metrics")]
        ).trimmingCharacters(in: .whitespacesAndNewlines) == "0")
    }
  }

  @Test func metricsAreForThisMachineTheOwnerAndAdmins() async throws {
    let proxied: (inout APIServer.Configuration) -> Void = {
      $0.trustedProxies = [AddressRange("127.0.0.3")].compactMap { $0 }
    }
    try await ClockedServer.serving(configuring: proxied) { server in
      #expect(try await server.get("/metrics").status == 200)
      #expect(try await server.exchange("GET", "/metrics", asOwner: true).status == 200)
      #expect(try await server.get("/metrics", ["X-Forwarded-For": "192.0.2.1"]).status == 401)
      let proxy = try HTTPConnection(port: server.port, from: "127.0.0.3")
      #expect(try await server.exchanging(proxy, "/metrics").status == 401)
    }
  }
}
