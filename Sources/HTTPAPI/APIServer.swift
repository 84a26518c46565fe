import Foundation
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import RestStations
import ServiceLifecycle
import UnixSignals

/// The HTTP server: all wiring of this target.
public struct APIServer: Sendable {
  public struct Configuration: Sendable {
    /// A name or address to listen at.
    public var host: String
    /// 1…65535, or 0 for any that is free.
    public var port: Int
    /// Where the owner's socket is to be; none when nothing.
    public var socketPath: String?
    /// Days for which visitors may be told from each other, 1…3650.
    public var visitorRetention: Int

    /// Files of a certificate and its key, so that the port speaks TLS; nothing for plain HTTP.
    public var tls: TLSFiles?
    /// From whom `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    public var trustedProxies: [AddressRange] = []
    /// How much one client may ask, and how long it may take.
    public var limits = Limits()
    /// Seconds for which a server that is told to stop goes on, `/readyz` being false, so that a balancer notices; 0…3600.
    public var drainSeconds = 0
    /// A listening socket to serve at instead of host and port; it is this server's from then on.
    public var inheritedSocket: CInt?

    public static let visitorRetentions = 1...3650

    /// Whether the port itself speaks TLS. Behind a proxy only the request can tell.
    public var isSecure: Bool { tls != nil }

    public init(host: String, port: Int, socketPath: String?, visitorRetention: Int = 90) {
      self.host = host
      self.port = port
      self.socketPath = socketPath
      self.visitorRetention = visitorRetention
    }
  }

  /// Requests under way when the server stops have this long to end.
  static let gracefulStop = Duration.seconds(30)
  /// Bytes of all header fields, and of the address.
  static let greatestHeader = 32 << 10

  private let services: APIServices
  private let configuration: Configuration
  private let logger: Logger

  public init(_ services: APIServices, _ configuration: Configuration, logger: Logger) {
    self.services = services
    self.configuration = configuration
    self.logger = logger
  }

  /// Serves until the process is told to stop (SIGTERM, SIGINT). What questions are answered from is loaded while it
  /// listens already; who asks meanwhile waits.
  ///
  /// - Parameter onReady: is told the port once questions are answered.
  /// - Throws: ``YizhanError`` when an address cannot be listened at, or the database cannot be read.
  public func run(onReady: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) async throws {
    let desk = FrontDesk(services, configuration, ServerState(.loading), logger: logger)
    let router = Self.router(services, desk)
    let address = BindAddress.hostname(configuration.host, port: configuration.port)
    let socket = try configuration.socketPath.map { try OwnerSocket(path: $0) }
    // Loading is one more thing to wait for.
    let readiness = Readiness(doors: socket == nil ? 2 : 3, onReady)
    var parts: [any Service] = [
      application(router, desk, address) { await readiness.open(port: $0.localAddress?.port) },
      LoadingService(services: services, state: desk.state) { await readiness.open(port: nil) },
      RetentionService(
        visits: services.visits, clock: services.clock, days: configuration.visitorRetention, logger: logger),
    ]
    if let socket {
      parts.append(
        application(router, desk, .unixDomainSocket(path: socket.shortPath)) { _ in
          socket.restrict()
          await readiness.open(port: nil)
        })
    }
    var group = ServiceGroupConfiguration(services: parts, logger: logger)
    group.maximumGracefulShutdownDuration = Self.gracefulStop
    defer { socket?.remove() }
    do {
      try await run(ServiceGroup(configuration: group), desk.state)
    } catch let error as IOError {
      throw cannotListen(error)
    }
  }

  private func run(_ group: ServiceGroup, _ state: ServerState) async throws {
    let pause = Duration.seconds(configuration.drainSeconds)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      tasks.addTask {
        for await _ in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
          // Who says it twice does not want to wait.
          if state.phase != .draining {
            state.drain()
            Task {
              try await Task.sleep(for: pause)
              await group.triggerGracefulShutdown()
            }
          } else {
            await group.triggerGracefulShutdown()
          }
        }
      }
      try await tasks.next()
      tasks.cancelAll()
    }
  }

  private func application(
    _ router: Router<APIContext>, _ desk: FrontDesk, _ address: BindAddress, onReady: @escaping @Sendable (any Channel) async -> Void
  ) -> some Service {
    let channel = HTTP1Channel.Configuration(
      additionalChannelHandlers: [FrontDoor(desk)],
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: Self.greatestHeader, maxHeaderListSize: Self.greatestHeader, maxHeaderFieldCount: 100))
    let calls: [any FastCall] = [FastVisit(services: services, admission: desk.admission)]
    return Application(
      router: router,
      server: HTTPServerBuilder { FastLaneChannel(HTTP1Channel(responder: $0, configuration: channel), calls) },
      configuration: ApplicationConfiguration(
        address: address, backlog: 1024, availableConnectionsDelegate: MaximumAvailableConnections(desk.limits.connections)),
      onServerRunning: onReady, logger: logger)
  }

  /// Every call, below what turns errors into problems.
  static func router(_ services: APIServices, _ desk: FrontDesk) -> Router<APIContext> {
    let routes = routes(services, desk)
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

  /// Every call, as `GET /path`.
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
    HealthController(services: services, state: desk.state).addRoutes(to: &routes)
    MetricsController(services: services, desk: desk).addRoutes(to: &routes)
    FeaturesController(services: services).addRoutes(to: &routes)
    DocumentController().addRoutes(to: &routes)
    return routes
  }

  private func cannotListen(_ error: IOError) -> YizhanError {
    let reason = String(cString: strerror(error.errnoCode))
    let place = "\(configuration.host):\(configuration.port)"
    return YizhanError(
      .unavailable, Bilingual("cannot listen at \(place): \(reason)", "无法监听 \(place)：\(reason)"))
  }
}
