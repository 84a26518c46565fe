import ArgumentParser
import Foundation

/// What rows are printed as.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table, json, csv
}

/// Standard output, for data.
enum StandardOutput {
  static func write(_ bytes: some Collection<UInt8>) {
    FileHandle.standardOutput.write(Data(bytes))
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
