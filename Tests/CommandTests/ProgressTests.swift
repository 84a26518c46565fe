import Foundation
import TestSupport
import Testing

@Suite("A progress bar shows on a terminal, and nowhere else", .nationalFile)
struct ProgressTests {
  private static let report = "20000 created, 0 updated, 0 unchanged"

  private struct Shown {
    let status: Double?
    let terminal: String
    let output: String?

    /// What is left after the bar was taken off.
    var last: String? { terminal.components(separatedBy: "\r\u{1B}[K").last }

    var percentages: [Int] {
      terminal.components(separatedBy: "\r").compactMap { piece in
        guard piece.hasSuffix(" %"), let number = piece.split(separator: " ").dropLast().last else { return nil }
        return Int(number)
      }
    }
  }

  /// Runs a command whose standard error is a terminal.
  private func onTerminal(_ place: Workplace, _ arguments: String...) throws -> Shown {
    let line = try Oracle.run(
      "terminal.py", ["run", Program.path] + arguments + ["--db", place.database])
    let json = try JSONValue(line.joined(separator: "\n"))
    return Shown(
      status: json["status"].number, terminal: json["terminal"].string ?? "", output: json["output"].string)
  }

  @Test(arguments: ["en", "zh"]) func aLongImportShowsHowFarItHasCome(language: String) throws {
    let place = try Workplace()
    let shown = try onTerminal(place, "station", "import", try NationalFile.current, "--lang", language)
    #expect(shown.status == 0)
    #expect(shown.output == "")
    #expect(shown.terminal.contains(language == "zh" ? "导入中" : "importing"))
    #expect(shown.percentages.count > 5)
    #expect(shown.percentages == shown.percentages.sorted())
    #expect(shown.percentages.last == 100)
    let report = language == "zh" ? "新增 20000，更新 0，未变 0" : Self.report
    #expect(shown.last == report + "\r\n")
  }

  @Test func itShowsWithAServerRunningToo() throws {
    let place = try Workplace()
    let server = try RunningServer(in: place.folder, database: Workplace.database)
    let shown = try onTerminal(place, "station", "import", try NationalFile.current, "--lang", "en")
    #expect(shown.status == 0)
    #expect(!shown.percentages.isEmpty)
    #expect(shown.last == Self.report + "\r\n")
    #expect(server.end() == 0)
  }

  @Test func itIsTakenOffBeforeFaultsAreTold() throws {
    let place = try Workplace()
    let file = try String(contentsOfFile: try NationalFile.current, encoding: .utf8) + "BAD,Name,91,0\n"
    try place.folder.write("bad.csv", file)
    let shown = try onTerminal(place, "station", "import", place.folder.path("bad.csv"), "--lang", "en")
    #expect(shown.status == 65)
    #expect(!shown.percentages.isEmpty)
    #expect(shown.last?.hasPrefix("yizhan: nothing was imported") == true)
  }

  @Test func itNeverShowsWhereThereIsNoTerminal() throws {
    let place = try Workplace()
    let outcome = try place.run("station", "import", try NationalFile.current)
    #expect(outcome.status == 0)
    #expect(outcome.output == "")
    #expect(outcome.messages == Self.report + "\n")
  }
}
