import TestSupport
import Testing

/// Gives a suite one server with the stations of Yanzhou, which its tests only read.
struct YanzhouServer: SuiteTrait, TestScoping {
  @TaskLocal private static var running: RunningServer?

  /// The suite's server.
  static var current: RunningServer {
    get throws { try #require(running, "the suite lacks the trait") }
  }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let place = try Workplace.withYanzhou()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    try await Self.$running.withValue(server) { try await function() }
  }
}

extension Trait where Self == YanzhouServer {
  static var yanzhouServer: Self { YanzhouServer() }
}
