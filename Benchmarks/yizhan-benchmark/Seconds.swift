import Foundation

/// Times as the reports tell them.
enum Seconds {
  /// To the microsecond.
  static func text(_ time: Duration) -> String {
    String(format: "%.6f", time / .seconds(1))
  }
}
