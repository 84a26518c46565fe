import Foundation
import Glibc
import TestSupport

/// A script of this folder that runs beside the test, killed with the value.
final class PythonProgram: Sendable {
  let process: ChildProcess
  private let output: FileHandle

  init(_ script: String, _ arguments: [String]) throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: script).path
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    let pipe = Pipe()
    process = try ChildProcess(
      .init(
        Oracle.python.path, [path] + arguments, environment: Program.environment, folder: "/", input: null,
        output: pipe.fileHandleForWriting.fileDescriptor, error: STDERR_FILENO))
    try pipe.fileHandleForWriting.close()
    output = pipe.fileHandleForReading
  }

  /// The next line that it prints; what came before its end when it ends.
  func line() throws -> String {
    var line = Data()
    while let byte = try output.read(upToCount: 1), byte != Data("\n".utf8), !byte.isEmpty { line += byte }
    return String(decoding: line, as: UTF8.self)
  }
}

/// How many rounds the tests that kill things go: `YIZHAN_TEST_ROUNDS`, else 10.
let killRounds = ProcessInfo.processInfo.environment["YIZHAN_TEST_ROUNDS"].flatMap { Int($0) } ?? 10

/// Where random tests begin: `YIZHAN_TEST_SEED`, else a fixed number.
let testSeed = ProcessInfo.processInfo.environment["YIZHAN_TEST_SEED"].flatMap { UInt64($0) } ?? 20_261_124
