import Foundation
import Synchronization

/// How far a long work has come, drawn on a terminal's standard error; nothing where that is no terminal.
final class ProgressBar: Sendable {
  private let title: String
  private let isShown = StandardError.isTerminal
  private let drawn = Mutex(-1)

  init(_ title: String) {
    self.title = title
  }

  /// - Parameter share: done so far, 0…1.
  func show(_ share: Double) {
    guard isShown else { return }
    let percent = Int(max(0, min(1, share)) * 100)
    drawn.withLock { drawn in
      guard percent != drawn else { return }
      drawn = percent
      let filled = percent * 30 / 100
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
      StandardError.write("\r\(title) \(bar) \(percent) %")
    }
  }

  /// Takes the bar off again.
  func clear() {
    guard isShown, drawn.withLock({ $0 }) >= 0 else { return }
    StandardError.write("\r\u{1B}[K")
  }
}
