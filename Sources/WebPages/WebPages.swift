import CWebPages

/// The pages for couriers, visitors and managers, and all that they are made of: the files in `Pages`.
///
/// The files are compiled into the program. A new one also needs its two places in `Sources/CWebPages/CWebPages.c`.
public enum WebPages {
  /// In the order of their names.
  public static let all: [WebAsset] = {
    var assets: [WebAsset] = []
    var number = 0
    while let file = yizhan_page_file(number)?.pointee {
      let bytes = [UInt8](UnsafeBufferPointer(start: file.bytes, count: file.count))
      if let asset = WebAsset(name: String(cString: file.name), bytes: bytes) { assets.append(asset) }
      number += 1
    }
    return assets
  }()

  /// The asset that is served at a path.
  public static func asset(at path: String) -> WebAsset? {
    all.first { $0.path == path }
  }
}
