import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Visits from a shell: the same commands here, by the server's socket, from afar, and with the server down")
struct VisitCommandTests {
  private static let visit = [
    "visit", "log", "YZ-0014", "--group", "delivery", "--people", "2", "--service", "microwave",
  ]
  private static let id = "019d0000-0000-7000-8000-000000000001"

  private func run(_ office: Office, _ arguments: [String], _ bearer: Office.Bearer = .admin) throws -> Outcome {
    try office.place.start(arguments, office.remote(bearer)).outcome()
  }

  private func count(_ office: Office) throws -> String {
    try office.sql("SELECT count(*), sum(people) FROM visit")
  }

  private func outbox(_ office: Office) throws -> [JSONValue] {
    try run(office, ["visit", "outbox", "--format", "json"]).json().array
  }

  /// A server in the place of one that ended, at the same address.
  private func restarted(_ office: Office) throws -> RunningServer {
    try RunningServer(in: office.place.folder, database: Workplace.database, port: office.server.port)
  }

  private func bytes(_ text: String, areIn folder: String) throws -> Bool {
    guard FileManager.default.fileExists(atPath: folder) else { return false }
    return try FileManager.default.contentsOfDirectory(atPath: folder).contains { name in
      try Data(contentsOf: URL(filePath: folder).appending(path: name)).range(of: Data(text.utf8)) != nil
    }
  }

