import Foundation
import OpeningHours
import Testing

@Suite("Opening hours: random expressions")
struct OpeningHoursRandomTests {
  @Test("No text traps the parser, and a refusal lies within the text or one past its end")
  func arbitraryText() throws {
    let pieces = [
      "Mo", "Fr", "PH", "Jan", "Dec", "off", "24/7", "08:00", "-", ",", ";", " ", "\t", ":", "/", "0", "9", "99", "x",
      "00", "26:00", "\n", "\u{0}", "中", "é", "e\u{301}", "👩‍💻", "48:00", "+", "[1]", "2026", "\u{FEFF}", "\r\n",
    ]
    var random = SeededGenerator(seed: testSeed)
    var read = 0
    for _ in 0..<40_000 {
      var text = ""
      for _ in 0..<Int.random(in: 0...12, using: &random) { text += try random.pick(pieces) }
      if try isReadOrRefusedWithin(text) { read += 1 }
    }
    #expect(read > 100, "seed \(testSeed)")
  }

  @Test("No damage to a good expression traps the parser")
  func damagedExpressions() throws {
    let alphabet = Array("MoTuWePHJanoff24/7:-,; 0189x".unicodeScalars)
    var generator = ExpressionGenerator(random: SeededGenerator(seed: testSeed), options: .init())
    for _ in 0..<8_000 {
      var scalars = Array(try generator.expression().unicodeScalars)
      for _ in 0..<Int.random(in: 1...3, using: &generator.random) where !scalars.isEmpty {
        let index = Int.random(in: 0..<scalars.count, using: &generator.random)
        switch Int.random(in: 0..<3, using: &generator.random) {
        case 0: scalars.remove(at: index)
        case 1: scalars.insert(try generator.random.pick(alphabet), at: index)
        default: scalars[index] = try generator.random.pick(alphabet)
        }
      }
      _ = try isReadOrRefusedWithin(String(String.UnicodeScalarView(scalars)))
    }
  }

  @Test("Every expression of the subset is read, and equals what its canonical text says")
  func roundTrip() throws {
    var generator = ExpressionGenerator(random: SeededGenerator(seed: testSeed), options: .init())
    for _ in 0..<8_000 {
      let text = try generator.expression()
      let hours = try OpeningHours(parsing: text)
      let again = try OpeningHours(parsing: hours.description)
      #expect(again == hours, "\(text), seed \(testSeed)")
      #expect(again.description == hours.description)
    }
  }

  @Test("State and next change are those of minute-by-minute painting, past midnight and unknown holidays included")
  func painting() throws {
    let zone = try #require(TimeZone(secondsFromGMT: 0))
    let dates = ["2026-10-01", "2026-10-02", "2026-10-03", "2026-11-11", "2026-12-25", "2026-12-31", "2027-01-02"]
    let table = try holidays(dates, covering: 2026...2026)
    let start = try #require(CivilDate("2026-09-15")).daysSinceEpoch * 1_440
    let end = try #require(CivilDate("2027-06-01")).daysSinceEpoch * 1_440
    var generator = ExpressionGenerator(random: SeededGenerator(seed: testSeed), options: .init())
    var states: [OpeningHours.State: Int] = [:]
    for _ in 0..<200 {
      let hours = try OpeningHours(parsing: generator.expression())
      var painted = PaintedDays(hours, table)
      for _ in 0..<4 {
        let minute = Int.random(in: start..<end, using: &generator.random)
        let limit = minute + 4 * 1_440
        let expected = painted.change(after: minute, upTo: limit)
        let moment = LocalMoment(epochSeconds: Int64(minute) * 60 + 30, in: zone)
        let status = hours.status(at: moment, holidays: table)
        states[status.state, default: 0] += 1
        let change = status.nextChange.map { Int($0) / 60 }.flatMap { $0 > limit ? nil : $0 }
        #expect(status.state == painted.state(at: minute), "\(hours) at minute \(minute), seed \(testSeed)")
        #expect(change == expected, "\(hours) after minute \(minute), seed \(testSeed)")
      }
    }
    #expect(OpeningHours.State.allCases.allSatisfy { states[$0, default: 0] > 20 }, "\(states)")
  }

  /// Whether the text is read; when it is refused, checks the position.
  private func isReadOrRefusedWithin(_ text: String) throws -> Bool {
    do throws(OpeningHoursError) {
      let hours = try OpeningHours(parsing: text)
      let again = try OpeningHours(parsing: hours.description)
      #expect(again == hours, "\(text.debugDescription), seed \(testSeed)")
      return true
    } catch {
      #expect((1...text.unicodeScalars.count + 1).contains(error.column), "\(text.debugDescription), seed \(testSeed)")
      return false
    }
  }
}
