import Foundation
import TestSupport
import Testing

/// A server with the stations and visits of Yanzhou, and tokens for it.
final class StaffPlace: Sendable {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  let folder: TemporaryFolder
  let server: RunningServer
  let staffToken, managerToken: String

  init() throws {
    let folder = try TemporaryFolder()
    self.folder = folder
    func run(_ arguments: String...) throws -> String { try Self.run(arguments, in: folder) }
    _ = try run("station", "import", Project.fixture("yanzhou/stations.csv").path)
    _ = try run("visit", "import", Project.fixture("yanzhou/visits.csv").path)
    staffToken = try run("token", "create", "--role", "staff").firstLine
    managerToken = try run("token", "create", "--role", "manager", "--station", "YZ-0001").firstLine
    server = try RunningServer(in: folder)
  }

  /// Runs a command on the server's database, and gives what it prints.
  func run(_ arguments: String...) throws -> String {
    try Self.run(arguments, in: folder)
  }

  private static func run(_ arguments: [String], in folder: TemporaryFolder) throws -> String {
    let environment = Program.environment.merging(["YIZHAN_DB": "yizhan.sqlite"]) { $1 }
    let result = try Command.run(Program.path, arguments, environment: environment, folder: folder.url)
    guard result.status == 0 else { throw Failure(description: result.standardError) }
    return result.standardOutput
  }

  /// The rows of `usage export` as JSON has them.
  func exported(_ filters: String..., by: String) throws -> Usage {
    let question = ["usage", "export", "--from", "2022-01-01", "--to", "2023-06-30", "--by", by, "--format", "json"]
    return try JSONDecoder().decode(Usage.self, from: Data(try Self.run(question + filters, in: folder).utf8))
  }

  /// Of `staff_pages.py`.
  var browserEnvironment: [String: String] {
    var environment = Program.environment
    (environment["YIZHAN_STAFF_TOKEN"], environment["YIZHAN_TOKEN"]) = (staffToken, managerToken)
    // No one checks in here.
    environment["YIZHAN_CODE"] = ""
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    for name in ["YIZHAN_TEST_SCREENSHOTS", "YIZHAN_TEST_CHROMIUM"] {
      environment[name] = ProcessInfo.processInfo.environment[name]
    }
    return environment
  }
}

/// An answer of `usage export`.
struct Usage: Decodable {
  struct Measures: Decodable, Equatable {
    let visits, people: Int
    let visitors: Int?
  }

  struct Row: Decodable {
    let month, town, group, service, weekday, hour: String?
    let visits, people: Int
    let visitors: Int?
  }

  let rows: [Row]
  let total: Measures
}

extension String {
  fileprivate var firstLine: String { split(separator: "\n").first.map(String.init) ?? "" }
}
