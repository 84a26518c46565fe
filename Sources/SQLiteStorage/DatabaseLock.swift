import Glibc
import RestStations

/// The right to open a database file: an exclusive lock on a file beside it, held until the process ends or lets go.
///
/// SQLite before 3.51.3 can damage a database in WAL mode when two processes write or checkpoint at once; so one process
/// at a time opens it.
final class DatabaseLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock, or returns nothing when another process has it.
  ///
  /// - Throws: `OpenFile.Fault` when the lock file cannot be made.
  init?(beside path: String) throws(OpenFile.Fault) {
    let lockPath = path + ".lock"
    descriptor = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw OpenFile.Fault(lockPath, errno) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      return nil
    }
  }

  deinit {
    // Not by closing alone: a process that was started meanwhile may have a copy of the descriptor.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
