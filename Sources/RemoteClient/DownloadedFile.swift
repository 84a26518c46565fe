import Glibc
import RestStations

/// A file that a download goes into, gone with the value unless it is kept.
final class DownloadedFile {
  /// Why a part could not be written.
  private(set) var fault: YizhanError?

  private let path: String
  private let file: OpenFile
  private var length = 0
  private var isKept = false

  /// - Throws: `.storageFailed` when it cannot be made, or is there already.
  init(_ path: String) throws(YizhanError) {
    self.path = path
    do throws(OpenFile.Fault) {
      file = try OpenFile(path, O_WRONLY | O_CREAT | O_EXCL)
    } catch {
      throw Self.unwritable(error)
    }
  }

  deinit {
    if !isKept { unlink(path) }
  }

  /// Appends a part; false when that is not possible, and then ``fault`` says why.
  func write(_ bytes: UnsafeRawBufferPointer) -> Bool {
    do throws(OpenFile.Fault) {
      try file.write(Array(bytes), at: length)
      length += bytes.count
      return true
    } catch {
      fault = Self.unwritable(error)
      return false
    }
  }

  /// Returns when the file is on disk, where it then stays.
  func keep() throws(YizhanError) {
    do throws(OpenFile.Fault) {
      try file.synchronize()
    } catch {
      throw Self.unwritable(error)
    }
    isKept = true
  }

  private static func unwritable(_ fault: OpenFile.Fault) -> YizhanError {
    fault.error("cannot write", "无法写入")
  }
}
