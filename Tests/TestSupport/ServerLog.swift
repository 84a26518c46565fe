import Foundation
import Glibc
import Synchronization

/// What a server says on its standard error, read as it comes, so that the server never waits for its reader.
///
/// With YIZHAN_TEST_LOGS naming a folder, all of it is kept there as well, in a file of its own.
final class ServerLog: Sendable {
  private struct State {
    var pending: [UInt8] = []
    var isOpen = true
  }

  private let input: Int32
  private let file: Int32
  private let state = Mutex(State())

  /// - Parameter input: read until its end, and closed then.
  init(_ input: Int32) {
    self.input = input
    let folder = ProcessInfo.processInfo.environment["YIZHAN_TEST_LOGS"]
    file = folder.map { open("\($0)/\(UUID()).log", O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600) } ?? -1
  }

  /// The first line that does not tell what is done by the way, before anything else is read.
  func announcement() -> String {
    var line = nextLine()
    while Self.isByTheWay(line) { line = nextLine() }
    return line
  }

  /// Whether a line is of the level `info`, in either format.
  static func isByTheWay(_ line: some StringProtocol) -> Bool {
    line.contains(" info ") || line.contains("\"level\":\"info\"")
  }

  private func nextLine() -> String {
    let deadline = ContinuousClock.now + .seconds(20)
    var line: [UInt8] = []
    while Readiness.wait(input, for: POLLIN, until: deadline) {
      var byte: UInt8 = 0
      guard Glibc.read(input, &byte, 1) == 1, byte != UInt8(ascii: "\n") else { break }
      line.append(byte)
    }
    keep(line + [UInt8(ascii: "\n")])
    return String(decoding: line, as: UTF8.self)
  }

  /// Reads on in the background.
  func follow() {
    Thread.detachNewThread { [self] in
      while Readiness.wait(input, for: POLLIN, until: .now + .seconds(3600)), readSome() {}
      state.withLock { $0.isOpen = false }
      close(input)
      if file >= 0 { close(file) }
    }
  }

  /// What was said since the last call.
  func take() -> String {
    state.withLock { state in
      while state.isOpen, Readiness.wait(input, for: POLLIN, until: .now), read(into: &state) {}
      defer { state.pending = [] }
      return String(decoding: state.pending, as: UTF8.self)
    }
  }

  private func readSome() -> Bool {
    state.withLock { state in
      // Another may have read it meanwhile.
      guard Readiness.wait(input, for: POLLIN, until: .now) else { return true }
      return read(into: &state)
    }
  }

  private func read(into state: inout State) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = Glibc.read(input, &buffer, buffer.count)
    guard count > 0 else { return false }
    state.pending += buffer[..<count]
    keep(buffer[..<count])
    return true
  }

  private func keep(_ bytes: some Collection<UInt8>) {
    guard file >= 0 else { return }
    _ = Array(bytes).withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
  }
}
