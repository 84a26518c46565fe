import Foundation
import RemoteClient
import RestStations
import Testing

/// `http_server.py` in a process of its own, for as long as the value lives.
final class HTTPServer {
  /// 0 for a Unix socket.
  let port: Int
  /// A port of this machine that refuses connections.
  let closedPort: Int

  private let process = Process()
  private let input = Pipe()

  init(_ arguments: [String] = []) throws {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "http_server.py").path
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", script] + arguments
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let ports = line.split { $0.isWhitespace }.compactMap { Int($0) }
    try #require(ports.count == 2, "http_server.py said \(line.debugDescription)")
    (port, closedPort) = (ports[0], ports[1])
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  /// A client of this server.
  func client(
    prefix: String = "", timeouts: CurlClient.Timeouts = .standard,
    maximumBodyBytes: Int = CurlClient.standardMaximumBodyBytes
  ) -> CurlClient {
    CurlClient(
      door: .url(base: "http://127.0.0.1:\(port)\(prefix)"), timeouts: timeouts, maximumBodyBytes: maximumBodyBytes)
  }
}

/// The error of a request that must fail.
func failure(_ client: CurlClient, _ path: String) throws -> YizhanError {
  try #require(throws: YizhanError.self) { _ = try client.send(HTTPRequest("GET", path)) }
}
