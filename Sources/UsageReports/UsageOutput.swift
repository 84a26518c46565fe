import Glibc
import RestStations

/// Where a file's bytes go, in pieces and in order: a file on disk, standard output, the body of an answer.
public struct UsageOutput {
  private let write: ([UInt8]) throws -> Void

  /// - Parameter write: called with each piece of about 1 MB; what it throws ends the writing.
  public init(_ write: @escaping (_ bytes: [UInt8]) throws -> Void) {
    self.write = write
  }

  /// A file that is made, or emptied when it is there.
  ///
  /// - Throws: ``YizhanError`` with `storageFailed` when it cannot be made, now, or written, later.
  public static func file(_ path: String) throws -> UsageOutput {
    let file = try FileEnd(path)
    return UsageOutput { try file.append($0) }
  }

  func append(_ bytes: [UInt8]) throws {
    try write(bytes)
  }
}

/// A file and how much of it is written.
private final class FileEnd {
  private let file: OpenFile
  private var length = 0

  init(_ path: String) throws(YizhanError) {
    do {
      file = try OpenFile(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o644)
    } catch {
      throw error.error("cannot write", "无法写入")
    }
  }

  func append(_ bytes: [UInt8]) throws(YizhanError) {
    do {
      try file.write(bytes, at: length)
      length += bytes.count
    } catch {
      throw error.error("cannot write", "无法写入")
    }
  }
}
