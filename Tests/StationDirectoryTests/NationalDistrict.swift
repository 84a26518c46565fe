import Foundation
import RestStations
import StationDirectory
import TestSupport
import Testing

/// Gives a suite the directory of a whole country, with its holidays: 186,100 stations.
struct NationalDistrict: SuiteTrait, TestScoping {
  @TaskLocal private static var made: District?

  /// The suite's directory. Its clock is shared, so a suite runs its tests one after the other.
  static var current: District {
    get throws { try #require(made, "the suite lacks the trait") }
  }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let folder = try TemporaryFolder()
    let file = URL(filePath: try NationalStations.write(NationalStations.all, in: folder))
    let district = try await District(at: "2026-09-28T07:59:59+08:00")
    _ = try await district.directory.importStations(csv: [UInt8](try Data(contentsOf: file)), ImportOptions())
    try await district.takeHolidays()
    try await Self.$made.withValue(district) { try await function() }
  }
}

extension Trait where Self == NationalDistrict {
  static var nationalDistrict: Self { NationalDistrict() }
}
