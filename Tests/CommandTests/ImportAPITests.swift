import TestSupport
import Testing

@Suite("POST /v1/stations/import is its owner's alone")
struct ImportAPITests {
  private static let csv = Array("id,name,lat,lon\nA,One,1,2\nB,Two,1.1,2\n".utf8)

  private func server() throws -> RunningServer {
    try RunningServer(in: TemporaryFolder())
  }

  @Test(arguments: [[:], ["Authorization": "Bearer yz_made_up"], ["Authorization": "Basic YTpi"]])
  func onThePortItNeedsAToken(headers: [String: String]) throws {
    let server = try server()
    for language in ["en", "zh"] {
      let answer = try server.exchange(
        "POST", "/v1/stations/import", headers.merging(["Accept-Language": language]) { $1 }, body: Self.csv)
      #expect(answer.status == 401)
      #expect(answer["WWW-Authenticate"]?.hasPrefix("Bearer") == true)
      #expect(answer["Content-Type"] == "application/problem+json")
      #expect(isChinese(try answer.json()["detail"].string) == (language == "zh"))
    }
    #expect(try server.get("/v1/stations").json()["stations"].array.isEmpty)
    withExtendedLifetime(server) {}
  }

  @Test func onTheSocketItWorksAndTheNextQuestionSeesIt() throws {
    let server = try server()
    let answer = try server.exchangeAsOwner(
      "POST", "/v1/stations/import", ["Content-Type": "text/csv"], body: Self.csv)
    #expect(answer.status == 200)
    let report = try answer.json()
    #expect(report["created"].number == 2)
    #expect(report["updated"].number == 0)
    #expect(report["unchanged"].number == 0)
    #expect(report["dry_run"].bool == false)
    let nearest = try server.get("/v1/stations/nearest?lat=1&lon=2").json()
    #expect(nearest["stations"].array.compactMap { $0["id"].string } == ["A", "B"])
    #expect(nearest["revision"] == report["revision"])
    // The same again changes nothing, the revision neither.
    let again = try server.exchangeAsOwner("POST", "/v1/stations/import", body: Self.csv).json()
    #expect(again["unchanged"].number == 2)
    #expect(again["revision"] == report["revision"])
    withExtendedLifetime(server) {}
  }

