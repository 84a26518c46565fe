import Hummingbird

/// What is answered, and what stands before every answer.
extension APIServer {
  /// Every call, below what turns errors into problems.
  ///
  /// - Parameter pages: none for calls from this process, which a page would only make wait: they are compressed first.
  static func router(
    _ services: APIServices, _ desk: FrontDesk, _ pages: PageController? = nil
  ) -> Router<APIContext> {
    var routes = routes(services, desk)
    pages?.addRoutes(to: &routes)
    let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: RequestMiddleware(forwarding: desk.forwarding, isSecure: desk.isSecure))
    router.add(middleware: ProblemMiddleware(routes: routes))
    router.add(middleware: CrossOriginMiddleware())
    router.add(middleware: LoadedMiddleware(state: desk.state))
    router.add(middleware: CallerMiddleware(services: services, admission: desk.admission))
    router.add(middleware: AdmissionMiddleware(admission: desk.admission))
    routes.register(in: router)
    return router
  }

  /// Every call but the pages, as `GET /path`.
  package static func calls(_ services: APIServices) -> [String] {
    routes(services, .ofThisProcess(services)).all.map { "\($0.method.rawValue) \($0.path)" }
  }

  private static func routes(_ services: APIServices, _ desk: FrontDesk) -> RouteTable {
    var routes = RouteTable()
    StationController(services: services).addRoutes(to: &routes)
    VocabularyController(services: services).addRoutes(to: &routes)
    VisitController(services: services).addRoutes(to: &routes)
    UsageController(services: services).addRoutes(to: &routes)
    AdminController(services: services).addRoutes(to: &routes)
    TokenController(services: services).addRoutes(to: &routes)
    HealthController(services: services, state: desk.state).addRoutes(to: &routes)
    MetricsController(services: services, desk: desk).addRoutes(to: &routes)
    FeaturesController(services: services).addRoutes(to: &routes)
    DocumentController().addRoutes(to: &routes)
    return routes
  }
}
