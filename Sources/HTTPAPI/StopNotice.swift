import ServiceLifecycle

/// Tells that the server has been told to stop, before the requests under way have ended.
struct StopNotice: Service {
  let onStop: @Sendable () -> Void

  func run() async throws {
    try? await gracefulShutdown()
    onStop()
  }
}
