import ArgumentParser
import Geodesy

/// A datum on the command line.
enum DatumWord: String, ExpressibleByArgument, CaseIterable {
  case wgs84, gcj02, bd09

  var datum: Datum {
    switch self {
    case .wgs84: .wgs84
    case .gcj02: .gcj02
    case .bd09: .bd09
    }
  }

  /// The help of such an option.
  static func help(_ subject: String) -> ArgumentHelp {
    ArgumentHelp(
      say(
        "\(subject): wgs84, gcj02 (AMap, Tencent) or bd09 (Baidu).",
        "\(subject)：wgs84、gcj02（高德、腾讯）或 bd09（百度）。"))
  }
}
