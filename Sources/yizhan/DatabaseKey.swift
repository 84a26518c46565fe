import RestStations
import SQLiteStorage
import Synchronization

/// The key of a database: read, or made, when it is first needed, and once.
final class DatabaseKey: Sendable {
  private let storage: SQLiteStorage
  private let path: String
  private let key = Mutex<SecretKey?>(nil)

  /// - Parameter path: of the key file.
  init(of storage: SQLiteStorage, _ path: String) {
    (self.storage, self.path) = (storage, path)
  }

  /// - Throws: ``YizhanError`` with `storageFailed` when the file cannot be used, or holds another database's key.
  @Sendable func value() throws -> SecretKey {
    try key.withLock { key in
      if let key { return key }
      let isThere = try SecretKeyFile.read(path) != nil
      let loaded = try SecretKeyFile.load(path)
      let isKnown = try storage.knows(loaded)
      if isThere, isKnown == false { throw unfit }
      if isKnown != true { try storage.take(loaded) }
      key = loaded
      return loaded
    }
  }

  private var unfit: YizhanError {
    YizhanError(
      .storageFailed,
      Bilingual(
        "\(path) is not the key of this database: put the right one back; or take it away, and a new one is made, with which "
          + "visitors are counted anew and printed codes are void",
        "\(path) 不是此数据库的密钥：请放回正确的密钥；或移走该文件以生成新密钥，此后人员重新计数，已印制的码全部作废"))
  }
}
