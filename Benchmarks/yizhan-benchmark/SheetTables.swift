import Foundation
import GRDB
import RestStations

/// The tables of sheets in a database that no one else has open, filled in the order of their keys in one transaction.
///
/// Nothing is synced or journaled meanwhile: a database that was not filled to its end is good for nothing.
struct SheetTables {
  private let days: Statement
  private let months: Statement
  private var rows = 0
  private var bytes = 0

  /// Runs something that stores sheets.
  ///
  /// - Returns: how many there are, and the sum of their lengths.
  static func fill(
    _ path: String, _ body: (inout SheetTables) throws -> Void
  ) throws -> (rows: Int, bytes: Int) {
    let queue = try DatabaseQueue(path: path)
    try queue.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144")
    }
    let filled = try queue.write { database in
      var tables = try SheetTables(database)
      try body(&tables)
      return (tables.rows, tables.bytes)
    }
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
    try queue.close()
    return filled
  }

  private init(_ database: Database) throws {
    func insert(_ table: String) throws -> Statement {
      try database.makeStatement(sql: "INSERT INTO \(table) (period, station_id, sheet) VALUES (?, ?, ?)")
    }
    (days, months) = (try insert("usage_day"), try insert("usage_month"))
  }

  /// Stores a sheet; an empty one is none.
  mutating func store(_ sheet: UsageSheet, of kind: UsagePeriodKind, _ period: Int, _ station: StationID) throws {
    guard !sheet.isEmpty, let bytes = sheet.bytes else { return }
    let statement = kind == .day ? days : months
    try statement.execute(arguments: [period, station.text, Data(bytes)])
    rows += 1
    self.bytes += bytes.count
  }
}
