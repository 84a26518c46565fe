import Foundation
import Glibc
import RemoteClient
import RestStations
import TestSupport
import Testing

/// `http_server.py` in a process of its own for as long as the value lives, and a client of it.
final class HTTPServer {
  let client: CurlClient
  /// 0 for a Unix socket.
  let port: Int
  /// A port of this machine that refuses connections.
  let closedPort: Int

  private let process: ChildProcess
  private let input = Pipe()

  init(
    _ arguments: [String] = [], prefix: String = "", timeouts: CurlClient.Timeouts = .standard,
    maximumBodyBytes: Int = CurlClient.standardMaximumBodyBytes
  ) throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "http_server.py").path
    let output = Pipe()
    process = try ChildProcess(
      .init(
        "python3", [script] + arguments, environment: ProcessInfo.processInfo.environment,
        folder: FileManager.default.currentDirectoryPath,
        input: input.fileHandleForReading.fileDescriptor, output: output.fileHandleForWriting.fileDescriptor,
        error: STDERR_FILENO))
    try output.fileHandleForWriting.close()
    let line = try Self.line(output.fileHandleForReading)
    let ports = line.split { $0.isWhitespace }.compactMap { Int($0) }
    try #require(ports.count == 2, "http_server.py said \(line.debugDescription)")
    (port, closedPort) = (ports[0], ports[1])
    client = CurlClient(
      door: .url(base: "http://127.0.0.1:\(port)\(prefix)"), timeouts: timeouts, maximumBodyBytes: maximumBodyBytes)
  }

  /// Sends a request by ``client``; the server lives at least as long as that takes.
  func send(_ request: HTTPRequest) throws(YizhanError) -> HTTPResponse {
    defer { withExtendedLifetime(self) {} }
    return try client.send(request)
  }

  /// The error of a request that must fail, by another door perhaps.
  func failure(_ request: HTTPRequest, door: CurlClient.Door? = nil) throws -> YizhanError {
    defer { withExtendedLifetime(self) {} }
    return try RemoteClientTests.failure(door.map { CurlClient(door: $0) } ?? client, request)
  }

  private static func line(_ file: FileHandle) throws -> String {
    var line = Data()
    while let byte = try file.read(upToCount: 1), byte != Data("\n".utf8), !byte.isEmpty { line += byte }
    return String(decoding: line, as: UTF8.self)
  }
}

/// The error of a request that must fail.
func failure(_ client: CurlClient, _ request: HTTPRequest = HTTPRequest("GET", "/")) throws -> YizhanError {
  try #require(throws: YizhanError.self) { _ = try client.send(request) }
}
