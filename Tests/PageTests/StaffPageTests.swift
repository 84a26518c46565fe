import Foundation
import TestSupport
import Testing

@Suite("The staff's screen shows what 'usage export' says")
struct StaffPageTests {
  /// What `staff_pages.py` saw.
  private struct Seen: Decodable, Sendable {
    let wrongToken, managerToken: String
    let refusals, kept: [String]
    let cards, cardsOfTown, cardsOfAll, cardsOfStation: [String: String]
    let month, town, group, service, hours, monthOfStation, lastVisits: [[String]]
    let idle, broken: [String]
    let charts: [Int]
    let files: [String]
    let address, station, title, titleSwitched, nothing: String
    let left: [Int]
    let problems, faults: [String]
  }

  private func seen(_ place: StaffPlace, _ folder: TemporaryFolder) throws -> Seen {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "staff_pages.py").path
    let result = try Command.run(
      Oracle.python.path, [script, place.server.url, folder.url.path], environment: place.browserEnvironment)
    try #require(result.status == 0, "\(result.standardError)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Seen.self, from: Data(result.standardOutput.utf8))
  }

  /// One visit to the screen in a browser answers all of it: starting browsers is what takes time.
  @Test func itsFiguresFilesAndViewsAreSound() async throws {
    let (place, folder) = (try StaffPlace(), try TemporaryFolder())
    let seen = try await OwnThread.run { try self.seen(place, folder) }
    #expect(seen.faults == [], "accessibility, and what is cut off or empty")
    #expect(seen.problems == [], "what the browser complains of, the Content-Security-Policy included")
    try expectFigures(seen, place)
    try expectStation(seen, place)
    try expectFiles(seen, place, folder)
    expectSignIn(seen)
    #expect(seen.charts.count == 5 && seen.charts.allSatisfy { $0 > 5 })
    #expect(seen.address == "/staff?town=%E9%BC%93%E6%A5%BC%E8%A1%97%E9%81%93&from=2022-01-01&to=2023-06-30")
    #expect(seen.cardsOfAll == seen.cards, "the way back")
    #expect(seen.title == "驿站统计" && seen.titleSwitched == "Station statistics")
    #expect(seen.nothing.contains("本期没有到访"))
    #expect(!place.server.takeLog().contains(" error "))
  }

  private func expectFigures(_ seen: Seen, _ place: StaffPlace) throws {
    let month = try place.exported(by: "month")
    #expect(seen.cards["Person-visits"] == month.total.people.grouped)
    #expect(seen.cards["Visits"] == month.total.visits.grouped)
    #expect(seen.month == month.table(\.month) + [month.lastRow])
    let town = try place.exported(by: "town")
    #expect(seen.town.last == town.lastRow)
    #expect(Set(seen.town.dropLast()) == Set(town.table(\.town)))
    let group = try place.exported(by: "group")
    #expect(seen.group.last == group.lastRow)
    // Of groups and services the screen tells names.
    #expect(figures(seen.group.dropLast()) == figures(group.table(\.group)))
    #expect(figures(seen.service) == figures(try place.exported(by: "service").table(\.service)))
    let hours = try place.exported(by: "weekday,hour")
    #expect(seen.hours.last?.last == hours.total.people.grouped)
    for row in hours.rows {
      let (hour, day) = (try #require(row.hour.flatMap { Int($0) }), try #require(row.weekday.flatMap { Int($0) }))
      #expect(seen.hours[hour][day] == row.people.grouped)
    }
    let ofTown = try place.exported("--town", "鼓楼街道", by: "month")
    #expect(seen.cardsOfTown["Person-visits"] == ofTown.total.people.grouped)
    #expect(0 < ofTown.total.people && ofTown.total.people < month.total.people)
  }

  /// The rows without their names, in no order.
  private func figures(_ rows: some Sequence<[String]>) -> [[String]] {
    rows.map { Array($0.dropFirst()) }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func expectStation(_ seen: Seen, _ place: StaffPlace) throws {
    let month = try place.exported("--station", "YZ-0039", by: "month")
    #expect(seen.station == "龙桥街道充新苑")
    #expect(seen.monthOfStation == month.table(\.month) + [month.lastRow])
    #expect(seen.cardsOfStation["Visits"] == month.total.visits.grouped)
    #expect(seen.cardsOfStation["Idle stations"] == nil)
    let times = seen.lastVisits.compactMap(\.first)
    #expect(times == times.sorted(by: >) && times.count == 50, "the newest first")
    let idle = try place.run(
      "usage", "coverage", "--from", "2022-01-01", "--to", "2023-06-30", "--format", "csv")
    let ids = idle.split(whereSeparator: \.isNewline).dropFirst().compactMap { $0.split(separator: ",").first }
    #expect(seen.idle == ids.map(String.init).sorted() && !ids.isEmpty)
    #expect(seen.cards["Idle stations"] == ids.count.grouped)
    #expect(seen.broken.count == 18 && seen.broken.first == "YZ-0002")
  }

  private func expectFiles(_ seen: Seen, _ place: StaffPlace, _ folder: TemporaryFolder) throws {
    #expect(seen.files == ["csv", "xlsx", "html"].map { "usage_2022-01-01_2023-06-30.\($0)" })
    func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.url.appending(path: name)) }
    let csv = try place.run(
      "usage", "export", "--from", "2022-01-01", "--to", "2023-06-30", "--by", "month,town", "--format", "csv")
    // A byte-order mark, which reading a command's output takes off, for Excel.
    #expect(try bytes(seen.files[0]) == Data("\u{FEFF}\(csv)".utf8))
    #expect(try bytes(seen.files[1]).starts(with: Data("PK".utf8)))
    let page = String(decoding: try bytes(seen.files[2]), as: UTF8.self)
    #expect(page.contains(try place.exported(by: "month").total.people.grouped))
  }

  private func expectSignIn(_ seen: Seen) {
    #expect(seen.wrongToken.hasPrefix("Not signed in: ") && seen.managerToken.contains("station manager"))
    #expect(seen.refusals.count == 1 && seen.refusals.allSatisfy { $0.contains("401") }, "the browser's own words")
    #expect(seen.kept == [], "the token is in no cookie, no lasting storage and no address")
    #expect(seen.left == [0, 0], "nothing is left on the screen or in the tab's storage")
  }
}

