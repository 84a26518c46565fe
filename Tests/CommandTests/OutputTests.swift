import TestSupport
import Testing

@Suite("Output that cannot be written is told")
struct OutputTests {
  @Test(arguments: [["--help"], ["station", "list"], ["usage", "--help"]])
  func toADiskThatIsFull(command: [String]) throws {
    let place = try Workplace.withYanzhou()
    let words = ([Program.path] + command).map { "'\($0)'" }.joined(separator: " ")
    let result = try Command.run(
      "/bin/sh", ["-c", words + " > /dev/full"],
      environment: Program.environment.merging(["YIZHAN_DB": place.database]) { $1 })
    #expect(result.status == 1)
    #expect(result.standardError.contains("cannot write the output"))
  }
}
