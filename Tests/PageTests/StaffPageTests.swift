import Foundation
import TestSupport
import Testing

@Suite("The staff's screen shows what 'usage export' says")
struct StaffPageTests {
  /// What `staff_page.py` saw.
  private struct Seen: Decodable {
    let wrongToken, managerToken: String
    let refusals, kept: [String]
    let cards, cardsOfTown, cardsOfStation: [String: String]
    let month, town, group, service, hours, monthOfStation, lastVisits: [[String]]
    let idle, broken: [String]
    let charts: [Int]
    let files: [String]
    let address, station, title, nothing: String
    let after: [Int]
    let console, faults: [String]
  }

  private func seen(_ place: StaffPlace) throws -> (Seen, String) {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "staff_page.py").path
    let folder = try place.screenshots()
    let result = try Command.run(
      Oracle.python.path, [script, place.server.url, place.staffToken, place.managerToken, folder])
    try #require(result.status == 0, "\(result.standardError)")
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return (try decoder.decode(Seen.self, from: Data(result.standardOutput.utf8)), folder)
  }

  /// One visit to the screen in a browser answers all of it: starting browsers is what takes time.
  @Test func itsFiguresFilesAndViewsAreSound() throws {
    let place = try StaffPlace()
    let (seen, folder) = try seen(place)
    #expect(seen.faults == [], "accessibility, and what is cut off or empty")
    #expect(seen.console == [], "what the browser complains of, the Content-Security-Policy included")
    try expectFigures(seen, place)
    try expectStation(seen, place)
    try expectFiles(seen, place, folder)
    expectSignIn(seen)
    #expect(seen.charts.count == 5 && seen.charts.allSatisfy { $0 > 5 })
    #expect(seen.address == "/staff?town=%E9%BC%93%E6%A5%BC%E8%A1%97%E9%81%93&from=2022-01-01&to=2023-06-30")
    #expect(seen.title == "Station statistics", "in English once the language is switched")
    #expect(seen.nothing.contains("本期没有到访"))
    #expect(place.server.takeLog() == "")
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
    let month = try place.exported("--station", "YZ-0001", by: "month")
    #expect(seen.station == "鼓楼街道充新苑")
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

  private func expectFiles(_ seen: Seen, _ place: StaffPlace, _ folder: String) throws {
    #expect(seen.files == ["csv", "xlsx", "html"].map { "usage_2022-01-01_2023-06-30.\($0)" })
    func bytes(_ name: String) throws -> Data { try Data(contentsOf: URL(filePath: folder).appending(path: name)) }
    let csv = try place.run(
      "usage", "export", "--from", "2022-01-01", "--to", "2023-06-30", "--by", "month,town", "--format", "csv")
    #expect(try bytes(seen.files[0]) == Data(csv.utf8))
    #expect(try bytes(seen.files[1]).starts(with: Data("PK".utf8)))
    let page = String(decoding: try bytes(seen.files[2]), as: UTF8.self)
    #expect(page.contains(try place.exported(by: "month").total.people.grouped))
  }

  private func expectSignIn(_ seen: Seen) {
    #expect(seen.wrongToken.hasPrefix("Not signed in: ") && seen.managerToken.contains("station manager"))
    #expect(seen.refusals.count == 1 && seen.refusals.allSatisfy { $0.contains("401") }, "the browser's own words")
    #expect(seen.kept == [], "the token is in no cookie, no lasting storage and no address")
    #expect(seen.after == [0, 0], "nothing is left on the screen or in the tab's storage")
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
