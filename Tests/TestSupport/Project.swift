public import Foundation

/// Where things stand in the checkout that the tests run from.
public enum Project {
  /// The folder of `Package.swift`.
  public static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// A fixture by its path below `fixtures`.
  public static func fixture(_ path: String) -> URL {
    root.appending(path: "fixtures").appending(path: path)
  }

  /// The folder that the test bundle stands in, where the build has put the programs too.
  public static var products: URL {
    let bundle = URL(filePath: CommandLine.arguments.first ?? "").resolvingSymlinksInPath()
    var folder = bundle.deletingLastPathComponent()
    while folder.path != "/", !FileManager.default.fileExists(atPath: folder.appending(path: "yizhan").path) {
      folder.deleteLastPathComponent()
    }
    if folder.path != "/" { return folder }
    return root.appending(path: ".build/release")
  }
}
