import Foundation
import RestStations

/// The socket beside a database by which its owner's commands reach the server that has it open.
///
/// Its mode, 0600, is what tells an owner from anyone. The caller holds the database's lock, so a socket that is
/// there already was left behind by a server that is no more.
final class OwnerSocket: Sendable {
  private let path: String
  private let short: ShortSocketPath

  /// The path to bind, which fits into a socket address.
  var shortPath: String { short.value }

  /// - Throws: ``YizhanError`` when the path cannot be a socket's.
  init(path: String) throws {
    self.path = path
    short = try ShortSocketPath(path)
    remove()
  }

  /// To be called once it is bound. Until then the process's umask keeps others out.
  func restrict() {
    chmod(path, 0o600)
  }

  func remove() {
    unlink(path)
  }
}
