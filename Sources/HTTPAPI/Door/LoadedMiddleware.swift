import Hummingbird

/// Holds requests back until what they are answered from is loaded, but for those about the server itself: who comes
/// while it starts waits a moment instead of being sent away.
struct LoadedMiddleware: RouterMiddleware {
  let state: ServerState

  func handle(
    _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    if !HealthController.paths.contains(request.uri.path) { await state.loaded() }
    return try await next(request, context)
  }
}
