import Foundation
import GRDB
import OpeningHours
import RestStations

/// The rollups: a sheet of counts for each station and day, and one for each station and month, in the days and months
/// of the district's time zone.
struct UsageTables {
  enum Kind: String, CaseIterable {
    /// Days are numbers such as 20261124.
    case day
    /// Months are numbers such as 202611.
    case month
  }

  struct Place: Hashable, Comparable {
    let kind: Kind
    let period: Int
    let station: StationID

    static func < (lhs: Place, rhs: Place) -> Bool {
      (lhs.kind.rawValue, lhs.period, lhs.station) < (rhs.kind.rawValue, rhs.period, rhs.station)
    }
  }

  /// What is to be added to the sheets.
  private(set) var changes: [Place: UsageSheet] = [:]
  private var clock: WallClock

  init(_ zone: TimeZone) {
    clock = WallClock(zone)
  }

  /// For the zone that the database was created with.
  init(_ database: Database) throws {
    let statement = try database.cachedStatement(sql: "SELECT value FROM setting WHERE name = 'time_zone'")
    self.init(TimeZone(identifier: try String.fetchOne(statement) ?? "") ?? .gmt)
  }

  /// Counts a visit, or no longer counts it.
  mutating func count(_ visit: Visit, isVoided: Bool = false) {
    let one = UsageCount(visits: 1, people: Int64(visit.people))
    let count = isVoided ? -one : one
    let (day, hour) = clock.reading(at: visit.at)
    let number = (day.year * 100 + day.month) * 100 + day.day
    changes[Place(kind: .day, period: number, station: visit.stationID), default: UsageSheet()]
      .add(count, to: UsageSheet.dayKey(hour: hour, visit.group, visit.services))
    let month = Place(kind: .month, period: number / 100, station: visit.stationID)
    changes[month, default: UsageSheet()].add(count, to: UsageSheet.monthKey(visit.group, service: nil))
    for service in visit.services.numbers {
      changes[month, default: UsageSheet()].add(count, to: UsageSheet.monthKey(visit.group, service: service))
    }
  }

  /// Moves the sheets by what was counted since the last call.
  ///
  /// - Throws: ``YizhanError`` with `storageFailed` when a sheet is damaged.
  mutating func store(_ database: Database) throws {
    for (place, change) in changes.sorted(by: { $0.key < $1.key }) where !change.isEmpty {
      var sheet = try Self.sheet(place, database)
      sheet += change
      guard let bytes = sheet.bytes else { throw YizhanError.damagedSheet(place) }
      try Self.put(bytes, place, database)
    }
    changes = [:]
  }

  private static func put(_ bytes: [UInt8], _ place: Place, _ database: Database) throws {
    let table = "usage_\(place.kind.rawValue)"
    if bytes.isEmpty {
      try database.cachedStatement(sql: "DELETE FROM \(table) WHERE period = ? AND station_id = ?")
        .execute(arguments: [place.period, place.station.text])
    } else {
      try database.cachedStatement(
        sql: """
          INSERT INTO \(table) (period, station_id, sheet) VALUES (?,?,?)
          ON CONFLICT (period, station_id) DO UPDATE SET sheet = excluded.sheet
          """
      ).execute(arguments: [place.period, place.station.text, Data(bytes)])
    }
  }

  /// The sheet that is kept there; an empty one when there is none.
  static func sheet(_ place: Place, _ database: Database) throws -> UsageSheet {
    let statement = try database.cachedStatement(
      sql: "SELECT sheet FROM usage_\(place.kind.rawValue) WHERE period = ? AND station_id = ?")
    guard let bytes = try Data.fetchOne(statement, arguments: [place.period, place.station.text]) else {
      return UsageSheet()
    }
    guard let sheet = UsageSheet(bytes: Array(bytes)) else { throw YizhanError.damagedSheet(place) }
    return sheet
  }
}

/// The wall clock of a zone.
private struct WallClock {
  /// Every change of offset there has been lies on a quarter of an hour.
  private static let quarter: Int64 = 900

  private let zone: TimeZone
  private var known: (quarter: Int64, offset: Int64)?

  init(_ zone: TimeZone) {
    self.zone = zone
  }

  /// The day and the hour (0…23) at an instant, seconds since 1970.
  mutating func reading(at instant: Int64) -> (day: CivilDate, hour: Int) {
    let local = instant + offset(at: instant)
    let day = local.dividedDown(by: 86_400)
    return (CivilDate(daysSinceEpoch: Int(day)), Int(local - day * 86_400) / 3600)
  }

  private mutating func offset(at instant: Int64) -> Int64 {
    let quarter = instant.dividedDown(by: Self.quarter)
    if let known, known.quarter == quarter { return known.offset }
    let offset = Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(instant))))
    known = (quarter, offset)
    return offset
  }
}

extension Int64 {
  fileprivate func dividedDown(by divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : (self + 1) / divisor - 1
  }
}

extension YizhanError {
  static func damagedSheet(_ place: UsageTables.Place) -> YizhanError {
    YizhanError(
      .storageFailed,
      Bilingual(
        "the statistics of \(place.station) in \(place.period) are damaged: see 'yizhan db check'",
        "\(place.station) 在 \(place.period) 的统计数据已损坏：请运行 yizhan db check"))
  }
}
