import Foundation

/// How many files and connections this process may have open.
enum OpenFileLimit {
  /// Takes all that the system grants. The usual 1,024 is there for programs that are older than connections without end;
  /// a server needs more.
  static func raise() {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    setrlimit(resource, &limit)
  }
}
