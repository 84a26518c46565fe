import SQLiteStorage
import TestSupport
import Testing

extension Python {
  /// A database of the present schema without stations, closed.
  static func freshDatabase(_ folder: TemporaryFolder) throws -> String {
    let path = folder.path("fresh.sqlite")
    let storage = try #require(try SQLiteStorage(path: path, .create))
    try storage.close()
    return path
  }
}
