import Synchronization

/// A clock that stands still until it is set.
public final class TestClock: Sendable {
  private let seconds: Mutex<Int64>

  /// - Parameter seconds: since 1970.
  public init(_ seconds: Int64) {
    self.seconds = Mutex(seconds)
  }

  public var now: Int64 {
    get { seconds.withLock { $0 } }
    set { seconds.withLock { $0 = newValue } }
  }
}
