import Foundation
import Glibc
import TestSupport

/// A program of this folder whose checks drive a browser against a server.
struct BrowserChecks: Sendable {
  /// A line that such a program prints.
  private struct Line: Decodable {
    var held, fault, detail, ask, note: String?
    var done: Int?
  }

  struct Report: Sendable {
    /// The checks that held, in order.
    var held: [String] = []
    /// Those that did not, and why.
    var faults: [(check: String, detail: String)] = []
    /// What the program has counted at its end; nothing when it broke off.
    var count: Int?
  }

  let program: String

  /// Runs all checks to their end; stops and starts the server when they ask for it.
  func run(against server: PageServer) throws -> Report {
    let (input, output) = (Pipe(), Pipe())
    let process = try ChildProcess(
      .init(
        Oracle.python.path, [path, server.url], environment: environment(server), folder: "/",
        input: input.fileHandleForReading.fileDescriptor, output: output.fileHandleForWriting.fileDescriptor,
        error: STDERR_FILENO))
    try output.fileHandleForWriting.close()
    var report = Report()
    while let text = try line(of: output.fileHandleForReading) {
      let line = try JSONDecoder().decode(Line.self, from: text)
      if let held = line.held { report.held.append(held) }
      if let fault = line.fault { report.faults.append((fault, line.detail ?? "")) }
      if let note = line.note { print("\(program): \(note)") }
      if let count = line.done { report.count = count }
      if let request = line.ask {
        try request == "stop" ? server.stop() : server.start()
        try input.fileHandleForWriting.write(contentsOf: Data("done\n".utf8))
      }
    }
    _ = process.wait(within: .seconds(10))
    return report
  }

  private var path: String {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: program).path
  }

  private func environment(_ server: PageServer) -> [String: String] {
    var environment = Program.environment
    (environment["YIZHAN_TOKEN"], environment["YIZHAN_CODE"]) = (server.token, server.code)
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    for name in ["YIZHAN_TEST_SCREENSHOTS", "YIZHAN_TEST_CHROMIUM"] {
      environment[name] = ProcessInfo.processInfo.environment[name]
    }
    return environment
  }

  /// The next line; nothing at the end.
  private func line(of file: FileHandle) throws -> Data? {
    var line = Data()
    while let byte = try file.read(upToCount: 1), !byte.isEmpty {
      if byte == Data("\n".utf8) { return line }
      line += byte
    }
    return line.isEmpty ? nil : line
  }
}
