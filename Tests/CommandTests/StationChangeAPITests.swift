import Foundation
import TestSupport
import Testing

@Suite("PUT, PATCH and DELETE keep one station")
struct StationChangeAPITests {
  private static let json = ["Content-Type": "application/json"]
  private static let patch = ["Content-Type": "application/merge-patch+json"]

  private func yanzhou() throws -> RunningServer {
    try RunningServer(in: try Workplace.withYanzhou().folder, database: Workplace.database)
  }

  private func revision(_ server: RunningServer) throws -> Double? {
    try server.get("/healthz").json()["revision"].number
  }

  /// What a server says of a station, but for what passes.
  private func station(_ server: RunningServer, _ id: String, _ query: String = "") throws -> JSONValue {
    try server.get("/v1/stations/" + id + query).json()
  }

  // MARK: - PUT

  @Test func aNewStationIsMadeAndFoundAtOnce() throws {
    let server = try yanzhou()
    let body = """
      {"name":"新站","aliases":["甲","乙"],"kind":"satellite","hub_id":"YZ-0001","town":"新镇","address":"路1号",
       "lat":35.5,"lon":116.5,"amenities":["water","seating"],"broken_amenities":["fridge"],"opening_hours":"24/7",
       "staffed_hours":"Mo-Fr 08:00-12:00","entry":"qr","operator":"工会","capacity":12,"phone":"1",
       "status":"suspended","status_reason":"装修","status_until":"2999-01-01T00:00:00+08:00",
       "verified_at":"2026-11-01"}
      """
    let answer = try server.exchangeAsOwner("PUT", "/v1/stations/NEW-1", Self.json, body: Array(body.utf8))
    #expect(answer.status == 201)
    #expect(answer["Location"] == "/v1/stations/NEW-1")
    #expect(answer["Content-Type"] == "application/json")
    let told = try answer.json()
    #expect(told["id"].string == "NEW-1" && told["revision"].number == 140)
    let sent = try JSONValue(body).object ?? [:]
    for (name, value) in sent { #expect(told[name] == value, "\(name)") }
    let read = try server.get("/v1/stations/NEW-1")
    #expect(read.text == answer.text)
    #expect(read["ETag"] == answer["ETag"])
    let place = "/v1/stations/nearest?include=suspended&limit=1&lat=35.5&lon=116.5"
    #expect(try server.get(place).json()["stations"][0]["id"].string == "NEW-1")
    #expect(try server.get("/v1/stations?q=%E6%96%B0%E7%AB%99").json()["stations"].array.count == 1)
    #expect(try server.get("/v1/towns").json()["towns"].array.contains { $0["name"].string == "新镇" })
    #expect(try revision(server) == 140)
  }

  @Test func replacingNeedsTheRevisionThatIsReplaced() throws {
    let server = try yanzhou()
    let target = "/v1/stations/YZ-0003"
    let tag = try #require(try server.get(target)["ETag"])
    let refusals: [([String: String], Int)] = [
      ([:], 428), (["If-None-Match": "*"], 412), (["If-Match": "*", "If-None-Match": "*"], 412),
      (["If-Match": "*", "If-None-Match": "x"], 400), (["If-Match": "\"2\""], 412),
      (["If-Match": "\"2-x\", \"4\""], 412),
      (["If-Match": "\"somebody-else\""], 412), (["If-Match": "W/" + tag], 412), (["If-Match": "3"], 400),
      (["If-Match": ""], 400), (["If-None-Match": tag], 400),
    ]
    for (headers, status) in refusals {
      let answer = try server.exchangeAsOwner(
        "PUT", target, Self.json.merging(headers) { $1 }, body: Array(#"{"name":"x","lat":1,"lon":1}"#.utf8))
      #expect(answer.status == status, "\(headers)")
      #expect(answer["Content-Type"] == "application/problem+json")
    }
    #expect(try revision(server) == 139)
    var known = tag
    for number in 0..<4 {
      let match = [known, "*", "\"0\" , " + known, "\"142\""][number]
      let body = Array(#"{"name":"第\#(number)","lat":1,"lon":1}"#.utf8)
      let answer = try server.exchangeAsOwner(
        "PUT", target, Self.json.merging(["If-Match": match]) { $1 }, body: body)
      #expect(answer.status == 200)
      #expect(answer["Location"] == nil)
      #expect(try answer.json()["revision"].number == Double(140 + number))
      known = try #require(answer["ETag"])
    }
  }

  @Test func whatAPutLeavesOutIsCleared() throws {
    let server = try yanzhou()
    let answer = try server.exchangeAsOwner(
      "PUT", "/v1/stations/YZ-0003", Self.json.merging(["If-Match": "*"]) { $1 },
      body: Array(#"{"name":"x","lat":35.5,"lon":116.8}"#.utf8))
    #expect(answer.status == 200)
    #expect(
      try answer.json().object?.keys.sorted() == [
        "amenities", "id", "kind", "lat", "lon", "name", "navigation", "open", "revision", "status", "updated_at",
      ])
  }

  @Test(arguments: ["wgs84", "gcj02", "bd09"]) func sendingBackWhatWasReadChangesNothing(datum: String) throws {
    let server = try yanzhou()
    let query = "?datum=" + datum
    for number in 1...139 {
      let target = "/v1/stations/YZ-" + String(String(10_000 + number).dropFirst()) + query
      let read = try server.get(target)
      let tag = try #require(read["ETag"])
      let revision = try read.json()["revision"]
      let answer = try server.exchangeAsOwner(
        "PUT", target, Self.json.merging(["If-Match": tag]) { $1 }, body: read.body)
      #expect(answer.status == 200)
      #expect(try answer.json()["revision"] == revision)
      if number % 10 == 0 {
        let patch = try server.exchangeAsOwner("PATCH", target, Self.patch, body: read.body)
        #expect(try patch.json()["revision"] == revision)
      }
    }
    #expect(try revision(server) == 139)
  }

  @Test func coordinatesAreOfTheDatumThatIsNamed() throws {
    let server = try yanzhou()
    let body = Array(#"{"name":"x","lat":39.9164043,"lon":116.4102445}"#.utf8)
    let answer = try server.exchangeAsOwner("PUT", "/v1/stations/N?datum=gcj02", Self.json, body: body)
    #expect(answer.status == 201)
    #expect(try isNear(answer.json()["lat"], 39.9164043))
    let plain = try station(server, "N")
    #expect(isNear(plain["lat"], 39.915) && isNear(plain["lon"], 116.404))
    // One of the two alone is of that datum, too.
    let moved = try server.exchangeAsOwner(
      "PATCH", "/v1/stations/N?datum=gcj02", Self.patch, body: Array(#"{"lat":39.9264043}"#.utf8)
    ).json()
    #expect(isNear(moved["lat"], 39.9264043) && isNear(moved["lon"], 116.4102445))
    #expect(try isNear(station(server, "N", "?datum=gcj02")["lat"], 39.9264043))
  }

  /// To the last decimal, in which a place of another datum is rounded.
  private func isNear(_ value: JSONValue, _ degrees: Double) -> Bool {
    abs((value.number ?? 0) - degrees) < 1.1e-7
  }

  // MARK: - PATCH

  @Test func whatAPatchLeavesOutStaysAndNullClears() throws {
    let server = try yanzhou()
    let before = try station(server, "YZ-0002")
    for type in [Self.json, Self.patch, ["Content-Type": "Application/Merge-Patch+JSON; charset=utf-8"]] {
      let body = Array(#"{"phone":null,"capacity":7,"amenities":["water"],"broken_amenities":null}"#.utf8)
      let answer = try server.exchangeAsOwner("PATCH", "/v1/stations/YZ-0002", type, body: body)
      #expect(answer.status == 200)
    }
    var expected = before.object ?? [:]
    #expect(expected["phone"] != nil && expected["broken_amenities"] != nil && expected["hub_id"] != nil)
    (expected["phone"], expected["broken_amenities"]) = (nil, nil)
    (expected["capacity"], expected["amenities"]) = (.number(7), .array([.string("water")]))
    expected["revision"] = .number(140)
    let passing = ["updated_at", "open", "staffed", "changes_at"]
    let after = try station(server, "YZ-0002").object ?? [:]
    #expect(after.filter { !passing.contains($0.key) } == expected.filter { !passing.contains($0.key) })
    #expect(try revision(server) == 140, "the second and the third change nothing")
  }

  @Test func aPatchMayNameTheRevision() throws {
    let server = try yanzhou()
    func patch(_ match: String) throws -> Int {
      try server.exchangeAsOwner(
        "PATCH", "/v1/stations/YZ-0001", Self.patch.merging(["If-Match": match]) { $1 },
        body: Array(#"{"phone":"\#(match.count)"}"#.utf8)
      ).status
    }
    #expect(try patch("\"2\"") == 412)
    #expect(try patch("\"1-whatever\"") == 200)
    #expect(try patch("\"1-whatever\"") == 412)
    #expect(try patch("*") == 200)
  }

  // MARK: - DELETE

  @Test func deletingRetires() throws {
    let server = try yanzhou()
    let target = "/v1/stations/YZ-0001"
    let stale = try server.exchangeAsOwner("DELETE", target, ["If-Match": "\"7\""])
    #expect(stale.status == 412)
    let answer = try server.exchangeAsOwner("DELETE", target, ["If-Match": "\"1\""])
    #expect(answer.status == 204)
    #expect(answer.body.isEmpty)
    #expect(try server.exchangeAsOwner("DELETE", target).status == 204, "it is done already")
    #expect(try revision(server) == 140)
    let station = try station(server, "YZ-0001")
    #expect(station["status"].string == "retired" && station["open"].string == "closed")
    let nearest = try server.get("/v1/stations/nearest?lat=35.5531959&lon=116.7841105&limit=100&include=suspended")
    #expect(!nearest.text.contains("\"id\":\"YZ-0001\""))
    #expect(try server.get("/v1/stations?limit=1").json()["stations"][0]["id"].string == "YZ-0002")
    // And a satellite, which has a hub.
    #expect(try server.exchangeAsOwner("DELETE", "/v1/stations/YZ-0002").status == 204)
  }

  // MARK: - Refusals

  private static let unknown: [(String, String)] = [
    ("PATCH", "NOPE"), ("DELETE", "NOPE"), ("PUT", "a%20b"), ("PATCH", "%E7%AB%99"), ("DELETE", "-x"),
  ]

  @Test(arguments: unknown) func aStationThatIsNotThereIsA404(method: String, id: String) throws {
    let server = try yanzhou()
    let answer = try server.exchangeAsOwner(
      method, "/v1/stations/" + id, Self.json, body: Array(#"{"name":"x","lat":1,"lon":1}"#.utf8))
    #expect(answer.status == 404)
    #expect(try revision(server) == 139)
  }

  @Test func nobodyElseMayChangeAnything() throws {
    let server = try yanzhou()
    let body = Array(#"{"name":"x","lat":1,"lon":1}"#.utf8)
    let amenity = #"{"code":"tea","category":"food","labels":{"zh":"茶","en":"tea"}}"#
    let calls: [(String, String, [String: String], [UInt8])] = [
      ("PUT", "/v1/stations/YZ-0001", Self.json.merging(["If-Match": "*"]) { $1 }, body),
      ("PUT", "/v1/stations/NEW", Self.json, body), ("PATCH", "/v1/stations/YZ-0001", Self.patch, body),
      ("PATCH", "/v1/stations/NOPE", Self.patch, body), ("DELETE", "/v1/stations/YZ-0001", [:], []),
      ("PUT", "/v1/stations/YZ-0001", [:], Array("rubbish".utf8)), ("GET", "/v1/admin/holidays", [:], []),
      ("POST", "/v1/admin/holidays", ["Content-Type": "text/csv"], Array("date,kind,name_zh,name_en\n".utf8)),
      ("POST", "/v1/admin/amenities", Self.json, Array(amenity.utf8)),
    ]
    for (method, target, headers, body) in calls {
      for rights in [[:], ["Authorization": "Bearer yz_0123456789"], ["Authorization": "Basic eDp4"]] {
        let answer = try server.exchange(method, target, headers.merging(rights) { $1 }, body: body)
        #expect(answer.status == 401, "\(method) \(target)")
        #expect(answer["WWW-Authenticate"] == "Bearer")
        #expect(try answer.json()["title"].string?.contains("token") == true)
      }
    }
    #expect(try revision(server) == 139)
    #expect(try server.get("/v1/amenities").json()["amenities"].array.count == 34)
  }

  @Test(arguments: ["PUT", "PATCH"]) func anotherTypeOfContentIsA415(method: String) throws {
    let server = try yanzhou()
    var types = ["text/plain", "application/x-www-form-urlencoded", "application/geo+json", "json", "", nil]
    if method == "PUT" { types.append("application/merge-patch+json") }
    for type in types {
      let headers = type.map { ["Content-Type": $0] } ?? [:]
      let answer = try server.exchangeAsOwner(
        method, "/v1/stations/YZ-0001", headers, body: Array(#"{"name":"x","lat":1,"lon":1}"#.utf8))
      #expect(answer.status == 415, "\(type ?? "none")")
    }
    #expect(try revision(server) == 139)
  }

  @Test func aBodyThatIsTooLargeIsA413() throws {
    let server = try yanzhou()
    let body = Array(#"{"name":"\#(String(repeating: "x", count: 70_000))"}"#.utf8)
    #expect(try server.exchangeAsOwner("PATCH", "/v1/stations/YZ-0001", Self.patch, body: body).status == 413)
    #expect(try revision(server) == 139)
  }

  @Test func anUnknownParameterStoresNothing() throws {
    let server = try yanzhou()
    let body = Array(#"{"name":"x","lat":1,"lon":1}"#.utf8)
    let amenity = Array(#"{"code":"tea","category":"food","labels":{"zh":"茶","en":"tea"}}"#.utf8)
    let day = Array("date,kind,name_zh,name_en\n2026-01-01,holiday,,\n".utf8)
    for (method, target, type, body) in [
      ("PUT", "/v1/stations/NEW", "application/json", body),
      ("PATCH", "/v1/stations/YZ-0001", "application/json", body),
      ("DELETE", "/v1/stations/YZ-0001", "", []), ("POST", "/v1/admin/amenities", "application/json", amenity),
      ("POST", "/v1/admin/holidays", "text/csv", day),
    ] {
      let answer = try server.exchangeAsOwner(method, target + "?dry_run=true", ["Content-Type": type], body: body)
      #expect(answer.status == 400)
      #expect(try answer.json()["errors"][0]["parameter"].string == "dry_run")
    }
    #expect(try revision(server) == 139)
  }
}
