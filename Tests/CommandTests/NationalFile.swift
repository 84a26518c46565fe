import TestSupport
import Testing

/// Gives a suite the path of a file of 20,000 stations.
struct NationalFile: SuiteTrait, TestScoping {
  @TaskLocal private static var made: String?

  static var current: String {
    get throws { try #require(made, "the suite lacks the trait") }
  }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let path = try NationalStations.write(20_000, in: folder)
    try await Self.$made.withValue(path) { try await function() }
    withExtendedLifetime(folder) {}
  }
}

extension Trait where Self == NationalFile {
  static var nationalFile: Self { NationalFile() }
}
