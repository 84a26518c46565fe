import Foundation
import GRDB
public import RestStations

extension SQLiteStorage: BackupStorage {
  public func workFolder() throws -> String { try Self.makeWorkFolder(beside: path) }

  /// All pages in one step, which sees one moment: in WAL mode writers go on meanwhile.
  public func backUp(to path: String) async throws {
    do {
      let copy = try DatabaseQueue(path: path)
      try connections.backup(to: copy)
      try copy.close()
    } catch {
      throw Self.told(error)
    }
  }

  private static func workFolder(beside path: String) -> String { path + ".work" }

  /// Makes the folder, which its owner alone can look into; it may be there.
  static func makeWorkFolder(beside path: String) throws -> String {
    let folder = workFolder(beside: path)
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw unusable(folder, error.localizedDescription)
    }
    return folder
  }

  /// What a process left that ended before its work; the database's lock must be held.
  static func clearWork(beside path: String) throws {
    let folder = workFolder(beside: path)
    guard FileManager.default.fileExists(atPath: folder) else { return }
    do {
      try FileManager.default.removeItem(atPath: folder)
    } catch {
      throw unusable(folder, error.localizedDescription)
    }
  }
}
