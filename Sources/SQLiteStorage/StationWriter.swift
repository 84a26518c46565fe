import GRDB
import GRDBSQLite
import Geodesy
import OpeningHours
import RestStations

/// Stores stations in the table `station`, its values bound straight to SQLite: a national import binds four million.
struct StationWriter {
  private let statement: Statement
  private let row: OpaquePointer

  init(_ database: Database) throws {
    statement = try database.cachedStatement(sql: StationRow.upsert)
    row = statement.sqliteStatement
  }

  /// Stores one station in place of what there was of that id.
  ///
  /// - Parameters:
  ///   - town: the number of its town.
  ///   - updatedAt: milliseconds since 1970.
  func store(_ station: Station, town: Int64?, revision: Int, updatedAt: Int64) throws {
    bind(1, station.id.text)
    bind(2, station.name)
    bind(3, station.aliases.isEmpty ? nil : station.aliases.joined(separator: ";"))
    bind(4, station.kind.rawValue)
    bind(5, station.hubID?.text)
    bind(6, town)
    bind(7, station.address)
    sqlite3_bind_double(row, 8, station.coordinate.latitude)
    sqlite3_bind_double(row, 9, station.coordinate.longitude)
    bind(10, station.amenities)
    bind(11, station.brokenAmenities)
    bind(12, station.openingHours?.text)
    bind(13, station.staffedHours?.text)
    bind(14, station.entry?.rawValue)
    bind(15, station.operatorName)
    bind(16, station.capacity.map(Int64.init))
    bind(17, station.phone)
    bind(18, station.status.rawValue)
    bind(19, station.statusReason)
    bind(20, station.statusUntil)
    bind(21, station.verifiedAt?.description)
    bind(22, Int64(revision))
    bind(23, updatedAt)
    let code = sqlite3_step(row)
    let message = code == SQLITE_DONE ? nil : String(cString: sqlite3_errmsg(sqlite3_db_handle(row)))
    sqlite3_reset(row)
    guard code == SQLITE_DONE else { throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message) }
  }

  private func bind(_ place: Int32, _ text: String?) {
    guard var text else {
      sqlite3_bind_null(row, place)
      return
    }
    text.withUTF8 { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { characters in
        _ = sqlite3_bind_text(row, place, characters.baseAddress, Int32(characters.count), Self.copied)
      }
    }
  }

  private func bind(_ place: Int32, _ number: Int64?) {
    if let number { sqlite3_bind_int64(row, place, number) } else { sqlite3_bind_null(row, place) }
  }

  private func bind(_ place: Int32, _ set: AmenitySet) {
    withUnsafeBytes(of: set.bits.littleEndian) { bytes in
      _ = sqlite3_bind_blob(row, place, bytes.baseAddress, Int32(bytes.count), Self.copied)
    }
  }

  /// `SQLITE_TRANSIENT`: SQLite takes a copy before the call returns.
  private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }
}
