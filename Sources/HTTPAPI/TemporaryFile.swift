import Foundation
import Hummingbird
import NIOCore
import RestStations

/// A file that an answer is made in, so that nothing of it is sent unless all of it is there. Gone with the value.
final class TemporaryFile: Sendable {
  /// Bytes that are read at a time.
  private static let piece = 1 << 18

  private let folder: String
  let path: String

  /// In a folder of its own, which nobody else can look into.
  ///
  /// - Parameter parent: where that is made; the system's folder for temporary files when nothing.
  init(named name: String, in parent: String? = nil) throws {
    let template = (parent ?? FileManager.default.temporaryDirectory.path) + "/yizhan-XXXXXX"
    // The name is written into the bytes of the template, which are there only until the closure ends.
    let made = withUnsafeTemporaryAllocation(of: CChar.self, capacity: template.utf8.count + 1) { bytes -> String? in
      _ = bytes.initialize(from: template.utf8CString)
      return bytes.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let made else {
      let reason = String(cString: strerror(errno))
      throw YizhanError(
        .storageFailed, Bilingual("cannot make a temporary file: \(reason)", "无法建立临时文件：\(reason)"))
    }
    folder = made
    path = folder + "/" + name
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// The file as an answer, read as it is sent.
  func response(_ mediaType: String) throws -> Response {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw YizhanError(.storageFailed, Bilingual("cannot read \(path)", "无法读取 \(path)"))
    }
    let length = Int(try file.seekToEnd())
    try file.seek(toOffset: 0)
    let body = ResponseBody(contentLength: length) { [self] writer in
      while let piece = try file.read(upToCount: Self.piece), !piece.isEmpty {
        try await writer.write(ByteBuffer(bytes: piece))
      }
      try await writer.finish(nil)
      withExtendedLifetime(self) {}
    }
    return Response(status: .ok, headers: [.contentType: mediaType], body: body)
  }
}
