import TestSupport
import Testing

@Suite("Each address answers its methods, and says which those are", .yanzhouServer)
struct MethodTests {
  private static let readable = [
    "/v1/stations/nearest", "/v1/stations", "/v1/stations/YZ-0001", "/v1/stations/NOPE", "/v1/amenities", "/healthz",
    "/readyz",
  ]

  @Test(arguments: readable, ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "PURGE"])
  func anotherMethodIsA405ThatSaysWhatIsAllowed(path: String, method: String) throws {
    let answer = try YanzhouServer.current.exchange(method, path, body: [])
    expectNotAllowed(answer, "GET, HEAD")
  }

  @Test(arguments: ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"])
  func theImportTakesPOSTOnly(method: String) throws {
    let connection = try HTTPConnection(port: try YanzhouServer.current.port)
    let answer = try connection.exchange(method, "/v1/stations/import")
    expectNotAllowed(answer, "POST", hasBody: method != "HEAD")
    #expect(try connection.exchange("GET", "/healthz").status == 200)
  }

  /// The parser knows the registered methods alone, and hands over nothing of a request with another.
  @Test func aMadeUpMethodIsRefusedAsOne() throws {
    let answer = try YanzhouServer.current.exchange("FROBNICATE", "/v1/stations/nearest")
    #expect(answer.status == 400)
    #expect(answer["Content-Type"] == "application/problem+json")
    #expect(try answer.json()["detail"].string == "there is no such HTTP method")
  }

  private func expectNotAllowed(_ answer: HTTPAnswer, _ allow: String, hasBody: Bool = true) {
    #expect(answer.status == 405)
    #expect(answer["Allow"] == allow)
    #expect(answer["Content-Type"] == "application/problem+json")
    if hasBody { #expect((try? answer.json()["status"].number) == 405) }
  }

  @Test(arguments: [
    "/v1/stations/nearest?lat=35.5&lon=116.8", "/v1/stations?limit=3", "/v1/stations/YZ-0001", "/v1/amenities",
    "/healthz", "/readyz", "/v1/stations/nearest?lat=91", "/v1/stations/NOPE", "/nothing",
  ])
  func headIsGetWithoutTheBody(target: String) throws {
    let server = try YanzhouServer.current
    let get = try server.get(target)
    let connection = try HTTPConnection(port: server.port)
    let head = try connection.exchange("HEAD", target)
    #expect(head.status == get.status)
    func fields(_ answer: HTTPAnswer) -> [String] {
      answer.headers.filter { $0.name.lowercased() != "date" }.map { "\($0.name.lowercased()): \($0.value)" }.sorted()
    }
    #expect(fields(head) == fields(get))
    // Nothing stands between this answer and the next.
    #expect(try connection.exchange("GET", "/healthz").status == 200)
  }

  /// RFC 9112: a target may be a whole URL; clients of proxies send it so.
  @Test func anAbsoluteTargetIsUnderstood() throws {
    let answer = try YanzhouServer.current.get("http://localhost/healthz")
    #expect(answer.status == 200)
  }
}
