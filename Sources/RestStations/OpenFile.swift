package import Glibc

/// A file that is open, closed with the value. What the system refuses is told with the file's path.
package struct OpenFile: ~Copyable, Sendable {
  package let path: String
  private let descriptor: Int32

  /// The system's refusal to do something with a file.
  package struct Fault: Error {
    package let path: String
    /// `errno`.
    package let number: Int32

    package init(_ path: String, _ number: Int32) {
      (self.path, self.number) = (path, number)
    }

    /// `.storageFailed`, saying what could not be done.
    package func error(_ english: String, _ chinese: String) -> YizhanError {
      let reason = String(cString: strerror(number))
      return YizhanError(.storageFailed, Bilingual("\(english) \(path): \(reason)", "\(chinese) \(path)：\(reason)"))
    }
  }

  /// Opens a file; no program that this one starts inherits it.
  ///
  /// - Parameters:
  ///   - flags: of open(2).
  ///   - mode: of a file that is made.
  package init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(Fault) {
    self.path = path
    var opened: Int32
    repeat { opened = open(path, flags | O_CLOEXEC, mode) } while opened < 0 && errno == EINTR
    guard opened >= 0 else { throw Fault(path, errno) }
    descriptor = opened
  }

  deinit {
    close(descriptor)
  }

  package func status() throws(Fault) -> stat {
    var status = stat()
    try check(fstat(descriptor, &status))
    return status
  }

  /// The bytes from the beginning on, at most so many.
  package func read(upTo limit: Int = .max) throws(Fault) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < limit {
      let wanted = min(limit - bytes.count, 1 << 18)
      let start = bytes.count
      bytes.append(contentsOf: repeatElement(0, count: wanted))
      let count = bytes.withUnsafeMutableBytes { room in
        pread(descriptor, room.baseAddress.map { $0 + start }, wanted, off_t(start))
      }
      let isInterrupted = count < 0 && errno == EINTR
      guard count >= 0 || isInterrupted else { throw Fault(path, errno) }
      bytes.removeLast(wanted - max(0, count))
      if count == 0 { break }
    }
    return bytes
  }

  /// Writes all bytes at an offset.
  package func write(_ bytes: [UInt8], at offset: Int) throws(Fault) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { source in
        pwrite(descriptor, source.baseAddress.map { $0 + written }, source.count - written, off_t(offset + written))
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Fault(path, count < 0 ? errno : ENOSPC) }
      written += count
    }
  }

  package func truncate(to length: Int) throws(Fault) {
    try check(ftruncate(descriptor, off_t(length)))
  }

  package func setMode(_ mode: mode_t) throws(Fault) {
    try check(fchmod(descriptor, mode))
  }

  /// Returns when the file's bytes are on disk, whatever happens to the power.
  package func synchronize() throws(Fault) {
    try check(fsync(descriptor))
  }

  /// The same, but for what is not needed to read the bytes again, such as the time of the change.
  package func synchronizeData() throws(Fault) {
    try check(fdatasync(descriptor))
  }

  /// Takes the exclusive lock on the file, which is let go with the value.
  ///
  /// - Parameter waits: for whoever has it; else false comes back when someone does.
  package func lock(waits: Bool) throws(Fault) -> Bool {
    while flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
      if errno == EWOULDBLOCK { return false }
      guard errno == EINTR else { throw Fault(path, errno) }
    }
    return true
  }

  private func check(_ result: Int32) throws(Fault) {
    guard result == 0 else { throw Fault(path, errno) }
  }
}

/// What is done with names of files.
package enum FileName {
  /// The folder that a path stands in.
  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Returns when the names in a folder are on disk as they are now.
  package static func synchronizeFolder(_ folder: String) throws(OpenFile.Fault) {
    try OpenFile(folder, O_RDONLY | O_DIRECTORY).synchronize()
  }

  /// What is known of a file, or nothing when there is none of that name.
  package static func status(_ path: String) throws(OpenFile.Fault) -> stat? {
    var status = stat()
    guard lstat(path, &status) != 0 else { return status }
    guard errno == ENOENT else { throw OpenFile.Fault(path, errno) }
    return nil
  }

  /// Gives a file a name, in place of what had it before.
  package static func rename(_ path: String, to other: String) throws(OpenFile.Fault) {
    guard Glibc.rename(path, other) == 0 else { throw OpenFile.Fault(other, errno) }
  }

  /// Gives a file another name too; false when something has that name already.
  package static func link(_ path: String, as other: String) throws(OpenFile.Fault) -> Bool {
    guard Glibc.link(path, other) != 0 else { return true }
    guard errno == EEXIST else { throw OpenFile.Fault(other, errno) }
    return false
  }

  /// Gives a file a name that no other has yet, in place of its own, and returns when both are on disk; false when something
  /// has that name already.
  ///
  /// - Throws: ``YizhanError`` with `storageFailed`.
  package static func take(_ name: String, for path: String) throws(YizhanError) -> Bool {
    do throws(OpenFile.Fault) {
      guard try link(path, as: name) else { return false }
      try remove(path)
      try synchronizeFolder(folder(of: name))
      return true
    } catch {
      throw error.error("cannot write", "无法写入")
    }
  }

  /// Takes a name away; there need be none.
  package static func remove(_ path: String) throws(OpenFile.Fault) {
    guard unlink(path) == 0 || errno == ENOENT else { throw OpenFile.Fault(path, errno) }
  }
}
