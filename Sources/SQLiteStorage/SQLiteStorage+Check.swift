import Foundation
import GRDB
public import RestStations

extension SQLiteStorage: CheckStorage {
  /// Faults beyond these are counted, not kept.
  private static let keptFaults = 1000

  public func check() async throws -> CheckReport {
    try await read { database in
      var report = CheckReport()
      let states = try String.fetchAll(database, sql: "PRAGMA integrity_check(100)")
      for state in states where state != "ok" {
        report.note(Bilingual("the file is damaged: \(state)", "文件已损坏：\(state)"), upTo: Self.keptFaults)
      }
      // Visits that are none cannot be counted.
      guard report.faultCount == 0 else { return report }
      for row in try Row.fetchAll(database, sql: "PRAGMA foreign_key_check") {
        let (table, parent) = (row[0] as String, row[2] as String)
        report.note(
          Bilingual("\(table) names a row of \(parent) that is not there", "\(table) 引用了 \(parent) 中不存在的行"),
          upTo: Self.keptFaults)
      }
      try Self.compareUsage(database, &report)
      return report
    }
  }

  /// Counts all visits anew and compares.
  private static func compareUsage(_ database: Database, _ report: inout CheckReport) throws {
    let counted = try countedUsage(database, &report)
    var places = Set(counted.keys)
    for kind in UsagePeriodKind.allCases {
      let rows = try Row.fetchCursor(database, sql: "SELECT period, station_id, sheet FROM usage_\(kind.rawValue)")
      while let row = try rows.next() {
        guard let station = StationID(row[1] as String) else { continue }
        let place = UsageTables.Place(kind: kind, period: row[0], station: station)
        places.remove(place)
        let kept = UsageSheet(bytes: Array(row[2] as Data))
        if kept == nil || kept != counted[place] {
          report.note(difference(place, kept, counted[place]), upTo: keptFaults)
        }
      }
    }
    for place in places.sorted() {
      report.note(difference(place, UsageSheet(), counted[place]), upTo: keptFaults)
    }
  }

  private static func countedUsage(
    _ database: Database, _ report: inout CheckReport
  ) throws -> [UsageTables.Place: UsageSheet] {
    var tables = try UsageTables(database)
    try forEachCountedVisit(database) {
      tables.count($0)
      report.visits += 1
      report.people += $0.people
    }
    return tables.changes
  }

  static func forEachCountedVisit(_ database: Database, _ body: (Visit) throws -> Void) throws {
    let rows = try Row.fetchCursor(
      database, sql: "SELECT \(VisitTable.columns) FROM visit WHERE voided_at IS NULL ORDER BY number")
    while let row = try rows.next() { try body(VisitTable.visit(from: row)) }
  }

  private static func difference(
    _ place: UsageTables.Place, _ kept: UsageSheet?, _ counted: UsageSheet?
  ) -> Bilingual {
    guard let kept else {
      return Bilingual(
        "the statistics of \(place.station) in \(place.period) are damaged",
        "\(place.station) 在 \(place.period) 的统计数据已损坏")
    }
    let (said, counted) = (total(kept, place.kind), total(counted ?? UsageSheet(), place.kind))
    return Bilingual(
      """
      the statistics of \(place.station) in \(place.period) say \(said.visits) visits of \(said.people) people, the visits \
      themselves \(counted.visits) of \(counted.people)
      """,
      """
      \(place.station) 在 \(place.period) 的统计数据为 \(said.visits) 次到访 \(said.people) 人次，按到访记录应为 \
      \(counted.visits) 次 \(counted.people) 人次
      """)
  }

  /// The visits of a sheet, each once.
  private static func total(_ sheet: UsageSheet, _ kind: UsagePeriodKind) -> UsageCount {
    let wholes = Set(WorkerGroup.allCases.map { UsageSheet.monthKey($0, service: nil) })
    return sheet.cells.reduce(into: UsageCount()) { sum, cell in
      if kind == .day || wholes.contains(cell.key) { sum += cell.count }
    }
  }

  /// Makes the statistics of all visits anew.
  static func recountUsage(_ database: Database) throws {
    for kind in UsagePeriodKind.allCases { try database.execute(sql: "DELETE FROM usage_\(kind.rawValue)") }
    var tables = try UsageTables(database)
    try forEachCountedVisit(database) {
      tables.count($0)
      if tables.changes.count >= 100_000 { try tables.store(database) }
    }
    try tables.store(database)
  }
}
