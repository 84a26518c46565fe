import Foundation
import Glibc
import TestSupport

/// A folder in which commands run as a user would run them, with a database of its own.
final class Workplace: Sendable {
  let folder: TemporaryFolder

  static let database = "yizhan.sqlite"
  static let yanzhou = Project.fixture("yanzhou/stations.csv").path

  /// The database's path from anywhere.
  var database: String { folder.path(Self.database) }

  init() throws {
    folder = try TemporaryFolder()
  }

  /// A place whose database holds the stations of Yanzhou.
  static func withYanzhou() throws -> Workplace {
    let place = try Workplace()
    let outcome = try place.run("station", "import", yanzhou)
    guard outcome.status == 0 else { throw Failure(description: outcome.messages) }
    return place
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs a command on this place's database.
  func run(_ arguments: String..., environment: [String: String] = [:], input: String = "") throws -> Outcome {
    try start(arguments, ["YIZHAN_DB": Self.database].merging(environment) { $1 }, input: input).outcome()
  }

  /// Runs a command with nothing in its environment but what is given.
  func runBare(_ arguments: String..., environment: [String: String] = [:]) throws -> Outcome {
    try start(arguments, environment).outcome()
  }

  /// Starts a command, so that others may run at the same time.
  func start(_ arguments: [String], _ environment: [String: String] = [:], input: String = "") throws -> StartedCommand
  {
    try StartedCommand(
      arguments, Program.environment.merging(environment) { $1 }, folder: folder, input: input)
  }

  func text(of file: String) throws -> String {
    try String(contentsOfFile: folder.path(file), encoding: .utf8)
  }

  func exists(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.path(file))
  }
}

/// What came of a command.
struct Outcome {
  let status: Int32
  /// Its standard output.
  let output: String
  /// Its standard error.
  let messages: String

  func json() throws -> JSONValue { try JSONValue(output) }
  /// The lines of its standard output.
  var lines: [String] { output.split(separator: "\n").map(String.init) }
}

/// A command under way.
final class StartedCommand: Sendable {
  private let process: ChildProcess
  private let exchange: TemporaryFolder
  private let arguments: [String]

  init(_ arguments: [String], _ environment: [String: String], folder: TemporaryFolder, input: String) throws {
    self.arguments = arguments
    exchange = try TemporaryFolder()
    try exchange.write("in", input)
    let streams = [
      open(exchange.path("in"), O_RDONLY | O_CLOEXEC),
      open(exchange.path("out"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600),
      open(exchange.path("err"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600),
    ]
    defer { for stream in streams { close(stream) } }
    process = try ChildProcess(
      .init(
        Program.path, arguments, environment: environment, folder: folder.url.path, input: streams[0],
        output: streams[1], error: streams[2]))
  }

  /// Kills it, unless it ends before.
  func kill(after patience: Duration) {
    if process.wait(within: patience) == nil { process.signal(SIGKILL) }
  }

  /// Waits for its end.
  func outcome() throws -> Outcome {
    guard let status = process.wait(within: .seconds(40)) else {
      throw Workplace.Failure(description: "yizhan \(arguments.joined(separator: " ")) does not end")
    }
    return Outcome(
      status: status, output: try String(contentsOfFile: exchange.path("out"), encoding: .utf8),
      messages: try String(contentsOfFile: exchange.path("err"), encoding: .utf8))
  }
}
