public import Foundation
import Glibc

/// A program run to its end.
public enum Command {
  public struct Result: Sendable {
    /// 128 and the number when a signal ended it.
    public let status: Int32
    public let standardOutput: String
    public let standardError: String
  }

  /// No test waits longer.
  private static let patience = Duration.seconds(3600)

  /// Runs a program with its input, and waits for it.
  public static func run(
    _ path: String, _ arguments: [String], input: String = "", environment: [String: String]? = nil,
    folder: URL? = nil
  ) throws -> Result {
    // Files rather than pipes: nothing can fill up, whatever the order in which the program reads and writes.
    let exchange = try TemporaryFolder()
    try exchange.write("in", input)
    let streams = [
      open(exchange.path("in"), O_RDONLY | O_CLOEXEC),
      open(exchange.path("out"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600),
      open(exchange.path("err"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600),
    ]
    defer { for stream in streams { close(stream) } }
    let process = try ChildProcess(
      .init(
        path, arguments, environment: environment ?? ProcessInfo.processInfo.environment,
        folder: folder?.path ?? FileManager.default.currentDirectoryPath, input: streams[0], output: streams[1],
        error: streams[2]))
    guard let status = process.wait(within: patience) else {
      throw ChildProcess.Failure(description: "\(path) does not end")
    }
    return Result(
      status: status,
      standardOutput: try String(contentsOf: exchange.url.appending(path: "out"), encoding: .utf8),
      standardError: try String(contentsOf: exchange.url.appending(path: "err"), encoding: .utf8))
  }
}
