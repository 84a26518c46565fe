import Logging
import ServiceLifecycle

/// Waits for what questions are answered from, while the server listens already.
struct LoadingService: Service {
  let loading: Task<Void, any Error>
  let state: ServerState
  let onReady: @Sendable () async -> Void

  func run() async throws {
    try await loading.value
    state.becomeReady()
    await onReady()
    // A service that ends would end the others.
    try? await gracefulShutdown()
  }
}
