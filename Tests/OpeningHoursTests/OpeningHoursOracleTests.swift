import Foundation
import OpeningHours
import TestSupport
import Testing

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
    let answers: [Answer] = try ask(cases)
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
    let answers: [HolidayAnswer] = try ask([HolidayQuestion()])
    let days = answers.flatMap(\.days)
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

  /// Asks the script, one answer to each question.
  private func ask<Answer: Decodable>(_ questions: [some Encodable]) throws -> [Answer] {
    let lines = try questions.map { String(decoding: try JSONEncoder().encode($0), as: UTF8.self) }
    let answers = try Oracle.run("opening_hours_oracle.py", input: lines)
    try #require(answers.count == questions.count)
    return try answers.map { try JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
  }
}
