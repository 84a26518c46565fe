import Foundation
import TestSupport
import Testing

@Suite("Who may do what, at their own station and elsewhere")
struct AccessMatrixTests {
  private enum Caller: String, CaseIterable {
    case owner, admin, staff, manager, otherManager, nobody
    case expired, revoked, mangled, unknown, cut, noToken, wrongScheme

    /// What the server is sent; nothing for the owner, who comes by the socket, and for nobody.
    func authorization(_ office: Office, unknown: String) -> String? {
      let token = office.token(.admin)
      switch self {
      case .owner, .nobody: return nil
      case .mangled: return "Bearer \(token.dropLast())\(token.last == "0" ? "1" : "0")"
      case .unknown: return "Bearer \(unknown)"
      case .cut: return "Bearer \(token.dropLast())"
      case .noToken: return "Bearer "
      case .wrongScheme: return "Basic \(token)"
      default: return Office.Bearer(rawValue: rawValue).map { "Bearer \(office.token($0))" }
      }
    }

    var isRefusedEverywhere: Bool {
      [.expired, .revoked, .mangled, .unknown, .cut, .noToken, .wrongScheme].contains(self)
    }
  }

  private struct Call {
    let method: String
    /// `{n}` stands for the caller's number, `{id}` for a new visit's id, in both of these.
    let target: String
    var type = "application/json"
    let body: String?
    let status: Int
    let allowed: [Caller]

    init(_ method: String, _ target: String, _ body: String?, _ status: Int, _ allowed: [Caller]) {
      (self.method, self.target, self.body, self.status, self.allowed) = (method, target, body, status, allowed)
    }

    func typed(_ type: String) -> Call {
      var call = self
      call.type = type
      return call
    }

    func expected(_ caller: Caller) -> Int {
      if caller.isRefusedEverywhere { return 401 }
      if allowed.contains(caller) { return status }
      return caller == .nobody ? 401 : 403
    }
  }

  private static let admins = [Caller.owner, .admin]
  private static let loggers = [Caller.owner, .admin, .manager]
  private static let readers = [Caller.owner, .admin, .staff]
  private static let all = [Caller.owner, .admin, .staff, .manager, .otherManager, .nobody]

