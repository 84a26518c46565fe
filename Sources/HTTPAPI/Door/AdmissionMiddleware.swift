import Hummingbird
import RestStations

/// Lets a request go on once the server has loaded what it answers from, and unless its client asks for too much.
struct AdmissionMiddleware: RouterMiddleware {
  /// Bytes of a request's path and query.
  static let greatestTarget = 8 << 10

  let admission: Admission

  func handle(
    _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    if let wait = admission.take(request.method, of: context.caller, at: context.client) {
      throw YizhanError.tooMany(retryAfter: wait)
    }
    guard request.target.utf8.count <= Self.greatestTarget else {
      throw YizhanError(
        .badRequest,
        Bilingual("the address may have at most \(Self.greatestTarget) bytes", "请求地址最多 \(Self.greatestTarget) 字节"))
    }
    return try await next(request, context)
  }
}
