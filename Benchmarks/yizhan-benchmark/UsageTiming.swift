import ArgumentParser
import Foundation
import OpeningHours
import RestStations
import SQLiteStorage
import UsageReports

/// Times a question about the statistics in a database.
struct UsageTiming: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ask", abstract: "Time a question about the statistics of a database.",
    discussion: """
      Each round is everything from the question on: it is answered, and every row is handed to a writer that adds them \
      up, or to a CSV file. The database is open before, as a server has it, and its file was read once by the system. \
      Prints one JSON line: first_s, best_s, median_s (seconds), rows, visits, people (their sums), with --csv also \
      rows_per_s (of the best round).
      """)

  @Option(name: .customLong("db"), help: "The database.") var database: String
  @Option(help: "First day, such as 2024-01-01.") var from: String
  @Option(help: "Last day, itself counted.") var to: String
  @Option(help: "Columns, such as month,station,group.") var by: String
  @Option(help: "How often it is asked, at least 1.") var rounds = 7
  @Option(help: "File to write as CSV; /dev/null will do.") var csv: String?

  func validate() throws {
    guard rounds > 0 else { throw ValidationError("--rounds must be at least 1") }
    _ = try question()
  }

  func run() async throws {
    let question = try question()
    try readOnce()
    let storage = try SQLiteStorage.opened(database, .existing)
    let reports = UsageReports(storage)
    let clock = ContinuousClock()
    var (times, writer): ([Duration], SummingWriter) = ([], SummingWriter())
    for _ in 0..<rounds {
      let start = clock.now
      if let csv {
        try await UsageFile(reports, now: 0, .english).write(question, as: .csv, to: csv)
      } else {
        writer = SummingWriter()
        try await reports.answer(question).write(to: &writer)
      }
      times.append(clock.now - start)
    }
    // Of a file the rows are counted by another round, which is not timed.
    if csv != nil { try await reports.answer(question).write(to: &writer) }
    try storage.close()
    print(report(times, writer))
  }

  /// Reads the database's file, so that the system has it in memory.
  private func readOnce() throws {
    let file = try FileHandle(forReadingFrom: URL(filePath: database))
    while let piece = try file.read(upToCount: 1 << 20), !piece.isEmpty {}
    try file.close()
  }

  private func report(_ times: [Duration], _ writer: SummingWriter) -> String {
    let sorted = times.sorted()
    var parts = [
      "\"by\":\"\(by)\"", "\"first_s\":\(Seconds.text(times[0]))", "\"best_s\":\(Seconds.text(sorted[0]))",
      "\"median_s\":\(Seconds.text(sorted[sorted.count / 2]))", "\"rows\":\(writer.rows)",
      "\"visits\":\(writer.sum.visits)", "\"people\":\(writer.sum.people)",
    ]
    if csv != nil { parts.append("\"rows_per_s\":\(Int(Double(writer.rows) / (sorted[0] / .seconds(1))))") }
    return "{\(parts.joined(separator: ","))}"
  }

  private func question() throws -> UsageQuestion {
    guard let first = CivilDate(from), let last = CivilDate(to) else {
      throw ValidationError("--from and --to must be days such as 2024-01-31")
    }
    let dimensions = try by.split(separator: ",").map { word in
      guard let dimension = UsageDimension(rawValue: String(word)) else {
        throw ValidationError(
          "--by: '\(word)' is none of \(UsageDimension.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return dimension
    }
    guard Set(dimensions).count == dimensions.count else { throw ValidationError("--by: a column comes twice") }
    return UsageQuestion(from: first, to: last, by: dimensions)
  }
}
