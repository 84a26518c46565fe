import Foundation
import HTTPTypes
import Synchronization
import WebPages

/// Leaflet as Debian's libjs-leaflet installs it, which the map of the pages is drawn by. The pages do without it where
/// it is not installed.
final class LeafletFiles: Sendable {
  static let folder = "/usr/share/javascript/leaflet"

  /// The names that the pages ask for, and the files that may hold them, the first that is there.
  private static let candidates = [
    "leaflet.js": ["leaflet.min.js", "leaflet.js"],
    "leaflet.css": ["leaflet.css"],
  ]
  private static let mediaTypes = [
    "leaflet.js": "text/javascript; charset=utf-8", "leaflet.css": "text/css; charset=utf-8",
  ]

  static let names = candidates.keys.sorted()

  private let folder: String
  private let headers: HTTPFields
  private let files = Mutex<[String: ServedFile]>([:])

  init(folder: String = LeafletFiles.folder, headers: HTTPFields) {
    (self.folder, self.headers) = (folder, headers)
  }

  static func path(_ name: String) -> String { "/leaflet/\(name)" }

  /// A file by its name; nothing when it is not installed. It is read once.
  func file(_ name: String) -> ServedFile? {
    files.withLock { files in
      if let known = files[name] { return known }
      guard let bytes = read(name) else { return nil }
      let asset = WebAsset(path: Self.path(name), mediaType: Self.mediaTypes[name] ?? "", bytes: bytes)
      let file = ServedFile(asset, headers)
      files[name] = file
      return file
    }
  }

  private func read(_ name: String) -> [UInt8]? {
    let paths = (Self.candidates[name] ?? []).map { "\(folder)/\($0)" }
    return paths.lazy.compactMap { FileManager.default.contents(atPath: $0) }.first.map { [UInt8]($0) }
  }
}
