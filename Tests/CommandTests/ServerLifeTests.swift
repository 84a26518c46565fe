import Foundation
import Glibc
import TestSupport
import Testing

@Suite("A server's life: it starts on what was left, and leaves nothing")
struct ServerLifeTests {
  private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private func size(_ path: String) throws -> Int {
    guard exists(path) else { return 0 }
    return (try FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber)?.intValue ?? -1
  }

  @Test func itSaysWhereItServesAndAnswersByThen() throws {
    let place = try Workplace.withYanzhou()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    #expect(server.announcement.contains("139 stations"))
    #expect(server.announcement.contains(server.url))
    #expect(try server.get("/readyz").status == 200)
    #expect(exists(server.socketPath))
    #expect(try server.exchangeAsOwner("GET", "/healthz").status == 200)
    #expect(server.takeLog() == "")
    withExtendedLifetime(server) {}
  }

  @Test(arguments: [SIGTERM, SIGINT]) func itEndsInTimeWithConnectionsOpen(signal: Int32) throws {
    let server = try RunningServer(in: TemporaryFolder())
    #expect(
      try server.exchangeAsOwner("POST", "/v1/stations/import", body: Array("id,name,lat,lon\nA,One,1,2\n".utf8)).status
        == 200)
    let idle = try (0..<5).map { _ in try HTTPConnection(port: server.port) }
    for connection in idle.dropFirst() { #expect(try connection.exchange("GET", "/healthz").status == 200) }
    let owner = try HTTPConnection(socket: server.socketPath)
    #expect(try owner.exchange("GET", "/healthz").status == 200)
    let half = try HTTPConnection(port: server.port)
    try half.send(Array("GET /v1/stations/nearest?lat=1&l".utf8))
    let upload = try HTTPConnection(socket: server.socketPath)
    try upload.send(Array("POST /v1/stations/import HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nid,na".utf8))

    let start = ContinuousClock.now
    let status = server.end(by: signal)
    #expect(ContinuousClock.now - start < .seconds(5))
    #expect(status == 0)
    #expect(!exists(server.socketPath))
    #expect(try size(server.path + "-wal") == 0)
    withExtendedLifetime((idle, owner, half, upload)) {}
  }

  /// A client that was let in gets its answer, and knows that it is the last.
  @Test func whoIsConnectedWhenItStopsIsAnsweredAndToldThatItIsTheLastAnswer() throws {
    let server = try RunningServer(in: TemporaryFolder())
    let (new, kept) = (try HTTPConnection(port: server.port), try HTTPConnection(port: server.port))
    #expect(try kept.exchange("GET", "/healthz").status == 200)
    let half = try HTTPConnection(port: server.port)
    let request = HTTPConnection.request("GET", "/v1/stations/nearest?lat=1&lon=2")
    try half.send(Array(request.dropLast(2)))
    // The connections are known to the server when a later one has been answered.
    #expect(try server.get("/healthz").status == 200)
    server.signal(SIGTERM)
    // The signal comes by another way than the requests.
    while try kept.exchange("GET", "/healthz")["Connection"] != "close" {}
    try new.send(request)
    try half.send(Array(request.suffix(2)))
    for connection in [new, half] {
      let answer = try connection.receive()
      #expect(answer.status == 200)
      #expect(answer["Connection"] == "close")
      #expect(connection.isClosed())
    }
    #expect(server.end() == 0)
  }

  @Test func whileItDrainsItAnswersAndSaysThatItIsNotReady() throws {
    let server = try RunningServer(in: TemporaryFolder(), options: ["--drain-seconds", "600"])
    server.signal(SIGTERM)
    let connection = try HTTPConnection(port: server.port)
    // The signal comes by another way than the requests.
    let deadline = ContinuousClock.now + HTTPConnection.patience
    while try connection.exchange("GET", "/readyz").status == 200, ContinuousClock.now < deadline {}
    let answer = try server.get("/readyz")
    #expect(answer.status == 503)
    #expect(answer.text.contains("draining"))
    #expect(answer["Retry-After"] != nil)
    #expect(try server.get("/v1/stations").status == 200)
    // Who says it twice does not want to wait.
    #expect(server.end() == 0)
  }

  @Test func aConnectionOfHTTP10EndsWithItsAnswerUnlessItAsksToStay() throws {
    let server = try RunningServer(in: TemporaryFolder())
    let old = try HTTPConnection(port: server.port)
    try old.send(Array("GET /healthz HTTP/1.0\r\n\r\n".utf8))
    #expect(try old.receive().status == 200)
    #expect(old.isClosed())
    let staying = try HTTPConnection(port: server.port)
    for _ in 0..<2 {
      try staying.send(Array("GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n".utf8))
      #expect(try staying.receive().status == 200)
    }
    withExtendedLifetime(server) {}
  }

  @Test func withNoConnectionsItEndsAtOnceAndLeavesTheDatabaseInOneFile() throws {
    let place = try Workplace.withYanzhou()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    #expect(try server.get("/v1/stations/YZ-0001").status == 200)
    let start = ContinuousClock.now
    #expect(server.end() == 0)
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(!exists(server.socketPath))
    #expect(try size(server.path + "-wal") == 0)
  }

  @Test func aPortInUseIsSaidAndNothingIsLeftBehind() throws {
    let server = try RunningServer(in: TemporaryFolder())
    let place = try Workplace()
    let outcome = try place.start(["serve", "--port", String(server.port), "--db", "other.sqlite"]).outcome()
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.messages.contains("127.0.0.1:\(server.port)"))
    #expect(outcome.messages.lowercased().contains("in use"))
    #expect(!place.exists("other.sqlite.socket"))
    #expect(try server.get("/healthz").status == 200)
  }

  @Test func aSecondServerOnTheSameDatabaseIsRefused() throws {
    let place = try Workplace.withYanzhou()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    let outcome = try place.start(["serve", "--port", "0", "--db", Workplace.database]).outcome()
    #expect([1, 75].contains(outcome.status))
    #expect(outcome.messages.contains(Workplace.database))
    // The first one keeps its socket.
    #expect(try server.exchangeAsOwner("GET", "/healthz").status == 200)
    withExtendedLifetime(server) {}
  }

  @Test func afterBeingKilledItStartsAgainOnWhatItHadStored() throws {
    let place = try Workplace()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    #expect(try place.run("station", "import", Workplace.yanzhou).status == 0)
    #expect(server.end(by: SIGKILL) == 128 + SIGKILL)
    #expect(exists(server.socketPath))
    // A socket that nobody serves is in nobody's way.
    #expect(try place.run("station", "list", "--format", "json").json().array.count == 138)
    let next = try RunningServer(in: place.folder, database: Workplace.database)
    #expect(try next.get("/v1/stations?limit=1000").json()["stations"].array.count == 138)
    #expect(try place.run("nearest", "35.55", "116.78").lines.count == 6)
    #expect(next.end() == 0)
    #expect(!exists(next.socketPath))
  }

  @Test func anAddressThatCannotBeListenedAtIsSaid() throws {
    let place = try Workplace()
    let outcome = try place.start(["serve", "--host", "192.0.2.1", "--port", "0", "--db", "a.sqlite"]).outcome()
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("192.0.2.1"))
  }
}
