import Foundation
import GRDB
import OpeningHours
import RestStations

/// The rollups: a sheet of counts for each station and day, and one for each station and month, in the days and months
/// of the district's time zone.
struct UsageTables {
  struct Place: Hashable, Comparable {
    let kind: UsagePeriodKind
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
    self.init(try SQLiteStorage.zone(database))
  }

  /// Counts a visit, or no longer counts it.
  mutating func count(_ visit: Visit, isVoided: Bool = false) {
    let one = UsageCount(visits: 1, people: Int64(visit.people))
    let count = isVoided ? -one : one
    let (day, hour) = clock.reading(at: visit.at)
    let date = CivilDate(daysSinceEpoch: day)
    func place(_ kind: UsagePeriodKind) -> Place {
      Place(kind: kind, period: kind.number(of: date), station: visit.stationID)
    }
    changes[place(.day), default: UsageSheet()]
      .add(count, to: UsageSheet.dayKey(hour: hour, visit.group, visit.services))
    Self.add(count, of: visit, to: &changes[place(.month), default: UsageSheet()])
  }

  private static func add(_ count: UsageCount, of visit: Visit, to month: inout UsageSheet) {
    month.add(count, to: UsageSheet.monthKey(visit.group, service: nil))
    for service in visit.services.numbers {
      month.add(count, to: UsageSheet.monthKey(visit.group, service: service))
    }
  }

  /// Moves the sheets by what was counted since the last call.
  ///
  /// - Throws: ``YizhanError`` with `storageFailed` when a sheet is damaged.
  mutating func store(_ database: Database) throws {
    for kind in UsagePeriodKind.allCases {
      let table = try UsageTable(kind, database)
      var room: [UInt8] = []
      // In the order of the table's pages.
      for (place, change) in changes.filter({ $0.key.kind == kind && !$0.value.isEmpty }).sorted(by: { $0.key < $1.key }
      ) {
        try table.add(change, at: place, &room)
      }
    }
    changes = [:]
  }
}

/// The sheets of days, or those of months, as they are stored.
private struct UsageTable {
  private let select: RawStatement
  private let insert: RawStatement
  private let update: RawStatement
  private let delete: RawStatement

  init(_ kind: UsagePeriodKind, _ database: Database) throws {
    let table = "usage_\(kind.rawValue)"
    let place = "period = ?1 AND station_id = ?2"
    select = try RawStatement(database, "SELECT sheet FROM \(table) WHERE \(place)")
    insert = try RawStatement(database, "INSERT INTO \(table) (period, station_id, sheet) VALUES (?1, ?2, ?3)")
    update = try RawStatement(database, "UPDATE \(table) SET sheet = ?3 WHERE \(place)")
    delete = try RawStatement(database, "DELETE FROM \(table) WHERE \(place)")
  }

  /// Adds counts to a sheet, which is there only while it counts something.
  ///
  /// - Parameter room: for its bytes.
  func add(_ change: UsageSheet, at place: UsageTables.Place, _ room: inout [UInt8]) throws {
    room.removeAll(keepingCapacity: true)
    var (isKnown, isWhole) = (false, true)
    bind(place, to: select)
    try select.forEachRow { row in
      isKnown = true
      isWhole = change.appendSum(with: RawStatement.blob(row, 0), to: &room)
    }
    if !isKnown { isWhole = change.appendSum(with: UnsafeRawBufferPointer(start: nil, count: 0), to: &room) }
    guard isWhole else { throw YizhanError.damagedSheet(place) }
    let statement = room.isEmpty ? delete : isKnown ? update : insert
    bind(place, to: statement)
    if !room.isEmpty { statement.bind(3, room) }
    try statement.run()
  }

  private func bind(_ place: UsageTables.Place, to statement: RawStatement) {
    statement.bind(1, Int64(place.period))
    statement.bind(2, place.station.text)
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
