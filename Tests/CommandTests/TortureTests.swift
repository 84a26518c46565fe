import Foundation
import TestSupport
import Testing

/// The short forms of what `scripts/torture` does; docs/reliability.md says what each shows.
@Suite("What was promised is kept under torture", .serialized)
struct TortureTests {
  @Test(arguments: [
    "crash", "power-cut", "io-errors", "full-disk", "broken-files", "clocks", "hostile", "restart", "backup",
  ])
  func nothingIsLostOrTold(name: String) throws {
    let program = Project.root.appending(path: "scripts/torture").path
    let outcome = try Command.run(Oracle.python.path, [program, "--short", name])
    #expect(outcome.status == 0, "\(outcome.standardOutput)\(outcome.standardError)")
  }
}
