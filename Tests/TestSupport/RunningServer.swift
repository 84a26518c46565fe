import Foundation
import Glibc

/// `yizhan serve` on a port of its own, killed with the value.
public final class RunningServer: Sendable {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// The database's path as the server was given it.
  public let database: String
  public let port: Int
  /// The line that it prints when it is ready.
  public let announcement: String

  private let folder: TemporaryFolder
  private let process: ChildProcess
  private let log: ServerLog
  /// Whether it tells of each request, for the logs that are kept.
  private let isTalkative: Bool

  public var processID: Int { process.processID }
  public var url: String { "http://127.0.0.1:\(port)" }
  public var socketPath: String { path + ".socket" }
  /// The database's path from anywhere.
  public var path: String { database.hasPrefix("/") ? database : folder.path(database) }

  /// Starts a server and waits until it answers.
  ///
  /// - Parameters:
  ///   - folder: where it runs, kept as long as this value.
  ///   - database: from the folder, or absolute; made when there is none.
  ///   - launcher: a program that starts the server, with its arguments.
  ///   - options: of `yizhan serve`, beyond those for port and database.
  ///   - environment: beyond the usual one.
  public init(
    in folder: TemporaryFolder, database: String = "yizhan.sqlite", port: Int = 0, launcher: [String] = [],
    options: [String] = [], environment: [String: String] = [:]
  ) throws {
    (self.folder, self.database) = (folder, database)
    let ends = try ChildProcess.channel()
    log = ServerLog(ends.ours)
    let settings = Self.settings.merging(environment) { $1 }
    isTalkative = settings["YIZHAN_LOG_LEVEL"] == "info" && !options.contains("--log-level")
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    do {
      defer { close(ends.theirs) }
      let command = launcher + [Program.path, "serve", "--port", String(port), "--db", database] + options
      process = try ChildProcess(
        .init(
          command[0], Array(command.dropFirst()), environment: Program.environment.merging(settings) { $1 },
          folder: folder.url.path,
          input: null, output: null, error: ends.theirs))
    }
    announcement = log.announcement()
    guard let port = announcement.firstMatch(of: /:\/\/[^\s"]*:([0-9]+)/).flatMap({ Int($0.1) }) else {
      throw Failure(description: "yizhan serve said: \(announcement)")
    }
    self.port = port
    log.follow()
  }

  /// No limit of rates, which have tests of their own; and all that is ever logged.
  private static let settings: [String: String] = {
    let rates = ["READS", "WRITES", "TOKEN_READS", "TOKEN_WRITES"].flatMap { ["\($0)_PER_SECOND", "\($0)_BURST"] }
    let limits = Dictionary(uniqueKeysWithValues: rates.map { ("YIZHAN_LIMITS_\($0)", "1000000") })
    return limits.merging(["YIZHAN_LOG_LEVEL": "info"]) { $1 }
  }()

  /// Asks by a new connection.
  public func get(_ target: String, _ headers: [String: String] = [:]) throws -> HTTPAnswer {
    try exchange("GET", target, headers)
  }

  /// Sends a request by a new connection.
  public func exchange(
    _ method: String, _ target: String, _ headers: [String: String] = [:], body: [UInt8]? = nil
  ) throws -> HTTPAnswer {
    defer { withExtendedLifetime(self) {} }
    return try HTTPConnection(port: port).exchange(method, target, headers, body: body)
  }

  /// Sends a request to the owner's socket.
  public func exchangeAsOwner(
    _ method: String, _ target: String, _ headers: [String: String] = [:], body: [UInt8]? = nil
  ) throws -> HTTPAnswer {
    defer { withExtendedLifetime(self) {} }
    return try HTTPConnection(socket: socketPath).exchange(method, target, headers, body: body)
  }

  /// Sends a signal and waits: the exit status, or nothing when the server runs on.
  public func end(by signal: Int32 = 15, within patience: Duration = .seconds(20)) -> Int32? {
    process.signal(signal)
    return process.wait(within: patience)
  }

  /// Sends a signal.
  public func signal(_ number: Int32) {
    process.signal(number)
  }

  /// What the server says until a text is there, or the time is over.
  public func log(until text: String, within patience: Duration = .seconds(20)) -> String {
    let deadline = ContinuousClock.now + patience
    var said = ""
    while !said.contains(text), ContinuousClock.now < deadline {
      usleep(5000)
      said += takeLog()
    }
    return said
  }

  /// What the server has said since it was ready, or since the last call, but for a line about each request.
  public func takeLog() -> String {
    let lines = log.take().split(separator: "\n", omittingEmptySubsequences: false)
    return lines.filter { !isTalkative || !ServerLog.isByTheWay($0) }.joined(separator: "\n")
  }
}

/// The program under test.
public enum Program {
  /// `YIZHAN_PROGRAM` names another than the one that was built with the tests.
  public static var path: String {
    ProcessInfo.processInfo.environment["YIZHAN_PROGRAM"] ?? Project.products.appending(path: "yizhan").path
  }

  /// An environment without the tester's settings, in English.
  public static var environment: [String: String] {
    let kept = ["PATH", "HOME", "TMPDIR"]
    var environment = ProcessInfo.processInfo.environment.filter { kept.contains($0.key) }
    environment["LANG"] = "C.UTF-8"
    return environment
  }
}
