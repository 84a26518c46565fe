import Hummingbird
import Logging
import NIOHTTP1
import RestStations

/// Turns whatever is thrown below it into a problem: the only mapper of errors to HTTP.
struct ProblemMiddleware: RouterMiddleware {
  let routes: RouteTable

  func handle(
    _ request: Request, context: APIContext, next: (Request, APIContext) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch {
      let problem = problem(of: error, request, context)
      // Only calls that are there have their bodies taken off for HEAD.
      return request.method == .head ? problem.createHeadResponse() : problem
    }
  }

  private func problem(of error: any Error, _ request: Request, _ context: APIContext) -> Response {
    switch error {
    case let error as YizhanError where error.code != .storageFailed:
      if error.code == .storageUnavailable {
        context.logger.error("request failed", metadata: ["error": "\(error.detail.english)"])
      }
      return Problem.response(error, for: request)
    case let error as HTTPError where error.status == .notFound:
      return notFound(request)
    case let error as HTTPError where error.status == .contentTooLarge:
      return Problem.response(YizhanError(.tooLarge, Bilingual("the body is too large", "请求体过大")), for: request)
    case is HTTPParserError:
      return Problem.response(
        YizhanError(.badRequest, Bilingual("the request breaks off or is malformed", "请求不完整或格式有误")), for: request)
    default:
      context.logger.error("request failed", metadata: ["error": "\(error)"])
      return Problem.response(Problem.internalError, for: request)
    }
  }

  private func notFound(_ request: Request) -> Response {
    let methods = routes.methods(of: request.uri.path)
    guard methods.isEmpty else {
      let allow = methods.joined(separator: ", ")
      return Problem.response(
        YizhanError(
          .methodNotAllowed, Bilingual("this address answers \(allow)", "此地址支持的方法：\(allow)")),
        for: request, allow: allow)
    }
    return Problem.response(
      YizhanError(.notFound, Bilingual("there is nothing at this address", "此地址没有内容")), for: request)
  }
}
