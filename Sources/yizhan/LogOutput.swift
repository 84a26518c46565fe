import Glibc
import Logging

/// Where a server's log goes: standard error.
enum LogOutput {
  static func logger(_ format: ServeConfiguration.LogFormat, _ level: Logger.Level) -> Logger {
    var logger = Logger(label: "yizhan") { label in
      switch format {
      case .text: StreamLogHandler.standardError(label: label)
      case .json: JSONLogHandler { write($0) }
      }
    }
    logger.logLevel = level
    return logger
  }

  /// One call for each line, so that lines of several threads do not mix. What cannot be written is lost.
  private static func write(_ line: [UInt8]) {
    var rest = line[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 || errno == EINTR else { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
