import GRDB
import GRDBSQLite
import Geodesy
import RestStations

/// Goes through the table `station` in the order of ids, looking at the bytes of each row where SQLite has them.
struct StationScan {
  private let statement: Statement
  private let row: OpaquePointer
  /// The places of towns in the summary, by their numbers.
  private let towns: [Int64: Int]

  /// Stations whose ids lie on one side of an id, or that have changed after a revision.
  enum Run {
    case all
    case before(String)
    case from(String)
    case changed(Int)
  }

  init(_ database: Database, _ run: Run, towns: [Int64: Int]) throws {
    let (condition, arguments): (String, StatementArguments) =
      switch run {
      case .all: ("ORDER BY id", [])
      case .before(let id): ("WHERE id < ? ORDER BY id", [id])
      case .from(let id): ("WHERE id >= ? ORDER BY id", [id])
      // The sign keeps SQLite from reading all in the order of ids; few are found by their revisions.
      case .changed(let revision): ("WHERE revision > ? ORDER BY +id", [revision])
      }
    statement = try database.makeStatement(sql: "SELECT \(StationRow.columns) FROM station \(condition)")
    statement.arguments = arguments
    row = statement.sqliteStatement
    self.towns = towns
  }

  /// An id that has about as many stations before it as behind, or nothing where parting them would gain nothing: the
  /// median of a sample, taken along the index of revisions, for counting would read half the table.
  static func middle(_ database: Database) throws -> String? {
    let oldest = try Int64.fetchOne(database, sql: "SELECT min(revision) FROM station") ?? 0
    let newest = try Int64.fetchOne(database, sql: "SELECT max(revision) FROM station") ?? 0
    guard newest - oldest >= 5000 else { return nil }
    let statement = try database.makeStatement(
      sql: "SELECT id FROM station WHERE revision >= ? ORDER BY revision LIMIT 1")
    let sample = try (0..<511).compactMap {
      try String.fetchOne(statement, arguments: [oldest + (newest - oldest) * $0 / 511])
    }
    return sample.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }[sample.count / 2]
  }

  /// The next station, or nothing at the end.
  ///
  /// - Throws: ``YizhanError`` for a row that is no station, `DatabaseError` when reading fails.
  func next() throws -> StationView? {
    switch sqlite3_step(row) {
    case SQLITE_ROW: return try view()
    case SQLITE_DONE: return nil
    case let code: throw DatabaseError(resultCode: ResultCode(rawValue: code))
    }
  }

  private func view() throws -> StationView {
    let coordinate = Coordinate(latitude: sqlite3_column_double(row, 7), longitude: sqlite3_column_double(row, 8))
    guard let id = text(0), let name = text(1), let coordinate, let kind: StationKind = word(3),
      let status: StationStatus = word(17)
    else { throw YizhanError.damagedStation(text(0).map { String(decoding: $0, as: UTF8.self) } ?? "") }
    var view = StationView(
      id: id, name: name, kind: kind, coordinate: coordinate, status: status,
      revision: Int(sqlite3_column_int64(row, 21)), updatedAt: sqlite3_column_int64(row, 22))
    view.aliases = text(2)
    view.hubID = text(4)
    view.town = number(5).flatMap { towns[$0] }
    view.address = text(6)
    view.amenities = amenities(9)
    view.brokenAmenities = amenities(10)
    view.openingHours = text(11)
    view.staffedHours = text(12)
    view.entry = word(13)
    view.operatorName = text(14)
    view.capacity = number(15).map(Int.init)
    view.phone = text(16)
    view.statusReason = text(18)
    view.statusUntil = number(19)
    view.verifiedAt = text(20)
    return view
  }

  /// A column's value, looked up once and then asked for its kind, its bytes and their number. SQLite calls it unprotected,
  /// for another thread could change it; no other has this connection meanwhile.
  private func value(_ column: Int32) -> OpaquePointer? {
    let value = sqlite3_column_value(row, column)
    return sqlite3_value_type(value) == SQLITE_NULL ? nil : value
  }

  private func text(_ column: Int32) -> StationView.Text? {
    guard let value = value(column), let bytes = sqlite3_value_text(value) else { return nil }
    return StationView.Text(start: bytes, count: Int(sqlite3_value_bytes(value)))
  }

  private func number(_ column: Int32) -> Int64? {
    value(column).map(sqlite3_value_int64)
  }

  private func word<Word: RawRepresentable & CaseIterable>(_ column: Int32) -> Word? where Word.RawValue == String {
    guard let text = text(column) else { return nil }
    return Word.allCases.first { word in
      var word = word.rawValue
      return word.withUTF8 { $0.isSame(as: text) }
    }
  }

  private func amenities(_ column: Int32) -> AmenitySet {
    guard let value = value(column), let bytes = sqlite3_value_blob(value), sqlite3_value_bytes(value) == 16 else {
      return AmenitySet()
    }
    return AmenitySet(bits: UInt128(littleEndian: bytes.loadUnaligned(as: UInt128.self)))
  }
}
