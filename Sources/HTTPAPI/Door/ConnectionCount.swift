import Synchronization

/// How many connections each client has, and memory given back to the system when a crowd has left: the allocator would
/// keep what all of them needed at once.
final class ConnectionCount: Sendable {
  private struct State {
    var counts: [ClientAddress: Int] = [:]
    var total = 0
    /// The greatest total since memory was given back.
    var crest = 0

    /// Whether hardly anyone is left of many.
    mutating func hasCrowdLeft() -> Bool {
      guard crest >= ConnectionCount.crowd, total <= crest / 8 else { return false }
      crest = total
      return true
    }
  }

  private static let crowd = 256

  private let limit: Int
  private let state = Mutex(State())

  /// - Parameter limit: of one client, 1 or more.
  init(limit: Int) {
    self.limit = limit
  }

  /// All connections.
  var total: Int { state.withLock { $0.total } }

  /// Counts a connection in, unless its client has as many as it may.
  func enter(_ client: ClientAddress, isLimited: Bool) -> Bool {
    state.withLock { state in
      let count = state.counts[client] ?? 0
      guard count < limit || !isLimited else { return false }
      state.counts[client] = count + 1
      state.total += 1
      state.crest = max(state.crest, state.total)
      return true
    }
  }

  func leave(_ client: ClientAddress) {
    let hasCrowdLeft = state.withLock { state in
      guard let count = state.counts[client] else { return false }
      state.counts[client] = count > 1 ? count - 1 : nil
      state.total -= 1
      return state.hasCrowdLeft()
    }
    if hasCrowdLeft { FreeMemory.giveBack() }
  }
}