  private static let geoJSON = Array(
    #"""
    {"type":"FeatureCollection","features":[
      {"type":"Feature","id":"A","geometry":{"type":"Point","coordinates":[2,1]},"properties":{"name":"One"}}]}
    """#.utf8)

  @Test(arguments: ["application/geo+json", "application/json", "Application/GEO+JSON; charset=utf-8", nil])
  func geoJSONIsKnownByItsTypeOrContent(type: String?) throws {
    let server = try server()
    let headers = type.map { ["Content-Type": $0] } ?? [:]
    let answer = try server.exchangeAsOwner("POST", "/v1/stations/import", headers, body: Self.geoJSON)
    #expect(answer.status == 200)
    #expect(try answer.json()["created"].number == 1)
    #expect(try server.get("/v1/stations/A").json()["lat"].number == 1)
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [
    "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/octet-stream", "x",
  ])
  func anotherTypeIsA415AndNothingIsStored(type: String) throws {
    let server = try server()
    for body in [Self.csv, Self.geoJSON] {
      let answer = try server.exchangeAsOwner("POST", "/v1/stations/import", ["Content-Type": type], body: body)
      #expect(answer.status == 415)
      #expect(try answer.json()["detail"].string?.contains("text/csv, application/geo+json") == true)
    }
    #expect(try server.get("/v1/stations").json()["stations"].array.isEmpty)
    withExtendedLifetime(server) {}
  }

  @Test func aFileOfAnotherTypeThanItSaysIsA400() throws {
    let server = try server()
    for (type, body) in [("text/csv", Self.geoJSON), ("application/geo+json", Self.csv)] {
      let answer = try server.exchangeAsOwner("POST", "/v1/stations/import", ["Content-Type": type], body: body)
      #expect(answer.status == 400)
      #expect(try answer.json()["errors"][0]["line"].number == 1)
    }
    withExtendedLifetime(server) {}
  }

  @Test func everyFaultOfAGeoJSONFileHasAPointer() throws {
    let server = try server()
    let body = Array(
      String(decoding: Self.geoJSON, as: UTF8.self).replacing("\"name\":\"One\"", with: "\"kind\":7").utf8)
    let answer = try server.exchangeAsOwner(
      "POST", "/v1/stations/import", ["Content-Type": "application/geo+json"], body: body)
    #expect(answer.status == 400)
    let pointers = try answer.json()["errors"].array.compactMap { $0["pointer"].string }
    #expect(pointers == ["/features/0/properties/kind", "/features/0/properties/name"])
    withExtendedLifetime(server) {}
  }

  @Test func aDryRunStoresNothing() throws {
    let server = try server()
    let report = try server.exchangeAsOwner("POST", "/v1/stations/import?dry_run=true", body: Self.csv).json()
    #expect(report["created"].number == 2)
    #expect(report["dry_run"].bool == true)
    #expect(try server.get("/v1/stations").json()["stations"].array.isEmpty)
    withExtendedLifetime(server) {}
  }

  @Test func everyBadRowIsInTheProblemAndNothingIsStored() throws {
    let server = try server()
    let csv = Array("id,name,lat,lon\nA,One,1,2\nB,,91,2\nC,Three,1,2,extra\n".utf8)
    let answer = try server.exchangeAsOwner("POST", "/v1/stations/import", body: csv)
    #expect(answer.status == 400)
    #expect(answer["Content-Type"] == "application/problem+json")
    let errors = try answer.json()["errors"].array
    #expect(errors.map { $0["line"].number } == [3, 3, 4])
    #expect(Set(errors.prefix(2).compactMap { $0["column"].string }) == ["name", "lat"])
    #expect(try server.get("/v1/stations").json()["stations"].array.isEmpty)
    withExtendedLifetime(server) {}
  }

  @Test func aProbableDuplicateIsAWarningAndStrictlyAFault() throws {
    let server = try server()
    let csv = Array("id,name,lat,lon\nA,Rest stop,1,2\nB,REST-STOP,1,2.0001\n".utf8)
    let strict = try server.exchangeAsOwner("POST", "/v1/stations/import?strict=true", body: csv)
    #expect(strict.status == 400)
    #expect(try strict.json()["errors"].array.map { $0["line"].number } == [2, 3])
    for (language, text) in [("en", "is probably B again"), ("zh", "可能与 B（REST-STOP）重复")] {
      let answer = try server.exchangeAsOwner(
        "POST", "/v1/stations/import?dry_run=true", ["Accept-Language": language], body: csv)
      #expect(answer.status == 200)
      let report = try answer.json()
      #expect(
        Set(report.object?.keys ?? [:].keys) == [
          "created", "updated", "unchanged", "retired", "dry_run", "revision", "warnings", "warning_count",
        ])
      #expect(report["warning_count"].number == 2)
      #expect(report["warnings"][0]["line"].number == 2 && report["warnings"][0]["column"].string == "name")
      #expect(report["warnings"][0]["detail"].string?.hasPrefix(text) == true)
    }
    withExtendedLifetime(server) {}
  }

  @Test(arguments: ["dry_run=maybe", "dry_run=true&dry_run=true", "colour=red", "prune=%ff"])
  func aBadOptionIsNamedAndNothingIsStored(query: String) throws {
    let server = try server()
    let answer = try server.exchangeAsOwner("POST", "/v1/stations/import?" + query, body: Self.csv)
    #expect(answer.status == 400)
    #expect(try answer.json()["errors"][0]["parameter"].string == query.split(separator: "=").first.map(String.init))
    #expect(try server.get("/v1/stations").json()["stations"].array.isEmpty)
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [[], [0xFF, 0xFE, 0x00], [UInt8](repeating: 0, count: 10_000)] as [[UInt8]])
  func aBodyThatIsNoStationFileIsA400(body: [UInt8]) throws {
    let server = try server()
    let answer = try server.exchangeAsOwner("POST", "/v1/stations/import", body: body)
    #expect(answer.status == 400)
    #expect(try !answer.json()["errors"].array.isEmpty)
    withExtendedLifetime(server) {}
  }
}
