import GRDB
import GRDBSQLite
import RestStations

/// What of a pseudonym that was erased may still lie in a database's file.
///
/// When SQLite moves rows to another page, it leaves their bytes where they were, between a page's list of rows and the rows
/// themselves, until the room is needed. Rows that are erased later are overwritten where they stand then, not where they
/// stood before. `VACUUM` makes pages that have no such bytes.
struct ErasedRemains {
  /// The pieces of eight bytes that a pseudonym holds.
  private let pieces: Set<UInt64>
  /// Which last two bytes any piece has: a table small enough for the processor's nearest cache, by which nearly every place
  /// of a file is passed by.
  private let endings: [Bool]

  private static let pieceLength = MemoryLayout<UInt64>.size
  private static let chunkLength = 1 << 20

  init(of visitor: VisitorPseudonym) {
    let starts = 0...(VisitorPseudonym.byteCount - Self.pieceLength)
    pieces = visitor.bytes.withUnsafeBytes { bytes in
      Set(starts.map { bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self) })
    }
    var endings = [Bool](repeating: false, count: 1 << 16)
    for piece in pieces { endings[Self.ending(of: piece)] = true }
    self.endings = endings
  }

  private static func ending(of piece: UInt64) -> Int { Int(truncatingIfNeeded: piece >> 48) }

  /// Looks through the whole file, which is read as SQLite reads it: opening it once more and closing that again would let go
  /// of SQLite's locks (POSIX locks belong to the process).
  ///
  /// - Parameter database: whose WAL has been written back.
  func areLeft(in database: Database) throws -> Bool {
    var pointer: UnsafeMutablePointer<sqlite3_file>?
    sqlite3_file_control(database.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &pointer)
    guard let file = pointer, let methods = file.pointee.pMethods?.pointee, let measure = methods.xFileSize,
      let read = methods.xRead
    else { return true }
    var size: sqlite3_int64 = 0
    guard measure(file, &size) == SQLITE_OK else { throw DatabaseError(resultCode: .SQLITE_IOERR) }
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkLength, alignment: 16)
    defer { chunk.deallocate() }
    // Chunks overlap, so that each piece is whole in one.
    for start in stride(from: 0, to: size, by: Self.chunkLength - Self.pieceLength) {
      let length = min(Self.chunkLength, Int(size - start))
      guard read(file, chunk.baseAddress, Int32(length), start) == SQLITE_OK else {
        throw DatabaseError(resultCode: .SQLITE_IOERR)
      }
      if holdsPiece(UnsafeRawBufferPointer(rebasing: chunk[..<length])) { return true }
    }
    return false
  }

  private func holdsPiece(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= Self.pieceLength else { return false }
    return endings.withUnsafeBufferPointer { endings in
      (0...(bytes.count - Self.pieceLength)).contains { place in
        let piece = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        return endings[Self.ending(of: piece)] && pieces.contains(piece)
      }
    }
  }
}
