/// What an operator's backup needs of a database.
public protocol BackupStorage: Sendable {
  /// A folder on the database's own disk, for files that are of no use any more once the process has ended.
  ///
  /// - Throws: ``YizhanError`` when it cannot be made.
  func workFolder() throws -> String

  /// Writes a copy of the database as it is at one moment into a new file. Writing goes on meanwhile.
  ///
  /// All that was acknowledged before is in it, and no key.
  ///
  /// - Throws: ``YizhanError`` when the file cannot be written.
  func backUp(to path: String) async throws
}
