public import Foundation

/// A program run to its end.
public enum Command {
  public struct Result: Sendable {
    public let status: Int32
    public let standardOutput: String
    public let standardError: String
  }

  /// Runs a program with its input, and waits for it.
  public static func run(
    _ path: String, _ arguments: [String], input: String = "", environment: [String: String]? = nil,
    folder: URL? = nil
  ) throws -> Result {
    // Files rather than pipes: nothing can fill up, whatever the order in which the program reads and writes.
    let exchange = try TemporaryFolder()
    try exchange.write("in", input)
    try exchange.write("out", "")
    try exchange.write("err", "")
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    if let environment { process.environment = environment }
    if let folder { process.currentDirectoryURL = folder }
    process.standardInput = try FileHandle(forReadingFrom: exchange.url.appending(path: "in"))
    process.standardOutput = try FileHandle(forWritingTo: exchange.url.appending(path: "out"))
    process.standardError = try FileHandle(forWritingTo: exchange.url.appending(path: "err"))
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      standardOutput: try String(contentsOf: exchange.url.appending(path: "out"), encoding: .utf8),
      standardError: try String(contentsOf: exchange.url.appending(path: "err"), encoding: .utf8))
  }
}