@Suite("The texts of the staff's screen")
struct StaffTextTests {
  private static let folder = Project.root.appending(path: "Sources/WebPages/Pages")

  private static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  private static func entries(_ name: String) throws -> [(key: String, english: String, chinese: String)] {
    try text(name).matches(of: /(\w+): \[\s*"([^"]*)",\s*"([^"]*)",?\s*\]/)
      .map { (String($0.1), String($0.2), String($0.3)) }
  }

  @Test func eachIsInBothLanguagesAndUsedAndHidesNoOther() throws {
    let entries = try Self.entries("staff-texts.js")
    #expect(entries.count > 100)
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasPrefix("staff") && $0 != "staff-texts.js" }
    let users = try names.map(Self.text).joined()
    let others = Set(try Self.entries("texts.js").map(\.key))
    func places(_ text: String) -> [Substring] { text.matches(of: /\{\w+\}/).map(\.0).sorted() }
    // These say nothing: a name, marks between words.
    let wordless: Set = ["exportExcel", "exportCut", "comma", "scopeOf", "shown"]
    for (key, english, chinese) in entries {
      #expect(users.contains("\"\(key)\""), "\(key) is used")
      #expect(!others.contains(key), "\(key) is one of all pages already")
      #expect(places(english) == places(chinese), "\(key)")
      let hasChinese = [english, chinese].map { $0.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) } }
      #expect(wordless.contains(key) || hasChinese == [false, true], "\(key)")
    }
    #expect(Set(entries.map(\.key)).count == entries.count)
  }
}

extension Usage {
  /// As the screen has it.
  fileprivate func table(_ name: KeyPath<Row, String?>) -> [[String]] {
    rows.map { row in
      let share = (Double(row.people) / Double(total.people)).formatted(
        .percent.precision(.fractionLength(1)).rounded(rule: .toNearestOrAwayFromZero)
          .locale(Locale(identifier: "en_GB")))
      return [row[keyPath: name] ?? "", row.visits.grouped, row.people.grouped, row.visitors?.grouped ?? "–", share]
    }
  }

  fileprivate var lastRow: [String] {
    ["Total", total.visits.grouped, total.people.grouped, total.visitors?.grouped ?? "–", "100.0%"]
  }
}

extension Int {
  /// With commas for thousands.
  fileprivate var grouped: String {
    formatted(.number.grouping(.automatic).locale(Locale(identifier: "en_GB")))
  }
}
