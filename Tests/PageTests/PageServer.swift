import Foundation
import TestSupport

/// A server whose pages a browser looks at, with what its visitors have been given. It can be stopped and started again at
/// the same address.
final class PageServer {
  static let stations = ["YZ-0001", "YZ-0002"]

  private let folder: TemporaryFolder
  private(set) var server: RunningServer?
  let port: Int
  let url: String
  /// Of the manager of ``stations``.
  let token: String
  /// On the poster of the first of them.
  let code: String

  private static let database = "yizhan.sqlite"

  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// - Parameter files: station files beside that of Yanzhou, by their text.
  init(_ files: [String] = []) throws {
    folder = try TemporaryFolder()
    try Self.run("station", "import", Project.fixture("yanzhou/stations.csv").path, in: folder)
    try Self.run("holiday", "import", Project.fixture("holidays/china.csv").path, in: folder)
    for file in files { try Self.run("station", "import", try folder.write("more.csv", file), in: folder) }
    let owned = Self.stations.flatMap { ["--station", $0] }
    let told = try Self.run(["token", "create", "--role", "manager"] + owned, in: folder)
    token = String(told.prefix { !$0.isWhitespace })
    let server = try RunningServer(in: folder, database: Self.database)
    (self.server, port, url) = (server, server.port, server.url)
    struct Answer: Decodable { var code: String }
    let answer = try server.exchangeAsOwner("GET", "/v1/admin/check-in-codes/\(Self.stations[0])")
    code = try JSONDecoder().decode(Answer.self, from: Data(answer.body)).code
  }

  func stop() throws {
    guard server?.end() != nil else { throw Failure(description: "the server does not end") }
    server = nil
  }

  func start() throws {
    server = try RunningServer(in: folder, database: Self.database, port: port)
  }

  @discardableResult
  private static func run(_ arguments: String..., in folder: TemporaryFolder) throws -> String {
    try run(arguments, in: folder)
  }

  private static func run(_ arguments: [String], in folder: TemporaryFolder) throws -> String {
    let outcome = try Command.run(
      Program.path, arguments + ["--db", database], environment: Program.environment, folder: folder.url)
    guard outcome.status == 0 else { throw Failure(description: outcome.standardError) }
    return outcome.standardOutput
  }
}
