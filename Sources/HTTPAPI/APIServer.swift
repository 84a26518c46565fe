import Foundation
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
    /// A listening TCP socket to serve at instead of host and port; it is this server's from then on. Goes with
    /// `socketPath`.
    public var inheritedSocket: CInt?
    /// Of the map in the pages, which draws stations and towns alone when nothing.
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

  /// Requests under way when the server stops have this long to end.
  static let gracefulStop = Duration.seconds(30)

  let services: APIServices
  let configuration: Configuration
  let logger: Logger

  public init(_ services: APIServices, _ configuration: Configuration, logger: Logger) {
    self.services = services
    self.configuration = configuration
    self.logger = logger
  }

  /// Serves until the process is told to stop (SIGTERM, SIGINT). What questions are answered from is loaded while it
  /// listens already; who asks meanwhile waits.
  ///
  /// - Parameters:
  ///   - onReady: is told the port once questions are answered.
  ///   - onStop: is called when the server has been told to stop and ends what is under way.
  /// - Throws: ``YizhanError`` when an address cannot be listened at, a certificate cannot be used, or the database
  ///   cannot be read.
  public func run(
    onReady: @escaping @Sendable (_ port: Int) async -> Void = { _ in }, onStop: @escaping @Sendable () -> Void = {}
  ) async throws {
    let loaded = Task { try await services.load() }
    defer { loaded.cancel() }
    let desk = FrontDesk(services, configuration, ServerState(.loading), logger: logger)
    let certificates = try configuration.tls.map { try CertificateKeeper($0, clock: services.clock) }
    let socket = try configuration.socketPath.map { try OwnerSocket(path: $0) }
    // Loading is one more thing to wait for.
    let readiness = Readiness(doors: socket == nil ? 2 : 3, onReady)
    let open = OpenDoors()
    let loading = LoadingService(loading: loaded, state: desk.state) { await readiness.open(port: nil) }
    // Told to stop from the last to the first, each when the one behind it has ended: the owner's door is open to the end.
    let parts: [any Service] =
      [
        RetentionService(
          visits: services.visits, clock: services.clock, days: configuration.visitorRetention, logger: logger),
        CertificateService(keeper: certificates, logger: logger),
      ] + doors(desk, certificates, socket, open, readiness) + [loading, StopNotice(doors: open, onStop: onStop)]
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
    // Before anything says that the server is up: who then tells it to stop is heard.
    let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await group.run() }
      tasks.addTask { [configuration] in
        for await _ in signals {
          // Who says it twice does not want to wait.
          let pause = state.phase == .draining ? 0 : configuration.drainSeconds
          state.drain()
          Task {
            try await Task.sleep(for: .seconds(pause))
            await group.triggerGracefulShutdown()
          }
        }
      }
      try await tasks.next()
      tasks.cancelAll()
    }
  }

  private func cannotListen(_ error: IOError) -> YizhanError {
    let reason = String(cString: strerror(error.errnoCode))
    let place = "\(configuration.host):\(configuration.port)"
    return YizhanError(
      .unavailable, Bilingual("cannot listen at \(place): \(reason)", "无法监听 \(place)：\(reason)"))
  }
}
