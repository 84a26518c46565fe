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
    /// Of the map in the pages, which draws stations and towns alone when nothing.
    public var mapTiles: MapTiles?

    public static let visitorRetentions = 1...3650

    public init(host: String, port: Int, socketPath: String?, visitorRetention: Int = 90, mapTiles: MapTiles? = nil) {
      self.host = host
      self.port = port
      self.socketPath = socketPath
      self.visitorRetention = visitorRetention
      self.mapTiles = mapTiles
    }
  }

  /// Requests under way when the server is told to stop have this long to end.
  static let gracefulStop = Duration.seconds(3)
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

  /// Serves until the process is told to stop (SIGTERM, SIGINT).
  ///
  /// - Parameter onReady: is told the port once questions are answered.
  /// - Throws: ``YizhanError`` when an address cannot be listened at.
  public func run(onReady: @escaping @Sendable (_ port: Int) async -> Void = { _ in }) async throws {
    let router = Self.router(services, PageController(services: services, tiles: configuration.mapTiles))
    let address = BindAddress.hostname(configuration.host, port: configuration.port)
    let socket = try configuration.socketPath.map { try OwnerSocket(path: $0) }
    let readiness = Readiness(doors: socket == nil ? 1 : 2, onReady)
    var parts: [any Service] = [
      application(router, address) { await readiness.open(port: $0.localAddress?.port) },
      RetentionService(
        visits: services.visits, clock: services.clock, days: configuration.visitorRetention, logger: logger),
    ]
    if let socket {
      parts.append(
        application(router, .unixDomainSocket(path: socket.shortPath)) { _ in
          socket.restrict()
          await readiness.open(port: nil)
        })
    }
    var group = ServiceGroupConfiguration(
      services: parts, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    group.maximumGracefulShutdownDuration = Self.gracefulStop
    defer { socket?.remove() }
    do {
      try await ServiceGroup(configuration: group).run()
    } catch let error as IOError {
      throw cannotListen(error)
    }
  }

  private func application(
    _ router: Router<APIContext>, _ address: BindAddress, onReady: @escaping @Sendable (any Channel) async -> Void
  ) -> some Service {
    let channel = HTTP1Channel.Configuration(
      additionalChannelHandlers: [ExpectationHandler(), MalformedRequestHandler()], idleTimeout: .seconds(60),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: Self.greatestHeader, maxHeaderListSize: Self.greatestHeader, maxHeaderFieldCount: 100))
    let calls: [any FastCall] = [FastVisit(services: services)]
    return Application(
      router: router,
      server: HTTPServerBuilder { FastLaneChannel(HTTP1Channel(responder: $0, configuration: channel), calls) },
      configuration: ApplicationConfiguration(address: address), onServerRunning: onReady, logger: logger)
  }

  /// Every call, below what turns errors into problems.
  static func router(_ services: APIServices, _ pages: PageController? = nil) -> Router<APIContext> {
    var routes = routes(services)
    pages?.addRoutes(to: &routes)
    let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: ProblemMiddleware(routes: routes))
    router.add(middleware: CallerMiddleware(services: services))
    routes.register(in: router)
    return router
  }

  /// Every call but the pages, as `GET /path`.
  package static func calls(_ services: APIServices) -> [String] {
    routes(services).all.map { "\($0.method.rawValue) \($0.path)" }
  }

  private static func routes(_ services: APIServices) -> RouteTable {
    var routes = RouteTable()
    StationController(services: services).addRoutes(to: &routes)
    VocabularyController(services: services).addRoutes(to: &routes)
    VisitController(services: services).addRoutes(to: &routes)
    UsageController(services: services).addRoutes(to: &routes)
    AdminController(services: services).addRoutes(to: &routes)
    TokenController(services: services).addRoutes(to: &routes)
    HealthController(services: services).addRoutes(to: &routes)
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
