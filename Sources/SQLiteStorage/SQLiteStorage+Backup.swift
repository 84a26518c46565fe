import Foundation
import GRDB
public import RestStations

extension SQLiteStorage: BackupStorage {
  public func workFolder() throws -> String { try Self.makeWorkFolder(beside: path) }

  public func backUp(to path: String) async throws {
    do { try Self.write(self.path, to: path) } catch { throw Self.told(error) }
  }

  /// Writes what a database holds at one moment into a new file, page by page anew, so that nothing comes along of what was
  /// erased. In WAL mode writers go on meanwhile.
  static func write(_ path: String, to copy: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    let source = try DatabaseQueue(path: path, configuration: configuration)
    try source.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [copy]) }
    try source.close()
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
