import Glibc

/// A name of a Unix socket that fits into a socket address, whatever the length of its path.
///
/// A socket address holds at most 107 bytes of path. A path up to that stands as it is; for a longer one its folder is
/// opened and the name is `/proc/self/fd/N/NAME`. Such a name works in this process alone, for connecting and for
/// binding, and only while this value lives.
public final class ShortSocketPath: Sendable {
  /// The bytes of a path that a socket address holds, without the zero at its end (`sun_path`, unix(7)).
  public static let maximumBytes = 107

  /// The short name.
  public let value: String
  private let folder: Int32?

  /// `O_PATH` of Linux, which Glibc's module leaves out: the folder need be searchable only, not readable.
  private static let pathOnly: Int32 = 0o10_000_000

  /// - Throws: `.storageFailed` when the folder of a long path cannot be opened, or when the file's own name is too long
  ///   (more than about 90 bytes) or holds a zero byte.
  public init(_ path: String) throws(YizhanError) {
    guard !path.utf8.contains(0) else { throw Self.unusable(path, "it holds a zero byte", "路径中含有空字节") }
    guard path.utf8.count > Self.maximumBytes else {
      (value, folder) = (path, nil)
      return
    }
    let name = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[path.utf8.index(after: $0)...] } ?? path[...]
    let parent = name.startIndex == path.startIndex ? "." : String(path[..<name.startIndex])
    let descriptor = open(parent, Self.pathOnly | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw Self.unusable(path, "its folder cannot be opened: \(reason)", "无法打开其所在目录：\(reason)")
    }
    let short = "/proc/self/fd/\(descriptor)/\(name)"
    guard short.utf8.count <= Self.maximumBytes else {
      close(descriptor)
      throw Self.unusable(path, "its file name is too long", "文件名过长")
    }
    (value, folder) = (short, descriptor)
  }

  deinit {
    if let folder { close(folder) }
  }

  private static func unusable(_ path: String, _ english: String, _ chinese: String) -> YizhanError {
    YizhanError(
      .storageFailed, Bilingual("cannot use the socket \(path): \(english)", "无法使用套接字 \(path)：\(chinese)"))
  }
}

/// Gives a name of a Unix socket that fits into a socket address, valid until the body returns.
///
/// - Throws: what ``ShortSocketPath`` throws, and what the body throws.
public func withShortSocketPath<Result>(
  _ path: String, _ body: (String) throws(YizhanError) -> Result
) throws(YizhanError) -> Result {
  let short = try ShortSocketPath(path)
  return try withExtendedLifetime(short) { () throws(YizhanError) in try body(short.value) }
}
