import Foundation
import TestSupport
import Testing

@Suite("Each address answers its methods, and says which those are", .yanzhouServer)
struct MethodTests {
  private static let everyMethod = [
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "PURGE",
  ]

  /// Each address and its methods, as `Allow` names them.
  private static let addresses = [
    ("/v1/stations/nearest", "GET, HEAD"), ("/v1/stations", "GET, HEAD"),
    ("/v1/stations/YZ-0001", "DELETE, GET, HEAD, PATCH, PUT"), ("/v1/stations/NOPE", "DELETE, GET, HEAD, PATCH, PUT"),
    ("/v1/amenities", "GET, HEAD"), ("/v1/towns", "GET, HEAD"), ("/v1/worker-groups", "GET, HEAD"),
    ("/v1/admin/amenities", "POST"), ("/v1/admin/holidays", "GET, HEAD, POST"), ("/healthz", "GET, HEAD"),
    ("/readyz", "GET, HEAD"), ("/openapi.json", "GET, HEAD"), ("/docs", "GET, HEAD"), ("/ogc", "GET, HEAD"),
    ("/ogc/collections/stations/items", "GET, HEAD"), ("/ogc/collections/stations/items/YZ-0001", "GET, HEAD"),
  ]

  @Test(arguments: addresses, everyMethod)
  func anotherMethodIsA405ThatSaysWhatIsAllowed(address: (path: String, allow: String), method: String) throws {
    guard !address.allow.components(separatedBy: ", ").contains(method) else { return }
    let connection = try HTTPConnection(port: try YanzhouServer.current.port)
    let answer = try connection.exchange(method, address.path, body: [])
    expectNotAllowed(answer, address.allow, hasBody: method != "HEAD")
    #expect(try connection.exchange("GET", "/healthz").status == 200)
  }

  /// None of these has a body that could be stored.
  @Test(arguments: addresses) func theMethodsThatAreAllowedAreThere(path: String, allow: String) throws {
    for method in allow.components(separatedBy: ", ") {
      let answer = try YanzhouServer.current.exchange(method, path, body: [])
      #expect(answer.status != 405, "\(method)")
    }
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
    "/v1/towns", "/v1/worker-groups", "/v1/admin/holidays", "/healthz", "/readyz", "/v1/stations/nearest?lat=91",
    "/v1/stations/NOPE", "/nothing",
  ])
  func headIsGetWithoutTheBody(target: String) throws {
    let server = try YanzhouServer.current
    let get = try server.get(target)
    let connection = try HTTPConnection(port: server.port)
    let head = try connection.exchange("HEAD", target)
    #expect(head.status == get.status)
    func fields(_ answer: HTTPAnswer) -> [String] {
      answer.headers.filter { !["date", "x-request-id"].contains($0.name.lowercased()) }.map {
        "\($0.name.lowercased()): \($0.value)"
      }.sorted()
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
