import GRDB
import GRDBSQLite

/// A statement that is kept with its connection, whose parameters are given to SQLite, and whose columns are looked at,
/// without values of another kind in between: for what is done very often.
///
/// Used within the transaction that it was made in, by one run at a time.
struct RawStatement {
  private let statement: Statement
  private let pointer: OpaquePointer

  init(_ database: Database, _ sql: String) throws {
    statement = try database.cachedStatement(sql: sql)
    pointer = statement.sqliteStatement
  }

  /// Sets a parameter, counted from 1.
  func bind(_ place: Int32, _ number: Int64) {
    sqlite3_bind_int64(pointer, place, number)
  }

  func bind(_ place: Int32, _ text: String) {
    var text = text
    _ = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) {
        sqlite3_bind_text(pointer, place, $0.baseAddress, Int32(clamping: $0.count), Self.copied)
      }
    }
  }

  /// Nothing is bound as NULL.
  func bind(_ place: Int32, _ number: UInt128?) {
    guard let number else {
      sqlite3_bind_null(pointer, place)
      return
    }
    withUnsafeBytes(of: number) { bind(place, $0) }
  }

  func bind(_ place: Int32, _ bytes: [UInt8]?) {
    guard let bytes else {
      sqlite3_bind_null(pointer, place)
      return
    }
    bytes.withUnsafeBytes { bind(place, $0) }
  }

  private func bind(_ place: Int32, _ bytes: UnsafeRawBufferPointer) {
    sqlite3_bind_blob(pointer, place, bytes.baseAddress, Int32(clamping: bytes.count), Self.copied)
  }

  /// Runs a statement that gives no rows.
  ///
  /// - Throws: `DatabaseError` with SQLite's extended code.
  func run() throws {
    defer { sqlite3_reset(pointer) }
    guard sqlite3_step(pointer) == SQLITE_DONE else { throw failure() }
  }

  /// Runs a statement and looks at each row, whose columns are those of the pointer.
  ///
  /// - Throws: as ``run()``, and what `body` throws.
  func forEachRow(_ body: (OpaquePointer) throws -> Void) throws {
    defer { sqlite3_reset(pointer) }
    while true {
      switch sqlite3_step(pointer) {
      case SQLITE_ROW: try body(pointer)
      case SQLITE_DONE: return
      default: throw failure()
      }
    }
  }

  /// A blob or text as it lies in SQLite's memory until the next row; empty for NULL.
  static func blob(_ row: OpaquePointer, _ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(row, column)
    return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(row, column)))
  }

  /// A text; empty for NULL.
  static func text(_ row: OpaquePointer, _ column: Int32) -> String {
    String(decoding: blob(row, column), as: UTF8.self)
  }

  private func failure() -> DatabaseError {
    let connection = sqlite3_db_handle(pointer)
    return DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_extended_errcode(connection)),
      message: sqlite3_errmsg(connection).map { String(cString: $0) })
  }

  /// SQLite takes a copy before the call returns.
  private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
