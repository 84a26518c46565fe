/// A file of the pages, as the server sends it.
public struct WebAsset: Sendable {
  /// The path that it is served at, such as `/manage` or `/pages/api.js`.
  public let path: String
  /// With its charset.
  public let mediaType: String
  public let bytes: [UInt8]

  public init(path: String, mediaType: String, bytes: [UInt8]) {
    (self.path, self.mediaType, self.bytes) = (path, mediaType, bytes)
  }

  /// A page to look at, rather than what pages are made of.
  public var isPage: Bool { mediaType.hasPrefix("text/html") }

  /// Of a file by its name. Pages stand at the root without their ending, `index` at `/`; what must stand at the root
  /// to reach all of them does; the rest is in `/pages`.
  ///
  /// - Returns: nothing for a kind of file that pages are not made of.
  init?(name: String, bytes: [UInt8]) {
    guard let dot = name.lastIndex(of: "."), let type = Self.mediaTypes[String(name[dot...].dropFirst())] else {
      return nil
    }
    let stem = name[..<dot]
    let path =
      if name == "index.html" {
        "/"
      } else if name.hasSuffix(".html") {
        "/\(stem)"
      } else if Self.atRoot.contains(name) {
        "/\(name)"
      } else {
        "/pages/\(name)"
      }
    self.init(path: path, mediaType: type, bytes: bytes)
  }

  private static let atRoot: Set<String> = ["service-worker.js", "manifest.webmanifest"]

  private static let mediaTypes = [
    "html": "text/html; charset=utf-8", "js": "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8", "png": "image/png",
    "webmanifest": "application/manifest+json; charset=utf-8",
  ]
}
