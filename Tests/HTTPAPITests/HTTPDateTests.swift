import Foundation
import HTTPAPI
import SampleData
import TestSupport
import Testing

@Suite("The date of an answer is written as RFC 9110 has it")
struct HTTPDateTests {
  private static let seed = ProcessInfo.processInfo.environment["YIZHAN_TEST_SEED"].flatMap { UInt64($0) } ?? 20_261_124

  /// The days around the 29th of February of some years, those of centuries too, and around the new year.
  private static let corners = [1972, 1999, 2000, 2024, 2026, 2028, 2099, 2100, 2400].flatMap { year -> [Int] in
    let components = DateComponents(timeZone: .gmt, year: year, month: 2, day: 28)
    let day = Int(Calendar(identifier: .gregorian).date(from: components)?.timeIntervalSince1970 ?? 0)
    return [-59, -58, 0, 1, 2].flatMap { [day + $0 * 86_400, day + $0 * 86_400 + 86_399] }
  }

  @Test func itIsWhatPythonWrites() throws {
    var random = SeededGenerator(seed: Self.seed)
    // To the end of the year 9999.
    let seconds =
      Self.corners + [0, 59, 60, 3599, 3600, 86_399, 86_400, 253_402_300_799]
      + (0..<500).map { _ in Int.random(in: 0...4_102_444_800, using: &random) }
      + (0..<500).map { _ in Int.random(in: 0...253_402_300_799, using: &random) }
    let written = try Python.run(
      """
      import email.utils, sys
      for second in sys.argv[1].split(","):
          print(email.utils.formatdate(int(second), usegmt=True))
      """, [seconds.map(String.init).joined(separator: ",")]
    ).split(separator: "\n").map(String.init)
    #expect(written.count == seconds.count)
    for (second, text) in zip(seconds, written) {
      #expect(HTTPDate.text(second) == text, "\(second), seed \(Self.seed)")
    }
  }
}
