import Foundation
import SampleData
import TestSupport
import Testing

@Suite("Visits among other requests on a connection are answered in order, each once", .office)
struct PipelinedVisitTests {
  private var office: Office {
    get throws { try OfficeTrait.current }
  }

  /// A request and what its answer must be.
  private enum Asked {
    /// Through the lane or the router.
    case visit(id: String, VisitDoor)
    case again(id: String)
    case nearest(limit: Int)
    case bad(pointer: String)
    case elsewhere

    func bytes(_ office: Office) -> [UInt8] {
      func post(_ json: String, _ door: VisitDoor = .lane) -> [UInt8] {
        HTTPConnection.request("POST", door.target, office.headers(.manager, door.headers), body: door.body(json))
      }
      switch self {
      case .visit(let id, let door): return post(Self.visit(id), door)
      case .again(let id): return post(Self.visit(id))
      case .nearest(let limit):
        return HTTPConnection.request("GET", "/v1/stations/nearest?lat=35.55&lon=116.78&limit=\(limit)")
      case .bad(let pointer):
        return post(#"{"station_id":"YZ-0001","group":"delivery","\#(pointer.dropFirst())":[[]]}"#)
      case .elsewhere: return post(#"{"station_id":"YZ-0002","group":"delivery"}"#)
      }
    }

    private static func visit(_ id: String) -> String {
      #"{"id":"\#(id)","station_id":"YZ-0001","group":"delivery","at":"2026-01-05T12:00:00+08:00"}"#
    }

    func check(_ answer: HTTPAnswer, _ number: Int) throws {
      switch self {
      case .visit(let id, _):
        #expect(answer.status == 201, "\(number)")
        #expect(try answer.json()["id"].string == id, "\(number)")
      case .again(let id):
        #expect(answer.status == 200, "\(number)")
        #expect(try answer.json()["id"].string == id, "\(number)")
      case .nearest(let limit):
        #expect(answer.status == 200, "\(number)")
        #expect(try answer.json()["stations"].array.count == limit, "\(number)")
      case .bad(let pointer):
        #expect(answer.status == 400, "\(number)")
        #expect(try answer.pointers() == [pointer], "\(number)")
      case .elsewhere: #expect(answer.status == 403, "\(number)")
      }
    }
  }

  private func mix(_ count: Int, _ random: inout SeededGenerator) -> [Asked] {
    var ids: [String] = []
    return (0..<count).map { number in
      switch Int.random(in: 0..<8, using: &random) {
      case 0...2:
        ids.append(newVisitID())
        return .visit(id: ids[ids.count - 1], .lane)
      case 3:
        ids.append(newVisitID())
        return .visit(id: ids[ids.count - 1], VisitDoor.throughRouter.randomElement(using: &random) ?? .query)
      case 4:
        guard let id = ids.randomElement(using: &random) else { return .elsewhere }
        return .again(id: id)
      case 5: return .bad(pointer: ["/people", "/at", "/services", "/id"].randomElement(using: &random) ?? "/at")
      case 6: return .elsewhere
      default: return .nearest(limit: number % 20 + 1)
      }
    }
  }

  private func stored(_ asked: [Asked]) throws -> Int? {
    let ids = asked.compactMap { if case .visit(let id, _) = $0 { "x'\(id.filter { $0 != "-" })'" } else { nil } }
    let count = try office.sql("SELECT count(*) FROM visit WHERE id IN (\(ids.joined(separator: ",")))")
    #expect(count == "[[\(ids.count)]]")
    return ids.count
  }

  @Test func visitsQuestionsAndBadVisitsInTurnAreEachAnsweredInTurn() throws {
    let office = try office
    let connection = try HTTPConnection(port: office.server.port)
    let asked = (0..<20).map { number -> Asked in
      switch number % 3 {
      case 0: .visit(id: newVisitID(), .lane)
      case 1: .nearest(limit: number)
      default: .bad(pointer: number % 2 == 0 ? "/people" : "/at")
      }
    }
    try connection.send(asked.flatMap { $0.bytes(office) })
    for (number, item) in asked.enumerated() { try item.check(connection.receive(), number) }
    #expect(try stored(asked) == 7)
  }

  /// In one write, in pieces of any length, and many connections at once.
  @Test(arguments: 0..<8) func anyMixInAnyPiecesIsAnsweredInOrder(round: Int) throws {
    let office = try office
    var random = SeededGenerator(seed: testSeed &+ UInt64(round))
    let connections = try (0..<4).map { _ in try HTTPConnection(port: office.server.port) }
    let asked = connections.map { _ in mix(20, &random) }
    var rest = asked.map { items in items.flatMap { $0.bytes(office) }[...] }
    while rest.contains(where: { !$0.isEmpty }) {
      for place in connections.indices {
        let length = round == 0 ? rest[place].count : Int.random(in: 1...600, using: &random)
        try connections[place].send(Array(rest[place].prefix(length)))
        rest[place] = rest[place].dropFirst(length)
      }
    }
    for (connection, items) in zip(connections, asked) {
      for (number, item) in items.enumerated() { try item.check(connection.receive(), number) }
      _ = try stored(items)
      #expect(try connection.exchange("GET", "/healthz").status == 200)
    }
  }

  @Test func twoVisitsInOneWriteAreTwo() throws {
    let office = try office
    let connection = try HTTPConnection(port: office.server.port)
    let asked = (0..<2).map { _ in Asked.visit(id: newVisitID(), .lane) }
    try connection.send(asked.flatMap { $0.bytes(office) })
    for (number, item) in asked.enumerated() { try item.check(connection.receive(), number) }
    #expect(try stored(asked) == 2)
  }

  @Test func theSameVisitTwiceInOneWriteIsOne() throws {
    let office = try office
    let connection = try HTTPConnection(port: office.server.port)
    let id = newVisitID()
    let asked = [Asked.visit(id: id, .lane), .again(id: id), .again(id: id)]
    try connection.send(asked.flatMap { $0.bytes(office) })
    for (number, item) in asked.enumerated() { try item.check(connection.receive(), number) }
  }

  @Test(arguments: [VisitDoor.lane, .query, .keptAlive]) func aVisitInSingleBytesIsTaken(door: VisitDoor) throws {
    let office = try office
    let connection = try HTTPConnection(port: office.server.port)
    let asked = (0..<2).map { _ in Asked.visit(id: newVisitID(), door) }
    for byte in asked.flatMap({ $0.bytes(office) }) { try connection.send([byte]) }
    for (number, item) in asked.enumerated() { try item.check(connection.receive(), number) }
  }

  @Test(arguments: [VisitDoor.lane, .query], [1, 2, 20])
  func whoHasSaidAllStillGetsTheAnswers(door: VisitDoor, count: Int) throws {
    let office = try office
    for isInOnePiece in [true, false] {
      let connection = try HTTPConnection(port: office.server.port)
      let asked = (0..<count).map { _ in Asked.visit(id: newVisitID(), door) }
      for item in asked where !isInOnePiece { try connection.send(item.bytes(office)) }
      if isInOnePiece { try connection.send(asked.flatMap { $0.bytes(office) }) }
      connection.finishSending()
      for (number, item) in asked.enumerated() { try item.check(connection.receive(), number) }
      #expect(connection.isClosed())
      #expect(try stored(asked) == count)
    }
  }

  @Test func aVisitThenAQuestionAndNothingMoreAreBothAnswered() throws {
    let office = try office
    let connection = try HTTPConnection(port: office.server.port)
    let asked = [Asked.visit(id: newVisitID(), .lane), .nearest(limit: 3), .visit(id: newVisitID(), .lane)]
    try connection.send(asked.flatMap { $0.bytes(office) })
    connection.finishSending()
    for (number, item) in asked.enumerated() { try item.check(connection.receive(), number) }
    #expect(connection.isClosed())
  }

  /// What follows a visit cannot take its answer away.
  @Test(
    arguments: [VisitDoor.lane, .query],
    [
      "rubbish\r\n\r\n", "GET /healthz HTTP/9.9\r\n\r\n",
      "POST /v1/visits HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{",
    ])
  func aVisitBeforeSomethingBrokenIsAnsweredFirst(door: VisitDoor, rest: String) throws {
    let office = try office
    for count in [1, 3] {
      let connection = try HTTPConnection(port: office.server.port)
      let asked = (0..<count).map { _ in Asked.visit(id: newVisitID(), door) }
      try connection.send(asked.flatMap { $0.bytes(office) } + Array(rest.utf8))
      connection.finishSending()
      for (number, item) in asked.enumerated() { try item.check(connection.receive(), number) }
      do {
        #expect((400..<500).contains(try connection.receive().status))
      } catch {
        // Closing without an answer is as good.
        #expect(connection.isClosed())
      }
    }
  }

  @Test func aConnectionThatIsToCloseClosesAfterTheVisit() throws {
    let office = try office
    let connection = try HTTPConnection(port: office.server.port)
    let headers = ["Content-Type": "application/json", "Connection": "close"]
    let answer = try connection.exchange(
      "POST", "/v1/visits", office.headers(.manager, headers),
      body: Array(#"{"station_id":"YZ-0001","group":"delivery"}"#.utf8))
    #expect(answer.status == 201)
    #expect(connection.isClosed())
  }
}

@Suite("A visit is stored when all of it was sent, and only then")
struct ForsakenVisitTests {
  private static func visit(_ office: Office, station: String, _ door: VisitDoor) -> [UInt8] {
    HTTPConnection.request(
      "POST", door.target, office.headers(.admin, door.headers),
      body: door.body(#"{"station_id":"\#(station)","group":"delivery"}"#))
  }

  @Test func whoeverClosesAtOnceLeavesTheVisitAndHalfOfOneIsNone() throws {
    let office = try Office()
    for number in 0..<20 {
      let door = number % 4 == 3 ? VisitDoor.query : .lane
      let whole = try HTTPConnection(port: office.server.port)
      try whole.send(Self.visit(office, station: "YZ-0050", door))
      let half = try HTTPConnection(port: office.server.port)
      try half.send(Array(Self.visit(office, station: "YZ-0051", door).dropLast(number + 1)))
    }
    // They are closed; what was sent is read nevertheless.
    let deadline = ContinuousClock.now + HTTPConnection.patience
    var count = 0
    while count < 20, ContinuousClock.now < deadline {
      count = try office.get("/v1/visits?station=YZ-0050").json()["visits"].array.count
    }
    #expect(count == 20)
    #expect(office.server.takeLog() == "")
    #expect(office.server.end() == 0)
    #expect(
      try office.sql("SELECT station_id, count(*) FROM visit GROUP BY station_id") == #"[["YZ-0050", 20]]"#)
  }

  @Test(arguments: [VisitDoor.lane, .query, .keptAlive])
  func whoeverBreaksOffIsAtFaultAndNotTheServer(door: VisitDoor) throws {
    let office = try Office()
    let connection = try HTTPConnection(port: office.server.port)
    try connection.send(Array(Self.visit(office, station: "YZ-0050", door).dropLast(5)))
    connection.finishSending()
    let answer = try connection.receive()
    #expect(answer.status == 400)
    #expect(answer["Content-Type"] == "application/problem+json")
    #expect(connection.isClosed())
    #expect(office.server.takeLog() == "")
    #expect(office.server.end() == 0)
    #expect(try office.sql("SELECT count(*) FROM visit") == "[[0]]")
  }

  /// Of clients that send one request at a time: what the server took it answered, and what it answered it kept.
  @Test func stoppedWhileVisitsComeItAnswersThoseThatItKeepsAndNoOther() throws {
    let files = try TemporaryFolder()
    var random = SeededGenerator(seed: testSeed)
    let office = try Office()
    var server = office.server
    for round in 1...killRounds {
      let (sent, acknowledged) = (files.path("sent\(round)"), files.path("acknowledged\(round)"))
      let load = try PythonProgram(
        "visit_load.py", [String(server.port), office.token(.manager), sent, acknowledged])
      try #require(try load.line() == "going")
      _ = load.process.wait(within: .microseconds(Int.random(in: 10_000...150_000, using: &random)))
      #expect(server.end() == 0)
      #expect(load.process.wait(within: .seconds(30)) == 0)
      #expect(server.takeLog() == "", "round \(round), seed \(testSeed)")
      let faults = try Python.run(
        """
        import sqlite3, sys, uuid
        read = lambda path: {uuid.UUID(line.strip()).bytes for line in open(path)}
        acknowledged, sent = read(sys.argv[2]), read(sys.argv[3])
        with sqlite3.connect(sys.argv[1]) as database:
            kept = {id for id, in database.execute("SELECT id FROM visit")} & sent
        print(bool(acknowledged), len(acknowledged - kept), len(kept - acknowledged))
        """, [office.place.database, acknowledged, sent])
      #expect(faults == "True 0 0", "round \(round), seed \(testSeed)")
      server = try RunningServer(in: office.place.folder, database: Workplace.database)
    }
    #expect(server.end() == 0)
  }
}
