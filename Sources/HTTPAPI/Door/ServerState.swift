import Synchronization

/// Whether a server is ready to answer: what `/readyz` tells.
final class ServerState: Sendable {
  enum Phase: String {
    case loading, ready, draining
  }

  private struct State {
    var phase: Phase
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>
  /// Looked at with every answer, so without waiting for anyone.
  private let hasBeenToldToStop: Atomic<Bool>

  init(_ phase: Phase) {
    state = Mutex(State(phase: phase))
    hasBeenToldToStop = Atomic(phase == .draining)
  }

  var phase: Phase { state.withLock { $0.phase } }

  /// Whether the server is to stop.
  var isDraining: Bool { hasBeenToldToStop.load(ordering: .relaxed) }

  /// Questions may be answered from now on; a server that is to stop already goes on with that.
  func becomeReady() { move(to: .ready) }

  /// No more questions are wanted; those that come are answered all the same.
  func drain() { move(to: .draining) }

  /// Waits while it is loading.
  func loaded() async {
    await withCheckedContinuation { continuation in
      let isLoading = state.withLock { state in
        if state.phase == .loading { state.waiting.append(continuation) }
        return state.phase == .loading
      }
      if !isLoading { continuation.resume() }
    }
  }

  private func move(to phase: Phase) {
    let waiting = state.withLock { state in
      if state.phase != .draining { state.phase = phase }
      hasBeenToldToStop.store(state.phase == .draining, ordering: .relaxed)
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
