import GRDB
import RestStations

/// The ways to the file. What the disk refuses is told as ``YizhanError`` with `storageUnavailable`.
extension SQLiteStorage {
  func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
    do { return try await connections.read(body) } catch { throw Self.told(error) }
  }

  /// One transaction.
  func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
    do { return try await connections.write(body) } catch { throw Self.told(error) }
  }

  /// One transaction, on the thread that asks for it.
  func write<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do { return try connections.write(body) } catch { throw Self.told(error) }
  }

  func writeWithoutTransaction<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    do { return try await connections.writeWithoutTransaction(body) } catch { throw Self.told(error) }
  }

  static func told(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    switch error.resultCode {
    case .SQLITE_FULL:
      return YizhanError(
        .storageUnavailable, Bilingual("the disk is full: nothing was stored", "磁盘空间已满：未保存任何内容"),
        retryAfter: 10)
    case .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY:
      // A commit that fails may yet be there after a restart.
      return YizhanError(
        .storageUnavailable,
        Bilingual("the disk fails: it is not certain that anything was stored", "磁盘故障：无法确定是否已保存"), retryAfter: 10)
    default: return error
    }
  }
}
