import Foundation
import TestSupport
import Testing

/// One after the other: each has a browser, which is most of what a small machine has.
@Suite("The pages do in a real browser what they are for", .serialized)
struct BrowserTests {
  /// Runs a program, all of whose checks must hold.
  private func expectAll(
    _ program: String, count: Int, on server: @autoclosure @escaping @Sendable () throws -> PageServer
  ) async throws {
    let report = try await OwnThread.run { try BrowserChecks(program: program).run(against: server()) }
    for (check, detail) in report.faults { Issue.record("\(check): \(detail)") }
    #expect(report.held.count == count && report.count == count, "\(report.held)")
  }

  @Test func aCourierFindsAStation() async throws {
    try await expectAll("courier_pages.py", count: 10, on: PageServer())
  }

  @Test func visitsAreLoggedWithAndWithoutANetwork() async throws {
    try await expectAll("visit_pages.py", count: 7, on: PageServer())
  }

  @Test func thePhoneAnswersAsTheServerWouldWhenThatIsStopped() async throws {
    let hours = try Oracle.run("hours_samples.py").joined(separator: "\n")
    try await expectAll("offline_pages.py", count: 6, on: PageServer([hours]))
  }

  @Test func noOneIsKeptOut() async throws {
    try await expectAll("accessibility_pages.py", count: 5, on: PageServer())
  }

  @Test func aLargeDirectoryIsNotFetchedWhole() async throws {
    let folder = try TemporaryFolder()
    let stations = try String(contentsOfFile: try NationalStations.write(6_000, in: folder), encoding: .utf8)
    try await expectAll("large_pages.py", count: 1, on: PageServer([stations]))
  }
}
