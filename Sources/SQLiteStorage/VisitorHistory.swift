import Foundation
import GRDB
import OpeningHours
import RestStations

/// What is kept of visitors when their pseudonyms go: how many there were in each whole month, in all and by town.
struct VisitorHistory {
  /// In place of a town's number: all stations, and those without a town.
  private static let (everywhere, nowhere): (Int64, Int64) = (-1, 0)

  private let database: Database

  init(_ database: Database) {
    self.database = database
  }

  /// Pseudonyms of visits before this time, seconds since 1970, have been erased.
  func horizon() throws -> Int64? {
    try String.fetchOne(database, sql: "SELECT value FROM setting WHERE name = 'visitors_erased_before'")
      .flatMap { Int64($0) }
  }

  /// Counts the months that are about to lose pseudonyms: those that are over, and have lost none yet.
  ///
  /// - Parameters:
  ///   - time: of the visits that keep theirs, seconds since 1970.
  ///   - now: seconds since 1970.
  func freeze(before time: Int64, at now: Int64) throws {
    let horizon = try horizon() ?? .min
    if time > horizon, let first = try oldest(before: time) {
      let zone = try SQLiteStorage.zone(database)
      var clock = WallClock(zone)
      func start(_ month: CivilDate) -> Int64 { LocalMoment.start(of: month, in: zone) }
      var month = CivilDate(daysSinceEpoch: clock.reading(at: first).day).firstOfMonth
      while let next = month.monthLater, start(month) < time {
        let times = start(month)..<start(next)
        if times.lowerBound >= horizon, times.upperBound <= now { try freeze(month, times) }
        month = next
      }
    }
    let reached = try time >= horizon ? time : max(time, min(horizon, afterLatest()))
    guard reached != horizon else { return }
    try database.execute(
      sql: "INSERT OR REPLACE INTO setting VALUES ('visitors_erased_before', ?)", arguments: [String(reached)])
  }

  /// Where a clock was years ahead once, all visits that there were then have lost their pseudonyms, and no later ones.
  private func afterLatest() throws -> Int64 {
    let latest = try Int64.fetchOne(database, sql: "SELECT max(at) FROM visit") ?? .min
    return latest == .max ? latest : latest + 1
  }

  private func oldest(before time: Int64) throws -> Int64? {
    try Int64.fetchOne(
      database, sql: "SELECT min(at) FROM visit WHERE visitor IS NOT NULL AND at < ?", arguments: [time])
  }

  private func freeze(_ month: CivilDate, _ times: Range<Int64>) throws {
    let condition = "visit.visitor IS NOT NULL AND visit.voided_at IS NULL AND visit.at >= ?2 AND visit.at < ?3"
    let period = UsagePeriodKind.month.number(of: month)
    try database.execute(
      sql: """
        INSERT INTO visitors_month (period, town, visitors)
        SELECT ?1, \(Self.everywhere), count(DISTINCT visit.visitor) FROM visit WHERE \(condition)
        UNION ALL
        SELECT ?1, ifnull(station.town, \(Self.nowhere)), count(DISTINCT visit.visitor)
        FROM visit JOIN station ON station.id = visit.station_id WHERE \(condition) GROUP BY station.town
        """, arguments: [period, times.lowerBound, times.upperBound])
  }

  func frozen() throws -> FrozenVisitors {
    var frozen = FrozenVisitors()
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT visitors_month.period, visitors_month.town, town.name, visitors_month.visitors
        FROM visitors_month LEFT JOIN town ON town.number = visitors_month.town
        """)
    while let row = try rows.next() {
      if row[1] == Self.everywhere {
        frozen.total[row[0]] = row[3]
      } else {
        frozen.byTown[FrozenVisitors.Place(month: row[0], town: row[2])] = row[3]
      }
    }
    return frozen
  }
}

extension CivilDate {
  fileprivate var firstOfMonth: CivilDate { CivilDate(daysSinceEpoch: daysSinceEpoch - day + 1) }

  /// The first day of the next month; nothing after the year 9999.
  fileprivate var monthLater: CivilDate? {
    CivilDate(year: month < 12 ? year : year + 1, month: month % 12 + 1, day: 1)
  }
}
