import WebPages

/// All files of the pages as one thing that a phone keeps: another edition as soon as one byte of it, or what it may do,
/// is another.
struct PageEdition {
  private let paths: [String]
  private let name: String

  init(_ assets: [WebAsset], _ policy: PagePolicy) {
    paths = assets.map(\.path).filter { $0 != PageController.worker }
    name = EntityTag(revision: 0, assets.map(\.bytes) + [Array(policy.content.utf8)]).content
  }

  /// The service worker, told which edition it keeps: it is another script for another edition, by which browsers
  /// notice that there is one.
  func worker(_ asset: WebAsset) -> WebAsset {
    let list = "[" + paths.map { "\"\($0)\"" }.joined(separator: ", ") + "]"
    let script = String(decoding: asset.bytes, as: UTF8.self)
      .replacing("\"EDITION\"", with: "\"\(name)\"").replacing("[\"FILES\"]", with: list)
    return WebAsset(path: asset.path, mediaType: asset.mediaType, bytes: Array(script.utf8))
  }
}
