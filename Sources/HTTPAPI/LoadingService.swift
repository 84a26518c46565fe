import Logging
import RestStations
import ServiceLifecycle

/// Loads what questions are answered from while the server listens already.
struct LoadingService: Service {
  let services: APIServices
  let state: ServerState
  let onReady: @Sendable () async -> Void

  func run() async throws {
    try await services.load()
    state.becomeReady()
    await onReady()
    // A service that ends would end the others.
    try? await gracefulShutdown()
  }
}