  @Test func aVisitIsLoggedWhereverTheCommandWorksAndItSaysWhere() throws {
    let office = try Office()
    let (server, local) = (office.server, ["YIZHAN_DB": Workplace.database])
    let through = try office.place.start(Self.visit, local).outcome()
    #expect(through.status == 0 && through.output == "")
    #expect(through.messages.hasPrefix("logged in yizhan.sqlite: 2 at YZ-0014, "))
    let afar = try run(office, Self.visit)
    #expect(afar.status == 0 && afar.output == "")
    #expect(afar.messages.hasPrefix("logged at \(server.url): 2 at YZ-0014, "))
    #expect(try count(office) == "[[2, 4]]")
    #expect(server.end() == 0)

    let here = try office.place.start(Self.visit, local).outcome()
    #expect(here.status == 0)
    #expect(here.messages.hasPrefix("logged in yizhan.sqlite: 2 at YZ-0014, "))
    let down = try run(office, Self.visit + ["--visitor", "13800000005"])
    #expect(down.status == 0 && down.output == "")
    #expect(down.messages.hasPrefix("kept in the outbox, 1 waiting: "))
    #expect(down.messages.contains("127.0.0.1:\(server.port)"))
    for outcome in [through, afar, here, down] { #expect(outcome.messages.split(separator: "\n").count == 1) }
    let chinese = try run(office, Self.visit + ["--lang", "zh"])
    #expect(chinese.messages.hasPrefix("已保存在待发队列，共 2 条等待发送："))
    #expect(try count(office) == "[[3, 6]]")
    #expect(try bytes("13800000005", areIn: office.outbox))
    for name in try FileManager.default.contentsOfDirectory(atPath: office.outbox) {
      let attributes = try FileManager.default.attributesOfItem(atPath: office.outbox + "/" + name)
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
    }
    let unreached = try run(office, ["visit", "sync"])
    #expect(unreached.status == 69)
    #expect(unreached.messages.hasPrefix("outbox: 0 sent, 0 set aside, 2 waiting\n"))

    let next = try restarted(office)
    let first = try run(office, ["visit", "sync"])
    #expect(first.status == 0 && first.messages == "outbox: 2 sent, 0 set aside, 0 waiting\n")
    let second = try run(office, ["visit", "sync"])
    #expect(second.status == 0 && second.messages == "outbox: 0 sent, 0 set aside, 0 waiting\n")
    #expect(try count(office) == "[[5, 10]]")
    #expect(try !bytes("13800000005", areIn: office.outbox))
    #expect(next.end() == 0)
  }

  @Test(arguments: [
    ["visit", "list"], ["visit", "import", "-"], Self.visit, ["visit", "void", Self.id, "--reason", "x"],
  ])
  func theNextVisitCommandSendsWhatWaits(command: [String]) throws {
    let office = try Office()
    #expect(office.server.end() == 0)
    #expect(try run(office, ["visit", "log", "YZ-0001", "--id", Self.id]).status == 0)
    let next = try restarted(office)
    let input = "station_id,group\nYZ-0001,other\n"
    let outcome = try office.place.start(command, office.remote(.admin), input: input).outcome()
    #expect(outcome.status == 0)
    if command != Self.visit { #expect(outcome.messages.contains("outbox: 1 sent, 0 set aside, 0 waiting\n")) }
    #expect(try outbox(office).isEmpty)
    #expect(try office.sql("SELECT count(*) FROM visit WHERE id = x'\(Self.id.filter { $0 != "-" })'") == "[[1]]")
    #expect(next.end() == 0)
  }

  @Test func theSameIDSentAgainIsNoOtherVisit() throws {
    let office = try Office()
    let visit = Self.visit + ["--id", Self.id, "--at", "2026-01-05T12:00:00+08:00", "--visitor", "139"]
    for environment in [office.remote(.admin), ["YIZHAN_DB": Workplace.database], office.remote(.admin)] {
      #expect(try office.place.start(visit, environment).outcome().status == 0)
    }
    #expect(try count(office) == "[[1, 2]]")
    let other = try run(office, visit + ["--people", "3"])
    #expect(other.status == 65)
    #expect(other.messages.contains("logged before, with other content"))
    #expect(try outbox(office).isEmpty)
    #expect(office.server.end() == 0)
    for _ in 0..<5 {
      let kept = try run(office, visit)
      #expect(kept.status == 0 && kept.messages.hasPrefix("kept in the outbox, 1 waiting: "))
    }
    #expect(try run(office, visit + ["--people", "3"]).status == 65)
    #expect(try outbox(office).count == 1)
  }

  @Test(arguments: [
    (["YZ-0014", "--group", "pirates"], "must be one of delivery"), (["YZ-9999"], "there is no station YZ-9999"),
    (["YZ-0014", "--service", "coffee"], "'coffee'"), (["YZ-0014", "--people", "501"], "1 to 500"),
    (["YZ-0014", "--at", "noon"], "must be an instant"),
  ])
  func whatCanNeverBeAcceptedIsNotKept(arguments: [String], reason: String) throws {
    let office = try Office()
    let afar = try run(office, ["visit", "log"] + arguments)
    #expect(afar.status == 65)
    #expect(afar.messages.contains(reason))
    #expect(try outbox(office).isEmpty)
    let here = try office.place.start(["visit", "log"] + arguments, ["YIZHAN_DB": Workplace.database]).outcome()
    #expect(here.status == 65)
    #expect(here.messages.contains(reason))
    #expect(try count(office) == "[[0, null]]")
  }

  @Test(arguments: [Office.Bearer.revoked, .expired, .staff, .otherManager])
  func whatATokenMayNotSendWaitsForAnother(bearer: Office.Bearer) throws {
    let office = try Office()
    let visit = ["visit", "log", "YZ-0001", "--group", "express"]
    let refused = try run(office, visit, bearer)
    #expect(refused.status == 77)
    #expect(refused.messages.hasPrefix("kept in the outbox, 1 waiting: "))
    #expect(try run(office, ["visit", "sync"], bearer).status == 77)
    #expect(try outbox(office).map { $0["state"].string } == ["waiting"])
    #expect(try count(office) == "[[0, null]]")
    let sent = try run(office, ["visit", "sync"], .manager)
    #expect(sent.status == 0 && sent.messages == "outbox: 1 sent, 0 set aside, 0 waiting\n")
    #expect(try count(office) == "[[1, 1]]")
  }

  @Test func aTokenComesFromItsFileTooAndNeverFromAnArgument() throws {
    let office = try Office()
    let path = try office.place.folder.write("token", office.token(.manager) + "\n")
    let command = ["visit", "log", "YZ-0001", "--server", office.server.url, "--token-file", path]
    #expect(try office.place.start(command, ["YIZHAN_OUTBOX": office.outbox]).outcome().status == 0)
    try office.place.folder.write("token", "nonsense")
    #expect(try office.place.start(command, ["YIZHAN_OUTBOX": office.outbox]).outcome().status == 77)
    let help = try office.place.runBare("visit", "log", "--help").output
    #expect(!help.contains("--token "))
  }

  @Test func whatIsRefusedLaterIsSetAsideUntilToldOtherwise() throws {
    let office = try Office()
    #expect(office.server.end() == 0)
    let ids = (0..<3).map { _ in newVisitID() }
    for (id, group) in zip(ids, ["other", "pirates", "express"]) {
      #expect(try run(office, ["visit", "log", "YZ-0001", "--group", group, "--id", id]).status == 0)
    }
    let next = try restarted(office)
    #expect(try run(office, ["visit", "sync"]).messages == "outbox: 2 sent, 1 set aside, 0 waiting\n")
    let rows = try outbox(office)
    #expect(rows.map { $0["id"].string } == [ids[1]])
    #expect(rows[0]["state"].string == "set aside")
    #expect(rows[0]["reason"].string?.contains("group: must be one of delivery") == true)
    #expect(try run(office, ["visit", "sync"]).messages == "outbox: 0 sent, 0 set aside, 0 waiting\n")
    #expect(try run(office, ["visit", "outbox", "retry", newVisitID()]).status == 1)
    #expect(try run(office, ["visit", "outbox", "retry"]).status == 64)
    #expect(try run(office, ["visit", "outbox", "retry", ids[1]]).status == 0)
    #expect(try outbox(office).map { $0["state"].string } == ["waiting"])
    #expect(try run(office, ["visit", "sync"]).messages == "outbox: 0 sent, 1 set aside, 0 waiting\n")
    #expect(try run(office, ["visit", "outbox"]).output.contains(ids[1]))
    #expect(try run(office, ["visit", "outbox", "discard", ids[1]]).status == 0)
    #expect(try run(office, ["visit", "outbox", "discard", ids[1]]).status == 1)
    #expect(try outbox(office).isEmpty)
    #expect(try count(office) == "[[2, 2]]")
    #expect(next.end() == 0)
  }

  @Test(arguments: [true, false]) func aFileIsKeptWholeOrNotAtAll(isRemote: Bool) throws {
    let office = try Office()
    let environment = isRemote ? office.remote(.manager) : ["YIZHAN_DB": Workplace.database]
    func load(_ csv: String, _ options: String...) throws -> Outcome {
      try office.place.folder.write("visits.csv", csv)
      return try office.place.start(["visit", "import", "visits.csv"] + options, environment).outcome()
    }
    let header = "station_id,group,people,at,services\n"
    let good = "YZ-0001,delivery,2,2026-01-05T12:00:00+08:00,water;seating\nYZ-0001,其他,1,,\n"
    let bad = try load(header + good + "YZ-0001,express,none,2026-01-05T12:00:00+08:00,tea\n")
    #expect(bad.status == 65)
    for line in [
      "  line 3, group: must be one of", "  line 4, people: must be a whole number",
      "  line 4, services: 'tea' is no known service",
    ] {
      #expect(bad.messages.contains("\n" + line), "\(bad.messages)")
    }
    #expect(try count(office) == "[[0, null]]")
    let kept = try load(header + good + "YZ-0001,express,3,2026-01-05T12:00:00+08:00,\n", "--keep-good")
    #expect(kept.status == 65)
    #expect(kept.messages.hasSuffix("2 logged, 0 were there already\n"))
    #expect(kept.messages.contains("line 3, group: must be one of"))
    #expect(try count(office) == "[[2, 5]]")
    let right = header + good.replacing("其他", with: "other")
    #expect(try load(right).messages == "1 logged, 1 were there already\n")
    #expect(try load(right).messages == "0 logged, 2 were there already\n")
    #expect(try count(office) == "[[3, 6]]")
    if isRemote {
      let elsewhere = try load(header + "YZ-0002,other,1,,\n")
      #expect(elsewhere.status == 77)
      #expect(elsewhere.messages.contains("line 2"))
    }
    #expect(try office.place.start(["visit", "import", "none.csv"], environment).outcome().status == 65)
  }

  @Test func visitsAreListedAndVoided() throws {
    let office = try Office()
    let ids = [newVisitID(), newVisitID()]
    for (id, day) in zip(ids, ["05", "06"]) {
      let at = ["--at", "2026-01-\(day)T12:00:00+08:00", "--group", "express"]
      #expect(try run(office, ["visit", "log", "YZ-0001", "--id", id, "--service", "water"] + at).status == 0)
    }
    let json = try run(office, ["visit", "list", "--format", "json"]).json().array
    #expect(json.map { $0["id"].string } == ids)
    #expect(json[0]["at"].string == "2026-01-05T12:00:00+08:00")
    let one = try run(office, ["visit", "list", "--from", "2026-01-06", "--station", "YZ-0001", "--format", "csv"])
    #expect(
      one.output.replacing("\r", with: "")
        == "id,station_id,at,group,people,services,void_reason\n\(ids[1]),YZ-0001,2026-01-06T12:00:00+08:00,express,1,water,\n"
    )
    #expect(try run(office, ["visit", "list", "--group", "pirates"]).status == 64)
    #expect(try run(office, ["visit", "void", ids[0], "--reason", "twice"], .manager).status == 0)
    #expect(try run(office, ["visit", "void", ids[1], "--reason", "not mine"], .otherManager).status == 77)
    #expect(try run(office, ["visit", "void", newVisitID(), "--reason", "x"]).status == 1)
    #expect(try run(office, ["visit", "list"]).output.contains("twice"))
    let local = try office.place.start(
      ["visit", "list", "--format", "json"], ["YIZHAN_DB": Workplace.database]
    ).outcome()
    #expect(try local.json().array.map { $0["void_reason"].string } == ["twice", nil])
  }

  @Test func aListPrintsAllOfItHoweverManyPagesThatIs() throws {
    let office = try Office()
    let csv = "station_id,group\n" + String(repeating: "YZ-0001,other\n", count: 2500)
    let loaded = try office.place.start(["visit", "import", "-"], office.remote(.manager), input: csv).outcome()
    #expect(loaded.messages == "2500 logged, 0 were there already\n")
    let listed = try run(office, ["visit", "list", "--format", "json"]).json().array
    #expect(Set(listed.compactMap { $0["id"].string }).count == 2500)
  }

  @Test func tokensAreMadeListedAndRevoked() throws {
    let place = try Workplace.withYanzhou()
    let made = try place.run("token", "create", "--role", "manager", "--station", "YZ-0001", "--note", "王站长")
    #expect(made.status == 0)
    #expect(made.output.count == 53 && made.output.hasPrefix("yz_"))
    #expect(made.messages.hasPrefix("token 1, valid until "))
    #expect(try place.run("token", "create", "--role", "staff", "--expires", "7d").status == 0)
    for arguments in [
      ["--role", "boss"], ["--role", "manager"], ["--role", "staff", "--station", "YZ-0001"],
      ["--role", "manager", "--station", "YZ-9999"], ["--role", "staff", "--expires", "0d"],
      ["--role", "staff", "--expires", "forever"],
    ] {
      #expect(
        try place.start(["token", "create"] + arguments, ["YIZHAN_DB": Workplace.database]).outcome().status == 65)
    }
    #expect(try place.run("token", "revoke", "2").status == 0)
    #expect(try place.run("token", "revoke", "2").status == 0)
    #expect(try place.run("token", "revoke", "3").status == 1)
    let tokens = try place.run("token", "list", "--format", "json").json().array
    #expect(tokens.map { $0["role"].string } == ["manager", "staff"])
    #expect(tokens[0]["note"].string == "王站长" && tokens[0]["stations"].strings == ["YZ-0001"])
    #expect(tokens[0]["revoked_at"] == .null && tokens[1]["revoked_at"].string != nil)
    #expect(tokens.allSatisfy { $0["token"] == .null })
    // The token itself is in no file.
    let secret = Data(made.output.dropLast().utf8)
    for file in try FileManager.default.contentsOfDirectory(atPath: place.folder.url.path) {
      #expect(try Data(contentsOf: place.folder.url.appending(path: file)).range(of: secret) == nil, "\(file)")
    }
    let noted = try place.run("audit", "list", "--format", "json").json().array
    #expect(
      noted.map { "\($0["actor"].string ?? "") \($0["action"].string ?? "") \($0["subject"].string ?? "")" }.prefix(3)
        == ["owner token revoke 2", "owner token create 2", "owner token create 1"])
  }

  @Test func theFirstTokenNeedsNoDatabaseYet() throws {
    let place = try Workplace()
    #expect(try place.run("token", "create", "--role", "admin").status == 0)
    #expect(try place.run("token", "list", "--format", "json").json().array.count == 1)
  }

  @Test func theAuditLogIsListedWholeHoweverManyPagesThatIs() throws {
    let place = try Workplace()
    #expect(try place.run("token", "create", "--role", "admin").status == 0)
    try Python.script(
      place.database,
      """
      WITH RECURSIVE entry (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM entry WHERE n < 2500)
      INSERT INTO audit (at, author, action, subject) SELECT n, 1, 'test', n FROM entry;
      """)
    func subjects(_ options: String...) throws -> [String?] {
      try place.start(["audit", "list", "--format", "json"] + options, ["YIZHAN_DB": Workplace.database]).outcome()
        .json().array.map { $0["subject"].string }
    }
    let all = (1...2500).reversed().map { String($0) } + ["1"]
    #expect(try subjects() == all)
    #expect(try subjects("--limit", "1700") == Array(all.prefix(1700)))
  }

  @Test func theAuditLogTellsWhoWroteWhat() throws {
    let office = try Office()
    #expect(try run(office, ["visit", "log", "YZ-0001"], .manager).status == 0)
    #expect(try office.place.run("visit", "log", "YZ-0001").status == 0)
    #expect(try run(office, ["visitor", "erase", "139"]).status == 0)
    #expect(try run(office, ["visitor", "erase", "139"], .manager).status == 77)
    func actors(_ options: String...) throws -> [String?] {
      try run(office, ["audit", "list", "--format", "json"] + options).json().array.map {
        "\($0["actor"].string ?? ""): \($0["action"].string ?? "")"
      }
    }
    #expect(try actors("--limit", "3") == ["token 1: visitor erase", "owner: visit log", "token 3: visit log"])
    #expect(try actors("--actor", "token 3") == ["token 3: visit log"])
    #expect(try run(office, ["audit", "list", "--limit", "0"]).status == 64)
    #expect(try actors("--from", "2999-01-01") == [])
    #expect(try run(office, ["audit", "list"], .staff).status == 77)
  }

  @Test func theCodeInAPosterChecksIn() throws {
    let office = try Office()
    let poster = office.place.folder.path("poster.svg")
    let made = try run(office, ["station", "poster", "YZ-0001", "-o", poster])
    #expect(made.status == 0, "\(made.messages)")
    let root = try Python.run(
      "import sys, xml.etree.ElementTree as tree; print(tree.parse(sys.argv[1]).getroot().tag)", [poster])
    #expect(root == "{http://www.w3.org/2000/svg}svg")
    let link = try code(in: poster)
    let prefix = office.server.url + "/check-in#station=YZ-0001&code="
    try #require(link.hasPrefix(prefix))
    func checkIn() throws -> Int {
      let body = #"{"group":"delivery","code":"\#(link.dropFirst(prefix.count))"}"#
      return try office.server.exchange(
        "POST", "/v1/stations/YZ-0001/check-ins", ["Content-Type": "application/json"], body: Array(body.utf8)
      ).status
    }
    #expect(try checkIn() == 201)
    // Made on the database itself, it is the same; with a new code the old one is void.
    let local = [
      "station", "poster", "YZ-0001", "-o", poster, "--url", office.server.url + "/", "--db", Workplace.database,
    ]
    #expect(try office.place.start(local).outcome().status == 0)
    #expect(try code(in: poster) == link)
    #expect(try office.place.start(local + ["--new-code"]).outcome().status == 0)
    #expect(try code(in: poster) != link)
    #expect(try checkIn() == 403)
    #expect(try run(office, ["station", "poster", "YZ-0001", "-o", poster], .manager).status == 77)
    #expect(try office.place.run("station", "poster", "YZ-0001", "-o", poster).status == 64)
    #expect(try run(office, ["station", "poster", "YZ-9999", "-o", poster]).status == 1)
  }

  /// What a reader of QR codes finds in a drawing.
  private func code(in svg: String) throws -> String {
    let files = try TemporaryFolder()
    for command in [
      ["rsvg-convert", "--width", "1240", "--background-color", "white", "--output", files.path("a.png"), svg],
      ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", files.path("a.png")],
    ] {
      let result = try Command.run("/usr/bin/env", command)
      try #require(result.status == 0, "\(result.standardError)")
      if command[0] == "zbarimg" { return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines) }
    }
    return ""
  }
}
