import Foundation
import RemoteClient
import RestStations
import TestSupport
import Testing

@Suite("What goes wrong on the way is told in plain words")
struct CurlClientFailureTests {
  @Test func aPortWithoutAServerIsUnreachable() throws {
    let server = try HTTPServer()
    let url = "http://127.0.0.1:\(server.closedPort)"
    let error = try server.failure(HTTPRequest("GET", "/"), door: .url(base: url))
    #expect(error.code == .unreachable)
    #expect(error.detail.english.hasPrefix("cannot reach the server \(url): the connection was refused"))
    #expect(error.detail.chinese.hasPrefix("无法连接服务器 \(url)：连接被拒绝"))
  }

  @Test(arguments: ["http://no-such-server.invalid", "http://驿站.invalid:8080/a/"])
  func anUnknownNameIsUnreachable(url: String) throws {
    let error = try failure(CurlClient(door: .url(base: url)))
    #expect(error.code == .unreachable)
    #expect(error.detail.english.contains("cannot reach the server \(url):"))
  }

  @Test(.timeLimit(.minutes(1))) func aServerThatNeverAnswersIsGivenUp() throws {
    let server = try HTTPServer(timeouts: CurlClient.Timeouts(overall: .milliseconds(200)))
    let error = try server.failure(HTTPRequest("GET", "/silent"))
    #expect(error.code == .unreachable)
    #expect(error.detail.english.contains("did not answer in time"))
    #expect(error.detail.chinese.contains("未能及时应答"))
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["/silent", "/stall"])
  func aServerThatFallsSilentIsGivenUp(path: String) throws {
    let server = try HTTPServer(timeouts: CurlClient.Timeouts(silence: .milliseconds(1)))
    let error = try server.failure(HTTPRequest("GET", path))
    #expect(error.code == .unreachable)
    #expect(error.detail.english.contains("did not answer in time"))
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["/bytes/1025", "/endless"])
  func aBodyOverTheLimitIsRefused(path: String) throws {
    let server = try HTTPServer(maximumBodyBytes: 1024)
    let error = try server.failure(HTTPRequest("GET", path))
    #expect(error.code == .unreachable)
    #expect(error.detail.english.contains("more than 1024 bytes"))
    #expect(error.detail.chinese.contains("超过 1024 字节"))
  }

  @Test func aBodyOfTheLimitIsTaken() throws {
    let server = try HTTPServer(maximumBodyBytes: 1024)
    #expect(try server.send(HTTPRequest("GET", "/bytes/1024")).body.count == 1024)
  }

  @Test(arguments: [
    ("/drop", "the connection broke off"), ("/partial", "the connection broke off"),
    ("/garbage", "it does not answer in HTTP"),
  ])
  func anAnswerThatIsNoneIsUnreachable(path: String, reason: String) throws {
    let server = try HTTPServer()
    let error = try server.failure(HTTPRequest("GET", path))
    #expect(error.code == .unreachable)
    #expect(error.detail.english.contains(reason))
    #expect(try server.send(HTTPRequest("GET", "/echo")).status == 200)
  }

  @Test func aSelfSignedCertificateIsNotTrusted() throws {
    let folder = try TemporaryFolder()
    let (certificate, key) = (folder.path("certificate.pem"), folder.path("key.pem"))
    let made = try Command.run(
      "/usr/bin/env",
      ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
        + ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate])
    try #require(made.status == 0, "\(made.standardError)")
    let server = try HTTPServer(["--tls", certificate, key])
    let error = try server.failure(HTTPRequest("GET", "/echo"), door: .url(base: "https://127.0.0.1:\(server.port)"))
    #expect(error.code == .unreachable)
    #expect(error.detail.english.contains("its certificate is not trusted"))
    #expect(error.detail.chinese.contains("其证书不受信任"))
  }

  @Test func aServerWithoutTLSIsNotSpokenToSecurely() throws {
    let server = try HTTPServer()
    let error = try server.failure(HTTPRequest("GET", "/echo"), door: .url(base: "https://127.0.0.1:\(server.port)"))
    #expect(error.code == .unreachable)
    #expect(error.detail.english.contains("no secure connection"))
  }

  @Test(arguments: [
    "ftp://example.org", "file:///etc/passwd", "gopher://example.org", "example.org:8080", "example.org", "", "http://",
    "http://a b", "http://example.org\u{0}", "http://example.org:99999", "http://example.org/?a=b",
    "http://example.org#a", "http://[::1",
  ])
  func whatIsNoURLOfAServerIsABadRequest(url: String) throws {
    let error = try failure(CurlClient(door: .url(base: url)))
    #expect(error.code == .badRequest)
    #expect(error.detail.english.contains(url.debugDescription))
    #expect(error.detail.chinese.contains(url.debugDescription))
  }

  @Test func aPasswordInTheURLIsRefusedAndNotTold() throws {
    let error = try failure(CurlClient(door: .url(base: "https://someone:secret@example.org")))
    #expect(error.code == .badRequest)
    #expect(!error.detail.english.contains("secret"))
    #expect(!error.detail.chinese.contains("secret"))
  }

  @Test(arguments: ["", "v1", "/a b", "/驿站", "/a#b", "/a\r\nHost: other"])
  func aPathThatIsNotEncodedIsABadRequest(path: String) throws {
    #expect(try failure(nobody, HTTPRequest("GET", path)).code == .badRequest)
  }

  @Test(arguments: [
    ("Authorization", "Bearer yz_secret\n"), ("X-A", "secret\r\nX-B: 1"), ("X A", "secret"), ("", "secret"),
  ])
  func aHeaderThatWouldBecomeTwoIsRefusedAndNotTold(name: String, value: String) throws {
    let error = try failure(nobody, HTTPRequest("GET", "/", headers: [(name, value)]))
    #expect(error.code == .badRequest)
    #expect(error.detail.english.contains(name.debugDescription))
    #expect(!error.detail.english.contains("secret"))
  }

  @Test(arguments: ["", "GET /other", "G\nET"]) func aMethodThatIsNoWordIsABadRequest(method: String) throws {
    #expect(try failure(nobody, HTTPRequest(method, "/")).code == .badRequest)
  }

  /// Must not even be connected to, which would be `.unreachable`.
  private let nobody = CurlClient(door: .socket(path: "/nobody"))
}
