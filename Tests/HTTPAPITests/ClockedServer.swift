import Foundation
import HTTPAPI
import Logging
import RestStations
import SQLiteStorage
import StationDirectory
import TestSupport
import Testing

/// The server in this process, at a port and a socket of its own, with a clock that the test sets.
final class ClockedServer: Sendable {
  let clock: TestClock
  /// Every call that there is, as `GET /path`.
  let calls: [String]
  private let folder: TemporaryFolder
  let port: Int

  private var socketPath: String { Self.socketPath(folder) }

  private static func socketPath(_ folder: TemporaryFolder) -> String { folder.path("a.socket") }

  private init(_ folder: TemporaryFolder, _ clock: TestClock, port: Int, calls: [String]) {
    (self.folder, self.clock, self.port, self.calls) = (folder, clock, port, calls)
  }

  /// Serves the stations of a file while a body runs.
  ///
  /// - Parameters:
  ///   - instant: RFC 3339.
  ///   - configure: sets what is to be other than usual.
  static func serving(
    _ csv: String = "id,name,lat,lon\nA,One,35.5,116.8\n", at instant: String = "2026-11-24T12:00:00+08:00",
    configuring configure: (inout APIServer.Configuration) -> Void = { _ in },
    _ body: (ClockedServer) async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let storage = try #require(try SQLiteStorage(path: folder.path("a.sqlite"), .create))
    let clock = TestClock(try #require(Instant.parse(instant)))
    let directory = StationDirectory(storage) { clock.now }
    _ = try await directory.importStations(csv: Array(csv.utf8), ImportOptions())
    let key = SecretKey.random()
    let services = APIServices(
      directory, visits: storage, access: storage, checks: storage, backups: storage, usage: storage, key: { key },
      erasures: ErasureJournal(path: folder.path("a.sqlite.erasures")), clock: { clock.now * 1000 })
    var configuration = APIServer.Configuration(host: "127.0.0.1", port: 0, socketPath: socketPath(folder))
    configure(&configuration)
    let server = APIServer(
      services, configuration,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let (ports, ready) = AsyncStream.makeStream(of: Int.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask(executorPreference: ThreadExecutor.shared) {
        defer { ready.finish() }
        try await server.run { ready.yield($0) }
      }
      if let port = await ports.first(where: { _ in true }) {
        let clocked = ClockedServer(folder, clock, port: port, calls: APIServer.calls(services))
        try await body(clocked)
        // The lane answers on a connection before the server's own loop has come to it; whoever ends that loop meanwhile ends
        // the process. It takes connections in their order: an answer of the router means that it has taken all before.
        _ = try? await clocked.get("/healthz")
      }
      group.cancelAll()
      try await group.waitForAll()
    }
    try storage.close()
  }

  func get(_ target: String, _ headers: [String: String] = [:]) async throws -> HTTPAnswer {
    try await exchange("GET", target, headers)
  }

  /// Sends a request by a connection of its own: of the owner's to the socket, of anyone's to the port.
  func exchange(
    _ method: String, _ target: String, _ headers: [String: String] = [:], body: String? = nil, asOwner: Bool = false
  ) async throws -> HTTPAnswer {
    let (port, path) = (port, socketPath)
    return try await OwnThread.run {
      let connection = try asOwner ? HTTPConnection(socket: path) : HTTPConnection(port: port)
      return try connection.exchange(method, target, headers, body: body.map { Array($0.utf8) })
    }
  }

  /// Asks by a connection that is open.
  func exchanging(_ connection: HTTPConnection, _ target: String) async throws -> HTTPAnswer {
    try await OwnThread.run { try connection.exchange("GET", target) }
  }

  /// Sends what may be no request at all, by a connection of its own.
  func sending(_ text: String) async throws -> HTTPAnswer {
    let port = port
    return try await OwnThread.run {
      let connection = try HTTPConnection(port: port)
      try connection.send(Array(text.utf8))
      return try connection.receive()
    }
  }

  /// Whether the server closes a connection.
  func isClosed(_ connection: HTTPConnection) async throws -> Bool {
    try await OwnThread.run { connection.isClosed() }
  }

  /// Asks for the metrics until a line is among them.
  func waitForMetric(_ line: String) async throws {
    let deadline = ContinuousClock.now + HTTPConnection.patience
    while ContinuousClock.now < deadline {
      if try await get("/metrics").text.contains(line + "\n") { return }
    }
    Issue.record("the metrics never have \(line)")
  }
}
