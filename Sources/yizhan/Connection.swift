import Foundation
import HTTPAPI
import Logging
import RemoteClient
import RestStations
import SQLiteStorage
import StationDirectory

/// The way from a command to the directory: a server, the server that has the local database open, or the database
/// itself. The same requests go either way.
enum Connection {
  /// How long another process may keep the database without answering, before the command gives up.
  private static let patience = Duration.seconds(5)

  /// - Parameters:
  ///   - preparation: what to do about a database that is not there yet.
  ///   - progress: is told how much of a long work is done, 0…1.
  static func open(
    _ options: ConnectionOptions, _ preparation: SQLiteStorage.Preparation = .existing,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> APIClient {
    switch options.place {
    case .server(let url): try remote(.url(base: url), options, progress: progress)
    case .database(let path): try await local(path, preparation, progress: progress)
    }
  }

  /// Writes a copy of a database into a new file, by the server that has it open, or from the database itself.
  static func backUp(_ options: ConnectionOptions, to path: String) async throws {
    switch options.place {
    case .server(let url): try await download(.url(base: url), token: try options.token(), to: path)
    case .database(let database):
      try await reach(database, .existing) { storage in
        try await storage.backUp(to: path)
      } served: { door in
        try await download(door, token: nil, to: path)
      }
    }
  }

  /// A server makes the copy before it sends any of it, which takes a second for some hundred megabytes.
  private static func download(_ door: CurlClient.Door, token: AccessToken?, to path: String) async throws {
    let client = CurlClient(door: door, timeouts: .init(silence: .seconds(3600), overall: .seconds(86_400)))
    try await APIClient(language: language) { request in
      try client.download(authorised(request, token), to: path)
    }.backUp()
  }

  /// The owner's socket of the server that has a database open.
  static func socketPath(beside database: String) -> String {
    database + ".socket"
  }

  /// A server by its address, with the user's token.
  static func remote(
    _ door: CurlClient.Door, _ options: ConnectionOptions, _ timeouts: CurlClient.Timeouts = .standard,
    progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) throws -> APIClient {
    remote(door, token: try options.token(), timeouts, progress: progress)
  }

  private static func remote(
    _ door: CurlClient.Door, token: AccessToken?, _ timeouts: CurlClient.Timeouts = .standard,
    progress: @escaping @Sendable (Double) -> Void
  ) -> APIClient {
    let client = CurlClient(door: door, timeouts: timeouts)
    return APIClient(language: language) { request in
      try client.send(authorised(request, token)) { share in
        if request.body != nil { progress(share) }
      }
    }
  }

  private static func authorised(_ request: HTTPRequest, _ token: AccessToken?) -> HTTPRequest {
    var request = request
    if let token { request.headers.append(("Authorization", "Bearer " + token.text)) }
    return request
  }

  private static func local(
    _ path: String, _ preparation: SQLiteStorage.Preparation, progress: @escaping @Sendable (Double) -> Void
  ) async throws -> APIClient {
    try await reach(path, preparation) { storage in
      inProcess(storage, path, progress: progress)
    } served: { door in
      remote(door, token: nil, progress: progress)
    }
  }

  /// Waits until a database can be opened, or is served by who has it open.
  private static func reach<Way>(
    _ path: String, _ preparation: SQLiteStorage.Preparation, opened: (SQLiteStorage) async throws -> Way,
    served: (CurlClient.Door) async throws -> Way
  ) async throws -> Way {
    let deadline = ContinuousClock.now + patience
    while true {
      if let storage = try SQLiteStorage(path: path, preparation, for: .command) { return try await opened(storage) }
      if isServed(path) { return try await served(.socket(path: socketPath(beside: path))) }
      guard ContinuousClock.now < deadline else { throw held(path) }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  private static func inProcess(
    _ storage: SQLiteStorage, _ path: String, progress: @escaping @Sendable (Double) -> Void
  ) -> APIClient {
    let services = Composition.services(storage, path: path)
    let api = InProcessAPI(services, logger: Logger(label: "yizhan") { StreamLogHandler.standardError(label: $0) })
    return APIClient(language: language) { request in
      let answer = try await api.answer(
        method: request.method, target: request.path, headers: request.headers, body: request.body ?? [],
        progress: progress)
      return HTTPResponse(status: answer.status, body: answer.body)
    }
  }

  /// Whether a server that has a database open answers.
  static func isServed(_ path: String) -> Bool {
    let socket = socketPath(beside: path)
    guard FileManager.default.fileExists(atPath: socket) else { return false }
    let timeouts = CurlClient.Timeouts(connect: .seconds(1), silence: .seconds(2), overall: .seconds(3))
    let answer = try? CurlClient(door: .socket(path: socket), timeouts: timeouts).send(HTTPRequest("GET", "/healthz"))
    return answer?.status == 200
  }

  static func held(_ path: String) -> YizhanError {
    YizhanError(
      .databaseHeld,
      Bilingual(
        "\(path) is held by a process that does not answer", "\(path) 被一个没有响应的进程占用"))
  }
}
