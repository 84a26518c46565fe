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
    /// Seconds that requests under way have to end when the server is told to stop, 0…3600.
    public var drainSeconds = 3
    /// A listening TCP socket to serve at instead of host and port; it is this server's from then on. Goes with
    /// `socketPath`.
    public var inheritedSocket: CInt?
    /// Where pages get their maps from; none when nothing.
    public var map: MapTiles?

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
  /// - Parameters:
  ///   - onReady: is told the port once questions are answered.
  ///   - onStop: is called when the server has been told to stop and ends what is under way.
  /// - Throws: ``YizhanError`` when an address cannot be listened at, or a certificate cannot be used.
  public func run(
    onReady: @escaping @Sendable (_ port: Int) async -> Void = { _ in }, onStop: @escaping @Sendable () -> Void = {}
  ) async throws {
    let router = Self.router(services)
    let certificates = try configuration.tls.map { try CertificateKeeper($0, clock: services.clock) }
    let socket = try configuration.socketPath.map { try OwnerSocket(path: $0) }
    let readiness = Readiness(doors: socket == nil ? 1 : 2, onReady)
    let (responders, shared) = AsyncStream.makeStream(of: HTTPChannelHandler.Responder.self)
    // Told to stop from the last to the first, each when the one behind it has ended: the owner's door is open to the end.
    var parts: [any Service] = [
      RetentionService(
        visits: services.visits, clock: services.clock, days: configuration.visitorRetention, logger: logger),
      CertificateService(keeper: certificates, logger: logger),
    ]
    if let socket {
      parts.append(
        application(router, .unixDomainSocket(path: socket.shortPath)) { responder in
          shared.yield(responder)
          return channel(responder)
        } onReady: { _ in
          socket.restrict()
          await readiness.open(port: nil)
        })
    }
    parts.append(
      publicDoor(router, certificates, responders) { await readiness.open(port: $0.localAddress?.port) })
    parts.append(StopNotice(onStop: onStop))
    var group = ServiceGroupConfiguration(
      services: parts, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
    group.maximumGracefulShutdownDuration = .seconds(configuration.drainSeconds)
    defer { socket?.remove() }
    do {
      try await ServiceGroup(configuration: group).run()
    } catch let error as IOError {
      throw cannotListen(error)
    }
  }

  /// The door for everyone: the port, or a socket that was handed over.
  private func publicDoor(
    _ router: Router<APIContext>, _ certificates: CertificateKeeper?,
    _ responders: AsyncStream<HTTPChannelHandler.Responder>, onReady: @escaping @Sendable (any Channel) async -> Void
  ) -> any Service {
    let make: @Sendable (@escaping HTTPChannelHandler.Responder) -> any ServerChildChannel = { responder in
      let plain = channel(responder)
      return certificates.map { TLSDoor(inside: plain, certificates: $0) } ?? plain
    }
    guard let descriptor = configuration.inheritedSocket else {
      let address = BindAddress.hostname(configuration.host, port: configuration.port)
      return application(router, address, make, onReady: onReady)
    }
    // What answers requests is made by Hummingbird for each of its servers: the owner's one shares its own.
    return InheritedDoor(
      descriptor: descriptor, channel: { await responders.first { _ in true }.map(make) }, connections: nil,
      onReady: onReady, logger: logger)
  }

  private func application(
    _ router: Router<APIContext>, _ address: BindAddress,
    _ channel: @escaping @Sendable (@escaping HTTPChannelHandler.Responder) -> any ServerChildChannel,
    onReady: @escaping @Sendable (any Channel) async -> Void
  ) -> some Service {
    Application(
      router: router, server: HTTPServerBuilder { channel($0) },
      configuration: ApplicationConfiguration(address: address), onServerRunning: onReady, logger: logger)
  }

  /// A connection, from bytes to the router.
  private func channel(_ responder: @escaping HTTPChannelHandler.Responder) -> FastLaneChannel {
    let channel = HTTP1Channel.Configuration(
      additionalChannelHandlers: [ExpectationHandler(), MalformedRequestHandler()], idleTimeout: .seconds(60),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: Self.greatestHeader, maxHeaderListSize: Self.greatestHeader, maxHeaderFieldCount: 100))
    return FastLaneChannel(HTTP1Channel(responder: responder, configuration: channel), [FastVisit(services: services)])
  }

  /// Every call, below what turns errors into problems.
  static func router(_ services: APIServices) -> Router<APIContext> {
    let routes = routes(services)
    let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    router.add(middleware: ProblemMiddleware(routes: routes))
    router.add(middleware: CallerMiddleware(services: services))
    routes.register(in: router)
    return router
  }

  /// Every call, as `GET /path`.
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
