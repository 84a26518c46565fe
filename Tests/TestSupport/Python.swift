import Foundation

/// SQLite as another program sees it: Python's sqlite3 module.
public enum Python {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// What a program prints, without white space at its ends.
  @discardableResult
  public static func run(_ program: String, _ arguments: [String]) throws -> String {
    let result = try Command.run(Oracle.python.path, ["-c", program] + arguments)
    guard result.status == 0 else {
      throw Failure(description: result.standardError.split(separator: "\n").last.map(String.init) ?? "")
    }
    return result.standardOutput.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Runs a statement on a database, with foreign keys enforced, and gives its rows as JSON.
  @discardableResult
  public static func sql(_ path: String, _ statement: String) throws -> String {
    try run(
      """
      import json, sqlite3, sys
      with sqlite3.connect(sys.argv[1]) as database:
          database.execute("PRAGMA foreign_keys = ON")
          print(json.dumps(database.execute(sys.argv[2]).fetchall()))
      """, [path, statement])
  }

  /// Runs many statements on a database, made when there is none.
  public static func script(_ path: String, _ statements: String) throws {
    try run(
      """
      import sqlite3, sys
      with sqlite3.connect(sys.argv[1]) as database:
          database.execute("PRAGMA journal_mode = WAL")
          database.executescript(sys.argv[2])
      """, [path, statements])
  }
}
