import HTTPTypes
import RestStations

/// The description of ``HealthController`` and ``DocumentController``.
enum ServiceOperations {
  static let all = [alive, ready, metrics, document, page]

  private static func health(_ path: String, _ name: String, _ summary: Bilingual) -> APIOperation {
    APIOperation(
      .get, path, name, .service, summary,
      answers: [
        APIAnswer(200, summary, .json(.object([("status", .words(["ok"])), ("revision", .count)])))
      ])
  }

  private static let alive = health("/healthz", "isAlive", Bilingual("Whether it is alive", "是否存活"))
  private static let ready = health("/readyz", "isReady", Bilingual("Whether it is ready to serve", "是否可以服务"))

  private static let metrics = APIOperation(
    .get, MetricsController.path, "getMetrics", .service,
    Bilingual("What operators watch, as Prometheus reads it", "供运维监控的指标（Prometheus 格式）"),
    details: Bilingual(
      "On the server's own machine no token is needed, unless the request comes through a proxy.",
      "在服务器本机上无须令牌，经代理转发的请求除外。"),
    access: .admins,
    answers: [
      APIAnswer(200, Bilingual("text, version 0.0.4", "文本，版本 0.0.4"), APIBody([(MetricsController.mediaType, .text)]))
    ])

  private static let document = APIOperation(
    .get, DocumentController.document, "getDocument", .service, Bilingual("This description", "本接口描述"),
    [SharedParameters.ifNoneMatch],
    answers: [
      APIAnswer(
        200, Bilingual("OpenAPI 3.0.3", "OpenAPI 3.0.3"), APIBody([(DocumentController.mediaType, .map(.any))]),
        headers: [.tag]), .notModified,
    ])

  private static let page = APIOperation(
    .get, DocumentController.page, "getReference", .service, Bilingual("The same as a page to read", "供阅读的同一内容"),
    [SharedParameters.ifNoneMatch],
    answers: [
      APIAnswer(200, Bilingual("HTML", "HTML"), APIBody([("text/html", .text)]), headers: [.tag]), .notModified,
    ])
}
