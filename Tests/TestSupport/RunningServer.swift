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
  /// Its standard error.
  private let log: Int32

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
    log = ends.ours
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    do {
      defer { close(ends.theirs) }
      let command = launcher + [Program.path, "serve", "--port", String(port), "--db", database] + options
      process = try ChildProcess(
        .init(
          command[0], Array(command.dropFirst()), environment: Program.environment.merging(environment) { $1 },
          folder: folder.url.path,
          input: null, output: null, error: ends.theirs))
    }
    announcement = Self.line(log)
    guard let port = announcement.firstMatch(of: /:\/\/[^\s"]*:([0-9]+)/).flatMap({ Int($0.1) }) else {
      throw Failure(description: "yizhan serve said: \(announcement)")
    }
    self.port = port
  }

  deinit {
    close(log)
  }

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
    var log = ""
    while !log.contains(text), Readiness.wait(self.log, for: POLLIN, until: deadline) {
      let more = takeLog()
      guard !more.isEmpty else { break }
      log += more
    }
    return log
  }

  /// What the server has said since it was ready, or since the last call. Some 100 KB are held.
  public func takeLog() -> String {
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while Readiness.wait(log, for: POLLIN, until: .now) {
      let count = read(log, &buffer, buffer.count)
      guard count > 0 else { break }
      text += buffer[..<count]
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads the line that says where it serves.
  private static func line(_ log: Int32) -> String {
    let deadline = ContinuousClock.now + .seconds(20)
    var line: [UInt8] = []
    while Readiness.wait(log, for: POLLIN, until: deadline) {
      var byte: UInt8 = 0
      guard read(log, &byte, 1) == 1, byte != UInt8(ascii: "\n") else { break }
      line.append(byte)
    }
    return String(decoding: line, as: UTF8.self)
  }
}

/// The program under test.
public enum Program {
  public static var path: String { Project.products.appending(path: "yizhan").path }

  /// An environment without the tester's settings, in English.
  public static var environment: [String: String] {
    let kept = ["PATH", "HOME", "TMPDIR"]
    var environment = ProcessInfo.processInfo.environment.filter { kept.contains($0.key) }
    environment["LANG"] = "C.UTF-8"
    return environment
  }
}
