import TestSupport
import Testing

@Suite("What comes over the wire cannot hurt the server", .yanzhouServer)
struct ProtocolTests {
  @Test func pipelinedRequestsAreAnsweredInOrder() throws {
    let connection = try HTTPConnection(port: try YanzhouServer.current.port)
    let ids = (1...50).map { "YZ-" + String(String(10_000 + $0).dropFirst()) }
    try connection.send(ids.flatMap { HTTPConnection.request("GET", "/v1/stations/\($0)") })
    for id in ids { #expect(try connection.receive().json()["id"].string == id) }
    // Errors do not upset the order.
    let targets = ["/v1/stations/nearest?lat=91&lon=1", "/nothing", "/healthz", "/v1/stations/NOPE", "/readyz"]
    try connection.send(targets.flatMap { HTTPConnection.request("GET", $0) })
    #expect(try targets.map { _ in try connection.receive().status } == [400, 404, 200, 404, 200])
  }

  @Test func aRequestInPiecesIsAnswered() throws {
    let connection = try HTTPConnection(port: try YanzhouServer.current.port)
    for byte in HTTPConnection.request("GET", "/v1/stations/YZ-0001") { try connection.send([byte]) }
    #expect(try connection.receive().status == 200)
  }

  @Test(arguments: [false, true]) func aURLOfAMegabyteIsRefusedAndTheConnectionCloses(inQuery: Bool) throws {
    let server = try YanzhouServer.current
    let connection = try HTTPConnection(port: server.port)
    let target = (inQuery ? "/v1/stations?town=" : "/v1/") + String(repeating: "a", count: 1 << 20)
    try connection.send(HTTPConnection.request("GET", target))
    #expect((400..<500).contains(try connection.receive().status))
    #expect(connection.isClosed())
    #expect(try server.get("/healthz").status == 200)
  }

  @Test func aLongButPossibleURLIsAnswered() throws {
    let query = "lat=35.5&lon=116.8&amenities=" + Array(repeating: "water", count: 1000).joined(separator: ",")
    #expect(try YanzhouServer.current.get("/v1/stations/nearest?" + query).status == 200)
  }

  @Test func hugeHeadersAreRefusedAndTheConnectionCloses() throws {
    let server = try YanzhouServer.current
    for headers in [
      ["X-Long": String(repeating: "a", count: 1 << 20)],
      Dictionary(uniqueKeysWithValues: (0..<5000).map { ("X-\($0)", "a") }),
    ] {
      let connection = try HTTPConnection(port: server.port)
      try connection.send(HTTPConnection.request("GET", "/healthz", headers))
      #expect((400..<500).contains(try connection.receive().status))
      #expect(connection.isClosed())
    }
    #expect(try server.get("/healthz").status == 200)
  }

  @Test(arguments: [
    "\r\n\r\nrubbish\r\n\r\n", "GET\r\n\r\n", "GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "POST /v1/stations/import HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "\u{16}\u{3}\u{1}\u{0}\u{5}hello\r\n\r\n", "GET /healthz HTTP/1.1\r\nNo colon here\r\n\r\n",
    "GET healthz HTTP/1.1\r\nHost: a\r\n\r\n",
  ])
  func whatIsNotHTTPIsRefusedWithoutHarm(bytes: String) throws {
    let server = try YanzhouServer.current
    let connection = try HTTPConnection(port: server.port)
    try connection.send(Array(bytes.utf8))
    do {
      #expect((400..<500).contains(try connection.receive().status))
    } catch {
      // Closing without an answer is as good.
      #expect(connection.isClosed())
    }
    #expect(try server.get("/healthz").status == 200)
  }

  /// Where a message ends and whom it is for must not be a matter of opinion: what follows is never answered.
  @Test(arguments: [
    "GET /healthz HTTP/1.1\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "POST /v1/visits HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n",
    "POST /v1/visits HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "POST /v1/visits HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST /v1/visits HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ])
  func aHeadThatOthersReadInAnotherWayIsRefusedWithAllBehindIt(head: String) throws {
    let connection = try HTTPConnection(port: try YanzhouServer.current.port)
    try connection.send(Array(head.utf8) + HTTPConnection.request("GET", "/v1/stations/YZ-0001"))
    let answer = try connection.receive()
    #expect(answer.status == 400)
    #expect(connection.isClosed())
  }

  @Test func requestsBeforeOneThatIsRefusedAreAnswered() throws {
    let connection = try HTTPConnection(port: try YanzhouServer.current.port)
    let first = HTTPConnection.request("GET", "/v1/stations/YZ-0001")
    try connection.send(first + Array("GET /healthz HTTP/1.1\r\n\r\n".utf8))
    #expect(try connection.receive().status == 200)
    #expect((try? connection.receive().status) ?? 400 == 400)
    #expect(connection.isClosed())
  }

  @Test func aConnectionIsKeptUnlessTheClientWantsItClosed() throws {
    let server = try YanzhouServer.current
    let kept = try HTTPConnection(port: server.port)
    for _ in 0..<3 { #expect(try kept.exchange("GET", "/healthz").status == 200) }
    let closing = try HTTPConnection(port: server.port)
    #expect(try closing.exchange("GET", "/healthz", ["Connection": "close"]).status == 200)
    #expect(closing.isClosed())
  }
}
