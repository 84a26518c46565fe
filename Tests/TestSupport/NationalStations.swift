import Foundation

/// Made-up stations over the whole country.
public enum NationalStations {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String
  }

  /// How many there are in the country.
  public static let all = 186_100

  /// Writes a file of so many stations and returns its path.
  public static func write(_ count: Int, in folder: TemporaryFolder) throws -> String {
    let path = folder.path("national.csv")
    let outcome = try Command.run(
      Oracle.python.path, [Project.fixture("national/generate.py").path, "--count", String(count), "--output", path])
    guard outcome.status == 0 else { throw Failure(description: outcome.standardError) }
    return path
  }
}
