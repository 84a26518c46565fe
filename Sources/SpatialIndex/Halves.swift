import Dispatch

/// Work for many things, half of them on another processor at the same time.
enum Halves {
  /// For fewer things another thread would cost more than it saves.
  private static let least = 10_000

  /// Where the second half begins; nothing when all is done at once.
  static func middle(of count: Int) -> Int? {
    count >= least ? count / 2 : nil
  }

  /// Calls a body with the whole range of so many things, or with both halves of it at once; what they write must lie apart.
  static func forEach(of count: Int, _ body: (Range<Int>) -> Void) {
    guard let middle = middle(of: count) else { return body(0..<count) }
    withoutActuallyEscaping(body) { body in
      // All calls have come back when this one does.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: 2) { body($0 == 0 ? 0..<middle : middle..<count) }
    }
  }
}