  private static func calls(code: String, visit: String, victim: Int) -> [Call] {
    let own = #"{"id":"{id}","station_id":"YZ-0001","group":"delivery"}"#
    let csv = "id,station_id,group\n{id},YZ-0001,delivery\n"
    return [
      Call("POST", "/v1/visits", own, 201, loggers),
      Call("POST", "/v1/visits?atomic=true", "[\(own)]", 200, loggers),
      Call("POST", "/v1/visits?atomic=true", own + "\n", 200, loggers).typed("application/x-ndjson"),
      Call("POST", "/v1/visits", csv, 200, loggers).typed("text/csv"),
      Call("GET", "/v1/visits", nil, 200, [.owner, .admin, .staff, .manager, .otherManager]),
      Call("GET", "/v1/visits?station=YZ-0001", nil, 200, [.owner, .admin, .staff, .manager]),
      Call("POST", "/v1/visits/\(visit)/void", #"{"reason":"a mistake"}"#, 200, loggers),
      Call("POST", "/v1/stations/YZ-0001/check-ins", #"{"id":"{id}","group":"express","code":"\#(code)"}"#, 201, all),
      Call("POST", "/v1/stations/YZ-0002/check-ins", #"{"group":"express","code":"\#(code)"}"#, 403, all),
      Call("GET", "/v1/token", nil, 200, [.owner, .admin, .staff, .manager, .otherManager]),
      Call("GET", "/v1/usage?from=2026-01-01&by=month", nil, 200, readers),
      Call("GET", "/v1/usage/summary?from=2026-01-01", nil, 200, readers),
      Call("GET", "/v1/usage/headline?from=2026-01-01", nil, 200, readers),
      Call("GET", "/v1/usage/busiest-stations?from=2026-01-01", nil, 200, readers),
      Call("GET", "/v1/usage/idle-stations?from=2026-01-01", nil, 200, readers),
      Call("GET", "/v1/usage/charts/month?from=2026-01-01", nil, 200, readers),
      Call("POST", "/v1/usage/coverage", "lat,lon\n35.5,116.8\n", 200, readers).typed("text/csv"),
      Call("GET", "/v1/usage/public", nil, 200, all),
      Call("GET", "/v1/admin/tokens", nil, 200, admins),
      Call("POST", "/v1/admin/tokens", #"{"role":"admin"}"#, 201, admins),
      Call("DELETE", "/v1/admin/tokens/\(victim)", nil, 204, admins),
      Call("POST", "/v1/admin/erasures", #"{"visitor":"13800000000"}"#, 200, admins),
      Call("GET", "/v1/admin/audit", nil, 200, admins),
      Call("GET", "/v1/admin/backup", nil, 200, admins),
      Call("GET", "/v1/admin/check-in-codes/YZ-0001", nil, 200, admins),
      Call("POST", "/v1/admin/check-in-codes/YZ-0003", nil, 200, admins),
      Call("PUT", "/v1/stations/T-{n}", #"{"name":"New","lat":35.5,"lon":116.8}"#, 201, admins),
      Call("PATCH", "/v1/stations/YZ-0001", #"{"capacity":1{n}}"#, 200, admins),
      Call("PATCH", "/v1/stations/YZ-0001", #"{"capacity":7,"status":"active"}"#, 200, admins),
      Call("PATCH", "/v1/stations/YZ-0001", #"{"amenities":["seating"],"broken_amenities":["water"]}"#, 200, loggers),
      Call("PATCH", "/v1/stations/YZ-0001", #"{"status":"suspended","status_reason":"{n}"}"#, 200, loggers),
      Call("PATCH", "/v1/stations/YZ-0009", #"{"status":"active"}"#, 200, admins),
      Call("PATCH", "/v1/stations/YZ-0001", #"{"status":"retired"}"#, 200, admins),
      Call("PATCH", "/v1/stations/YZ-0001", #"{"status":"RETIRED"}"#, 200, admins),
      Call("PATCH", "/v1/stations/A%20B", #"{"status":"active"}"#, 404, admins),
      Call("DELETE", "/v1/stations/YZ-002{n}", nil, 204, admins),
      Call("POST", "/v1/stations/import", "id,name,lat,lon\nI-{n},New,35.6,116.9\n", 200, admins).typed("text/csv"),
      Call(
        "POST", "/v1/admin/amenities", #"{"code":"own_{n}","category":"food","labels":{"zh":"茶","en":"tea"}}"#, 200,
        admins),
      Call("GET", "/v1/admin/holidays", nil, 200, admins),
      Call(
        "POST", "/v1/admin/holidays", "date,kind,name_zh,name_en\n203{n}-10-01,holiday,国庆节,National Day\n", 200, admins
      )
      .typed("text/csv"),
      Call("GET", "/v1/stations/nearest?lat=35.5&lon=116.8", nil, 200, all),
      Call("GET", "/v1/stations/YZ-0001", nil, 200, all), Call("GET", "/v1/worker-groups", nil, 200, all),
    ]
  }

  /// Everything that is stored, but when tokens were used last.
  private func contents(_ office: Office) throws -> String {
    try Python.run(
      """
      import sqlite3, sys
      with sqlite3.connect(sys.argv[1]) as database:
          for table, in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").fetchall():
              cursor = database.execute(f"SELECT * FROM {table}")
              names = [column[0] for column in cursor.description]
              for row in cursor:
                  print(table, [value for name, value in zip(names, row) if name != "last_used_at"])
      """, [office.place.database])
  }

  private func answer(
    _ call: Call, _ caller: Caller, _ office: Office, unknown: String, from source: String
  ) throws -> HTTPAnswer {
    let number = String((Caller.allCases.firstIndex(of: caller) ?? 0) % 10)
    func filled(_ text: String) -> String {
      text.replacing("{n}", with: number).replacing("{id}", with: newVisitID())
    }
    var headers = ["Content-Type": call.type]
    headers["Authorization"] = caller.authorization(office, unknown: unknown)
    let body = call.body.map { Array(filled($0).utf8) }
    if caller == .owner {
      return try office.server.exchangeAsOwner(call.method, filled(call.target), headers, body: body)
    }
    return try HTTPConnection(port: office.server.port, from: source)
      .exchange(call.method, filled(call.target), headers, body: body)
  }

  @Test func everyCallByEveryCallerIsAnsweredAsTheTableSays() throws {
    let office = try Office()
    let stranger = try Workplace()
    let unknown = try #require(try stranger.run("token", "create", "--role", "admin").lines.first)
    let victim = try #require(try office.place.run("token", "create", "--role", "staff").lines.first).count
    try #require(victim == 52)
    let code = try #require(try office.get("/v1/admin/check-in-codes/YZ-0001").json()["code"].string)
    let visit = newVisitID()
    #expect(
      try office.post("/v1/visits", #"{"id":"\#(visit)","station_id":"YZ-0001","group":"other"}"#).status == 201)
    let calls = Self.calls(code: code, visit: visit, victim: Office.Bearer.allCases.count + 1)

    // Each from an address of its own, so that none is answered for being one too many.
    var count = 0
    func tried(_ call: Call, _ caller: Caller) throws -> Int {
      count += 1
      let source = "127.1.\(count / 250).\(count % 250 + 1)"
      return try answer(call, caller, office, unknown: unknown, from: source).status
    }
    let before = try contents(office)
    for call in calls {
      for caller in Caller.allCases where call.expected(caller) >= 400 {
        let status = try tried(call, caller)
        #expect(status == call.expected(caller), "\(caller): \(call.method) \(call.target) \(call.body ?? "")")
      }
      #expect(try contents(office) == before, "\(call.method) \(call.target)")
    }
    for call in calls {
      for caller in Caller.allCases where call.expected(caller) < 400 {
        let status = try tried(call, caller)
        #expect(status == call.expected(caller), "\(caller): \(call.method) \(call.target) \(call.body ?? "")")
      }
    }
    #expect(try contents(office) != before)
    #expect(office.server.takeLog() == "")
  }

  @Test func ofAnArrayEachVisitIsJudgedByItsStation() throws {
    let office = try Office()
    let ids = [newVisitID(), newVisitID()]
    let body = zip(ids, [Office.station, Office.otherStation])
      .map { #"{"id":"\#($0)","station_id":"\#($1)","group":"other"}"# }.joined(separator: ",")
    let results = try office.post("/v1/visits", "[\(body)]", as: .manager).json()["results"]
    #expect(results[0]["result"].string == "created")
    #expect(results[1]["problem"]["status"].number == 403)
    #expect(try office.sql("SELECT station_id FROM visit") == #"[["YZ-0001"]]"#)
  }

  @Test func aManagerSeesTheVisitsOfTheirOwnStationsAlone() throws {
    let office = try Office()
    for station in [Office.station, Office.otherStation] {
      #expect(try office.post("/v1/visits", #"{"station_id":"\#(station)","group":"other"}"#).status == 201)
    }
    func stations(_ bearer: Office.Bearer) throws -> [String] {
      try office.get("/v1/visits", as: bearer).json()["visits"].array.compactMap { $0["station_id"].string }
    }
    #expect(try stations(.manager) == ["YZ-0001"])
    #expect(try stations(.otherManager) == ["YZ-0002"])
    #expect(try stations(.staff).sorted() == ["YZ-0001", "YZ-0002"])
  }

  @Test func aRevokedTokenIsRefusedByTheNextRequest() throws {
    let office = try Office()
    let connection = try HTTPConnection(port: office.server.port)
    #expect(try connection.exchange("GET", "/v1/visits", office.headers(.staff)).status == 200)
    let target = "/v1/admin/tokens/\(Office.number(.staff))"
    #expect(try office.server.exchange("DELETE", target, office.headers(.admin)).status == 204)
    let answer = try connection.exchange("GET", "/v1/visits", office.headers(.staff))
    #expect(answer.status == 401)
    #expect(answer["WWW-Authenticate"] == "Bearer")
    #expect(try answer.json()["detail"].string == "the token was revoked")
    #expect(try office.server.exchange("DELETE", target, office.headers(.admin)).status == 204)
    #expect(try office.server.exchange("DELETE", "/v1/admin/tokens/99", office.headers(.admin)).status == 404)
    // Revoked without a server, it is revoked when one starts.
    #expect(office.server.end() == 0)
    #expect(try office.place.run("token", "revoke", String(Office.number(.admin))).status == 0)
    let next = try RunningServer(in: office.place.folder, database: Workplace.database)
    #expect(try next.get("/v1/visits", office.headers(.admin)).status == 401)
    #expect(try next.get("/v1/visits", office.headers(.manager)).status == 200)
  }

  @Test func aTokenMadeWhileTheServerRunsIsKnownAtOnce() throws {
    let office = try Office()
    let token = try #require(try office.place.run("token", "create", "--role", "staff", "--expires", "1d").lines.first)
    #expect(try office.server.get("/v1/visits", ["Authorization": "bearer \(token)"]).status == 200)
  }

  @Test func tenThousandWrongTokensSlowTheirSenderAndNoOther() throws {
    let office = try Office()
    let unknown = try #require(try Workplace().run("token", "create", "--role", "admin").lines.first)
    let wrong = try HTTPConnection(port: office.server.port, from: "127.0.0.2")
    let right = try HTTPConnection(port: office.server.port)
    var statuses: [Int] = []
    for number in 0..<10_000 {
      let token = number % 2 == 0 ? unknown : "yz_\(number)"
      let answer = try wrong.exchange("GET", "/v1/visits", ["Authorization": "Bearer \(token)"])
      statuses.append(answer.status)
      if answer.status == 429 {
        let seconds = try #require(answer["Retry-After"].flatMap { Int($0) })
        #expect((1...2).contains(seconds))
      }
      if number % 20 == 0 {
        #expect(try right.exchange("GET", "/v1/visits", office.headers(.staff)).status == 200)
      }
    }
    #expect(statuses.prefix(20).allSatisfy { $0 == 401 })
    #expect(Set(statuses) == [401, 429])
    // A new one every two seconds.
    #expect(statuses.count { $0 == 401 } < 100)
    // Its good token is taken all the same.
    #expect(try wrong.exchange("GET", "/v1/visits", office.headers(.staff)).status == 200)
  }
}
