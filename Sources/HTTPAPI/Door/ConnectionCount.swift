import Synchronization

/// How many connections each client has.
final class ConnectionCount: Sendable {
  private let limit: Int
  private let counts = Mutex<[ClientAddress: Int]>([:])

  /// - Parameter limit: of one client, 1 or more.
  init(limit: Int) {
    self.limit = limit
  }

  /// All connections.
  var total: Int { counts.withLock { $0.values.reduce(0, +) } }

  /// Counts a connection in, unless its client has as many as it may.
  func enter(_ client: ClientAddress, isLimited: Bool) -> Bool {
    counts.withLock { counts in
      let count = counts[client] ?? 0
      guard count < limit || !isLimited else { return false }
      counts[client] = count + 1
      return true
    }
  }

  func leave(_ client: ClientAddress) {
    counts.withLock { counts in
      guard let count = counts[client] else { return }
      counts[client] = count > 1 ? count - 1 : nil
    }
  }
}
