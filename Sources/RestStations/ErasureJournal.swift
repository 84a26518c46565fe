import Crypto
import Glibc

/// Whom a database was told to forget, in a file beside its key: a backup that is older than an erasure still knows them,
/// and forgets them again when it is restored.
///
/// Of each erasure there is a line of 64 hexadecimal digits, the HMAC-SHA-256 (RFC 2104) of the erased pseudonym under the
/// key: it tells nothing by itself, nor to someone who has a backup but not the key. A line is on disk before the erasure
/// is made in the database; a last line that is not whole was never acknowledged, and counts as none.
public struct ErasureJournal: Sendable {
  /// A line with its newline.
  private static let lineLength = 2 * SHA256.byteCount + 1

  private let path: String

  /// - Parameter path: of the file; there need be none.
  public init(path: String) {
    self.path = path
  }

  /// Notes an erasure. Returns when it is on disk.
  ///
  /// - Throws: `.storageFailed` when the file cannot be written.
  public func note(_ visitor: VisitorPseudonym, under key: SecretKey) throws(YizhanError) {
    do throws(OpenFile.Fault) {
      let isNew = try FileName.status(path) == nil
      let file = try OpenFile(path, O_RDWR | O_CREAT)
      _ = try file.lock(waits: true)
      let size = Int(try file.status().st_size)
      try file.write(Self.mark(of: visitor, under: key) + [UInt8(ascii: "\n")], at: size - size % Self.lineLength)
      try file.synchronize()
      if isNew { try FileName.synchronizeFolder(FileName.folder(of: path)) }
    } catch {
      throw error.error("cannot note the erasure in", "无法记入清除日志")
    }
  }

  /// Which visitors have been erased.
  ///
  /// - Parameter key: is asked for only when any have.
  /// - Throws: `.storageFailed` when the file cannot be read, or holds anything but erasures; what asking for the key throws.
  public func erased(under key: () throws -> SecretKey) throws -> @Sendable (VisitorPseudonym) -> Bool {
    let marks = try marks()
    guard !marks.isEmpty else { return { _ in false } }
    let key = try key()
    return { marks.contains(Self.mark(of: $0, under: key)) }
  }

  private func marks() throws(YizhanError) -> Set<[UInt8]> {
    let bytes: [UInt8]
    do throws(OpenFile.Fault) {
      bytes = try OpenFile(path, O_RDONLY | O_NONBLOCK).read()
    } catch {
      if error.number == ENOENT { return [] }
      throw error.error("cannot read the journal of erasures", "无法读取清除日志")
    }
    var marks: Set<[UInt8]> = []
    for start in stride(from: 0, through: bytes.count - Self.lineLength, by: Self.lineLength) {
      let mark = bytes[start..<(start + Self.lineLength - 1)]
      guard mark.allSatisfy(Self.isDigit), bytes[start + Self.lineLength - 1] == UInt8(ascii: "\n") else {
        throw damaged(line: start / Self.lineLength + 1)
      }
      marks.insert(Array(mark))
    }
    return marks
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }

  private static func mark(of visitor: VisitorPseudonym, under key: SecretKey) -> [UInt8] {
    SecretKey.hex(of: key.code(of: Array("erased visitor".utf8) + visitor.bytes))
  }

  private func damaged(line: Int) -> YizhanError {
    YizhanError(
      .storageFailed,
      Bilingual(
        "the journal of erasures \(path) is damaged in line \(line): each must hold 64 hexadecimal digits; "
          + "put a copy of it back that is whole",
        "清除日志 \(path) 第 \(line) 行已损坏：每行须为 64 位十六进制数字；请恢复完好的副本"))
  }
}
