import ArgumentParser
import Foundation

/// What rows are printed as.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, csv
}

/// Standard output, for data.
enum StandardOutput {
  /// Ends the process with 1 when the output cannot be written, such as to a disk that is full.
  static func write(_ bytes: some Collection<UInt8>) {
    do {
      try FileHandle.standardOutput.write(contentsOf: Data([UInt8](bytes)))
    } catch {
      let reason = error.localizedDescription
      StandardError.line(say("yizhan: cannot write the output: \(reason)", "yizhan：无法写出结果：\(reason)"))
      exit(1)
    }
  }

  static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Columns of the terminal, or nothing when output goes elsewhere.
  static var terminalWidth: Int? {
    var size = winsize()
    guard isTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return nil }
    return size.ws_col > 0 ? Int(size.ws_col) : nil
  }

  static func line(_ text: String) {
    write((text + "\n").utf8)
  }

  /// One object, or one array of rows.
  static func json(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    write(try encoder.encode(value))
    write("\n".utf8)
  }
}
