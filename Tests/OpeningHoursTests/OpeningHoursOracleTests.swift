import Foundation
import Testing

@testable import OpeningHours

/// The differential test against the PyPI package opening-hours-py. What is left out, and why:
/// - Spans past midnight in expressions with a rule that replaces or closes days: the package drops or shifts the rest
///   of a span when such a rule holds on the next day; by the specification it belongs to the day on which it starts
///   (`PaintedDays` tests these).
/// - Moments in an hour that the clock repeats, asked for or answered: of a time that comes twice the package takes
///   the second, we the first; the specification says nothing.
/// - A comma with a space, or a space before it, inside a list of months, weekdays or times: the package takes it for
///   the start of another rule, opening_hours.js and we for the list going on. The generator writes lists without.
/// - `PH` between weekdays (`Mo,PH,We`), which its grammar does not read.
/// - Changes more than 1,500 days off: the script bounds how far the package looks, which would take minutes.
@Suite("Opening hours: against opening-hours-py")
struct OpeningHoursOracleTests {
  static let caseCount = 6_000
  static let comparedDays: Int64 = 1_500

  @Test("State and next change are the same as those of opening-hours-py")
  func sameAsOracle() throws {
    let table = try oracleHolidays()
    let cases = try makeCases()
    let lines = try cases.map { try JSONEncoder().encode($0) }
    let answers = try runOracle(lines).map { try JSONDecoder().decode(Answer.self, from: $0) }
    try #require(answers.count == cases.count)
    let noHolidays = try holidays([], covering: 2022...2040)
    var compared = 0
    for (question, answer) in zip(cases, answers) {
      let zone = try zone(question.zone)
      let hours = try OpeningHours(parsing: question.expression)
      let moment = LocalMoment(epochSeconds: question.instant, in: zone)
      let status = hours.status(at: moment, holidays: question.country == nil ? noHolidays : table)
      let involved = [question.instant] + [status.nextChange, answer.nextChange].compactMap(\.self)
      if involved.contains(where: { isRepeated($0, zone) }) { continue }
      compared += 1
      let horizon = question.instant + Self.comparedDays * 86_400
      let expected = answer.nextChange.flatMap { $0 > horizon ? nil : $0 }
      let change = status.nextChange.flatMap { $0 > horizon ? nil : $0 }
      #expect(status.state.rawValue == answer.state, "\(question), seed \(testSeed)")
      #expect(change == expected, "\(question), seed \(testSeed)")
    }
    #expect(compared >= 5_000)
  }

  // MARK: Questions and answers

  private struct Question: Encodable {
    var expression: String
    var instant: Int64
    var zone: String
    var country: String?
  }

  private struct Answer: Decodable {
    var state: String
    var nextChange: Int64?

    enum CodingKeys: String, CodingKey {
      case state
      case nextChange = "next_change"
    }
  }

  private struct HolidayQuestion: Encodable {
    var holidays = "CN"
    var firstYear = 2022
    var lastYear = 2040

    enum CodingKeys: String, CodingKey {
      case holidays
      case firstYear = "first_year"
      case lastYear = "last_year"
    }
  }

  private struct HolidayAnswer: Decodable {
    var days: [String]
  }

  private func makeCases() throws -> [Question] {
    let options = ExpressionGenerator.Options(passesMidnightAmongRules: false)
    var generator = ExpressionGenerator(random: SeededGenerator(seed: testSeed), options: options)
    let (first, last) = (try utc("2024-01-01T00:00:00Z"), try utc("2028-12-31T00:00:00Z"))
    var cases: [Question] = []
    while cases.count < Self.caseCount {
      let expression = try generator.expression()
      for _ in 0..<2 {
        let minute = Int64.random(in: first / 60..<last / 60, using: &generator.random)
        let zone = try generator.random.pick(["Asia/Shanghai", "Asia/Shanghai", "Europe/Berlin", "America/New_York"])
        let country = generator.random.chance(80) ? "CN" : nil
        cases.append(Question(expression: expression, instant: minute * 60, zone: zone, country: country))
      }
    }
    return cases
  }

  /// The package takes no list of holidays: ours is made of those that it knows.
  private func oracleHolidays() throws -> HolidayTable {
    let answer = try #require(try runOracle([JSONEncoder().encode(HolidayQuestion())]).first)
    let days = try JSONDecoder().decode(HolidayAnswer.self, from: answer).days
    try #require(days.count > 50)
    return try holidays(days, covering: 2022...2040)
  }

  /// Whether the clock shows the time of this instant twice.
  private func isRepeated(_ instant: Int64, _ zone: TimeZone) -> Bool {
    func offset(_ seconds: Int64) -> Int {
      zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
    }
    return offset(instant - 3_600) > offset(instant) || offset(instant) > offset(instant + 3_600)
  }

  // MARK: The other program

  private struct OracleFailure: Error, CustomStringConvertible {
    var description: String
  }

  /// Files instead of pipes for what is not read at once: no pipe can fill up.
  private func runOracle(_ lines: [Data]) throws -> [Data] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "opening-hours-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (input, output, errors) = (
      folder.appending(path: "in"), folder.appending(path: "out"), folder.appending(path: "err")
    )
    try Data(lines.joined(separator: Data("\n".utf8)) + Data("\n".utf8)).write(to: input)
    for file in [output, errors] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = try python()
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "opening_hours_oracle.py")
    process.arguments = [script.path()]
    process.standardInput = try FileHandle(forReadingFrom: input)
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let message = try String(contentsOf: errors, encoding: .utf8)
      throw OracleFailure(description: "opening_hours_oracle.py failed (is opening-hours-py installed?): \(message)")
    }
    return try Data(contentsOf: output).split(separator: UInt8(ascii: "\n")).map { Data($0) }
  }

  /// The python of `YIZHAN_TEST_PYTHON`, else of the project's own virtual environment.
  private func python() throws -> URL {
    let given = ProcessInfo.processInfo.environment["YIZHAN_TEST_PYTHON"]
    let url = try given.map { URL(filePath: $0) } ?? packageRoot().appending(path: ".tools/venv/bin/python3")
    guard FileManager.default.isExecutableFile(atPath: url.path()) else {
      throw OracleFailure(
        description: "no python at \(url.path()): run scripts/test, or set YIZHAN_TEST_PYTHON to one that has the "
          + "package opening-hours-py")
    }
    return url
  }
}
