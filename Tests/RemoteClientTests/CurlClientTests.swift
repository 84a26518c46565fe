import Foundation
import RemoteClient
import RestStations
import TestSupport
import Testing

@Suite("The client says what it was told, and gives what was answered")
struct CurlClientTests {
  @Test func statusHeadersAndBodyComeBackAsAnswered() throws {
    let server = try HTTPServer()
    let response = try server.send(HTTPRequest("GET", "/status/404"))
    #expect(response.status == 404)
    #expect(response.headers["content-LENGTH"] == "7")
    #expect(response.headers.values("X-Many") == ["a", "b"])
    #expect(response.headers["Absent"] == nil)
    #expect(String(decoding: response.body, as: UTF8.self) == "as told")
  }

  @Test(arguments: ["GET", "POST", "PUT", "PATCH", "DELETE", "REPORT"])
  func everyMethodCarriesItsBodyAndHeaders(method: String) throws {
    let server = try HTTPServer(prefix: "/base/")
    let body = Array(#"{"name": "驿站"}"#.utf8)
    let response = try server.send(
      HTTPRequest(method, "/v1/a?b=%2B", headers: [("Content-Type", "application/json"), ("X-Empty", "")], body: body))
    #expect(response.headers["Echo-Method"] == method)
    #expect(response.headers["Echo-Target"] == "/base/v1/a?b=%2B")
    #expect(response.headers["Echo-Content-Type"] == "application/json")
    #expect(response.headers["Echo-Content-Length"] == "\(body.count)")
    #expect(response.headers["Echo-X-Empty"]?.isEmpty == true)
    #expect(response.headers["Echo-User-Agent"] == "yizhan/0.1")
    #expect(response.body == body)
  }

  @Test(arguments: ["GET", "DELETE", "HEAD"])
  func methodsWithoutABodySendNoLength(method: String) throws {
    let server = try HTTPServer()
    let response = try server.send(HTTPRequest(method, "/echo"))
    #expect(response.headers["Echo-Method"] == method)
    #expect(response.headers["Echo-Content-Length"] == nil)
    #expect(response.headers["Echo-Content-Type"] == nil)
  }

  @Test(arguments: ["POST", "PUT", "PATCH"], [nil, []] as [[UInt8]?])
  func emptyBodiesAreSentAsEmpty(method: String, body: [UInt8]?) throws {
    let server = try HTTPServer()
    let response = try server.send(HTTPRequest(method, "/echo", body: body))
    #expect(response.headers["Echo-Content-Length"] == "0")
    #expect(response.headers["Echo-Content-Type"] == nil)
    #expect(response.body.isEmpty)
  }

  @Test func headGivesHeadersAndNoBody() throws {
    let server = try HTTPServer()
    let response = try server.send(HTTPRequest("HEAD", "/bytes/1000"))
    #expect(response.status == 200)
    #expect(response.headers["Content-Length"] == "1000")
    #expect(response.body.isEmpty)
    #expect(try server.send(HTTPRequest("GET", "/bytes/1000")).body.count == 1000)
  }

  @Test func aMegabyteGoesBothWaysWithoutAskingFirst() throws {
    let server = try HTTPServer()
    let body = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let response = try server.send(
      HTTPRequest("POST", "/echo", headers: [("Content-Length", "7"), ("Expect", "100-continue")], body: body))
    #expect(response.headers["Echo-Content-Length"] == "1048576")
    #expect(response.headers["Echo-Expect"] == nil)
    #expect(response.body == body)
  }

  @Test func uploadProgressRisesToOne() throws {
    let server = try HTTPServer()
    var shares: [Double] = []
    let request = HTTPRequest("PUT", "/echo", body: [UInt8](repeating: 7, count: 8 << 20))
    #expect(try server.client.send(request) { shares.append($0) }.status == 200)
    withExtendedLifetime(server) {}
    #expect(shares.last == 1)
    #expect(shares == Set(shares).sorted())
    #expect(shares.allSatisfy { (0...1).contains($0) })
  }

  @Test func chineseArrivesUnchangedInPathQueryAndHeaders() throws {
    let server = try HTTPServer()
    let path = "/v1/" + PercentEncoding.pathSegment("鱼台/一号") + "?" + PercentEncoding.query([("q", "休息 站+")])
    let response = try server.send(HTTPRequest("GET", path, headers: [("X-Name", "外卖小哥")]))
    let target = try #require(response.headers["Echo-Target"])
    #expect(target.removingPercentEncoding == "/v1/鱼台/一号?q=休息 站+")
    #expect(target.utf8.allSatisfy { $0 < 0x80 })
    #expect(response.headers["Echo-X-Name"] == "外卖小哥")
  }

  @Test func dotsInAPathAreLeftToTheServer() throws {
    let server = try HTTPServer()
    let response = try server.send(HTTPRequest("GET", "/v1/../a/./b"))
    #expect(response.headers["Echo-Target"] == "/v1/../a/./b")
  }

  @Test func aRedirectionIsGivenAndNotFollowed() throws {
    let server = try HTTPServer()
    let response = try server.send(HTTPRequest("GET", "/status/302"))
    #expect(response.status == 302)
    #expect(response.headers["Location"] == "/echo")
  }

  @Test func oneConnectionServesManyRequests() throws {
    let server = try HTTPServer()
    for request in [
      HTTPRequest("GET", "/echo"), HTTPRequest("POST", "/echo", body: [1, 2, 3]), HTTPRequest("HEAD", "/echo"),
      HTTPRequest("DELETE", "/echo"), HTTPRequest("GET", "/echo"),
    ] {
      let response = try server.send(request)
      #expect(response.headers["Echo-Method"] == request.method)
      #expect(response.headers["Echo-Connection"] == "1")
    }
  }

  @Test func concurrentCallersTakeTurnsOnOneConnection() async throws {
    let server = try HTTPServer()
    let client = server.client
    let answers = try await withThrowingTaskGroup(of: [String?].self) { group in
      for number in 0..<8 {
        group.addTask {
          let response = try client.send(HTTPRequest("POST", "/echo", body: Array("\(number)".utf8)))
          return [String(decoding: response.body, as: UTF8.self), response.headers["Echo-Connection"]]
        }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    withExtendedLifetime(server) {}
    #expect(answers == Set((0..<8).map { ["\($0)", "1"] }))
  }

  @Test func aKeptConnectionThatTheServerClosedIsReplaced() throws {
    let server = try HTTPServer()
    #expect(try server.send(HTTPRequest("GET", "/close")).headers["Echo-Connection"] == "1")
    let response = try server.send(HTTPRequest("POST", "/echo", body: [1]))
    #expect(response.headers["Echo-Connection"] == "2")
    #expect(response.body == [1])
  }
}
