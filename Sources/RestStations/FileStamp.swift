import Foundation

/// What tells one content of a file from the next without reading it; links are followed.
package struct FileStamp: Hashable, Sendable {
  /// All the same for a file that is not there.
  private var numbers: [Int] = []

  package init(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    numbers = [
      Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino), Int(status.st_size),
      status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
    ]
  }

  /// Whether users who are neither a file's owner nor of its group may read it.
  package static func isForOthers(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IROTH != 0
  }
}
