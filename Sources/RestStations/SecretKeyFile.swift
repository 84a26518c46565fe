import Glibc

/// A secret key in a file of its own: 64 hexadecimal digits and a newline, readable by its owner alone.
public enum SecretKeyFile {
  private static let byteCount = 2 * SecretKey.byteCount + 1

  /// Reads the key of a file, which is made with a new key when there is none.
  ///
  /// A file is there whole or not at all, and on disk before this returns. Of several processes that make it at once
  /// all get the same key.
  ///
  /// - Throws: `.storageFailed` when the file cannot be read or made, when others than its owner may read or write it,
  ///   or when it holds anything but a key.
  public static func load(_ path: String) throws(YizhanError) -> SecretKey {
    if let key = try read(path) { return key }
    do throws(OpenFile.Fault) {
      try make(path)
    } catch {
      throw error.error("cannot make the key file", "无法创建密钥文件")
    }
    guard let key = try read(path) else { throw unusable(path, "it vanished", "文件已消失") }
    return key
  }

  /// The key of a file, or nothing when there is none.
  ///
  /// - Throws: as ``load(_:)`` does.
  public static func read(_ path: String) throws(YizhanError) -> SecretKey? {
    let (status, bytes): (stat, [UInt8])
    do throws(OpenFile.Fault) {
      // Opening a pipe would wait for whoever writes to it.
      let file = try OpenFile(path, O_RDONLY | O_NONBLOCK)
      status = try file.status()
      bytes = status.st_mode & S_IFMT == S_IFREG ? try file.read(upTo: byteCount + 1) : []
    } catch {
      if error.number == ENOENT { return nil }
      throw error.error("cannot read the key file", "无法读取密钥文件")
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw unusable(path, "it is no file", "不是普通文件") }
    guard status.st_mode & 0o177 == 0 else {
      let mode = String(status.st_mode & 0o7777, radix: 8)
      throw unusable(
        path, "its mode is \(mode), and others may use it: chmod 600", "权限为 \(mode)，他人可用：请执行 chmod 600")
    }
    guard bytes.count == byteCount, bytes.last == UInt8(ascii: "\n") else {
      throw unusable(
        path, "it must hold 64 hexadecimal digits and a newline, nothing else", "内容须为 64 位十六进制数字加一个换行")
    }
    guard let key = SecretKey(hex: bytes.dropLast()) else {
      throw unusable(path, "it holds something other than hexadecimal digits", "含有十六进制数字以外的字符")
    }
    return key
  }

  /// Makes the file, unless someone else was quicker.
  private static func make(_ path: String) throws(OpenFile.Fault) {
    let temporary = "\(path).\(getpid()).\(UInt64.random(in: .min ... .max)).part"
    do throws(OpenFile.Fault) {
      let file = try OpenFile(temporary, O_WRONLY | O_CREAT | O_EXCL)
      try file.setMode(0o600)
      try file.write(SecretKey.random().hex + [UInt8(ascii: "\n")], at: 0)
      try file.synchronize()
      // A link, unlike a rename, replaces nothing.
      _ = try FileName.link(temporary, as: path)
    } catch {
      unlink(temporary)
      throw error
    }
    try FileName.remove(temporary)
    try FileName.synchronizeFolder(FileName.folder(of: path))
  }

  private static func unusable(_ path: String, _ english: String, _ chinese: String) -> YizhanError {
    YizhanError(
      .storageFailed, Bilingual("cannot use the key file \(path): \(english)", "无法使用密钥文件 \(path)：\(chinese)"))
  }
}
