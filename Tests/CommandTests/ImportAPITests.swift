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
