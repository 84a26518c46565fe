public import Foundation

/// A reference implementation in Python (from PyPI) that results are compared with, line by line.
///
/// The interpreter is `YIZHAN_TEST_PYTHON`, else the virtual environment that `scripts/test` makes.
public enum Oracle {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// Runs a script with lines on its standard input and returns the lines that it prints.
  ///
  /// - Parameters:
  ///   - script: the script's path, by `#filePath` of the test that calls it.
  ///   - beside: the calling test's file; the script stands in the same folder.
  public static func run(
    _ script: String, _ arguments: [String] = [], input lines: [String] = [], beside: String = #filePath
  )
    throws -> [String]
  {
    let path = URL(filePath: beside).deletingLastPathComponent().appending(path: script).path
    let result = try Command.run(python.path, [path] + arguments, input: lines.joined(separator: "\n") + "\n")
    guard result.status == 0 else {
      throw Failure(description: "\(script) ended with \(result.status): \(result.standardError)")
    }
    return result.standardOutput.split(separator: "\n").map(String.init)
  }

  /// A text in an encoding that Python knows.
  public static func encoded(_ text: String, _ encoding: String) throws -> [UInt8] {
    let program =
      "import base64, sys; text = sys.stdin.buffer.read().decode(); "
      + "print(base64.b64encode(text.encode(sys.argv[1])).decode())"
    let result = try Command.run(python.path, ["-c", program, encoding], input: text)
    guard result.status == 0, let bytes = Data(base64Encoded: result.standardOutput.filter { $0 != "\n" }) else {
      throw Failure(description: "\(encoding): \(result.standardError)")
    }
    return [UInt8](bytes)
  }

  /// The Python that has the packages of `Tests/requirements.txt`.
  public static var python: URL {
    if let chosen = ProcessInfo.processInfo.environment["YIZHAN_TEST_PYTHON"] { return URL(filePath: chosen) }
    return Project.root.appending(path: ".tools/venv/bin/python3")
  }
}
