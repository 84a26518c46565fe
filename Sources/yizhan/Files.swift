import Foundation
import RestStations

/// A file that a command reads, `-` for standard input.
enum InputFile {
  /// - Throws: ``YizhanError`` with `badData` when it cannot be read.
  static func read(_ path: String) throws -> [UInt8] {
    do {
      guard path != "-" else { return [UInt8](try FileHandle.standardInput.readToEnd() ?? Data()) }
      return [UInt8](try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe))
    } catch {
      let exists = FileManager.default.fileExists(atPath: path)
      throw YizhanError(
        .badData,
        exists
          ? Bilingual("cannot read \(path)", "无法读取 \(path)") : Bilingual("there is no file \(path)", "没有文件 \(path)"))
    }
  }
}

/// What a command writes: standard output, or a file that is there whole or not at all.
final class OutputFile {
  private let path: String?
  private let handle: FileHandle
  private var temporary: String?

  /// - Parameter path: nothing for standard output.
  init(_ path: String?) throws {
    self.path = path
    guard let path else {
      handle = .standardOutput
      return
    }
    let temporary = path + ".part"
    guard FileManager.default.createFile(atPath: temporary, contents: nil),
      let handle = FileHandle(forWritingAtPath: temporary)
    else { throw Self.unwritable(path) }
    self.handle = handle
    self.temporary = temporary
  }

  deinit {
    if let temporary { try? FileManager.default.removeItem(atPath: temporary) }
  }

  func write(_ bytes: [UInt8]) throws {
    try handle.write(contentsOf: Data(bytes))
  }

  /// Puts the file into its place.
  func finish() throws {
    guard let path, let temporary else { return }
    try handle.close()
    guard rename(temporary, path) == 0 else { throw Self.unwritable(path) }
    self.temporary = nil
  }

  private static func unwritable(_ path: String) -> YizhanError {
    YizhanError(.storageFailed, Bilingual("cannot write \(path)", "无法写入 \(path)"))
  }
}
