import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// Where requests come in: a port, or a socket that was handed over, for everyone; and the owner's socket.
extension APIServer {
  private typealias Responder = HTTPChannelHandler.Responder

  /// Bytes of all header fields, and of the address.
  private static let greatestHeader = 32 << 10

  func doors(
    _ desk: FrontDesk, _ certificates: CertificateKeeper?, _ socket: OwnerSocket?, _ open: OpenDoors,
    _ readiness: Readiness
  ) -> [any Service] {
    let pages = PageController(services: services, tiles: configuration.map)
    let router = Self.router(services, desk, pages)
    let (responders, shared) = AsyncStream.makeStream(of: Responder.self)
    let everyone = publicDoor(router, desk, certificates, responders) {
      open.add($0)
      await readiness.open(port: $0.localAddress?.port)
    }
    guard let socket else { return [everyone] }
    let owner = application(router, .unixDomainSocket(path: socket.shortPath), connections: nil) { responder in
      shared.yield(responder)
      return channel(responder, desk)
    } onReady: {
      open.add($0)
      socket.restrict()
      await readiness.open(port: nil)
    }
    return [owner, everyone]
  }

  private func publicDoor(
    _ router: Router<APIContext>, _ desk: FrontDesk, _ certificates: CertificateKeeper?,
    _ responders: AsyncStream<Responder>, onReady: @escaping @Sendable (any Channel) async -> Void
  ) -> any Service {
    let make: @Sendable (@escaping Responder) -> any ServerChildChannel = { responder in
      let plain = channel(responder, desk)
      return certificates.map { TLSDoor(inside: plain, certificates: $0) } ?? plain
    }
    let connections = MaximumAvailableConnections(desk.limits.connections)
    guard let descriptor = configuration.inheritedSocket else {
      let address = BindAddress.hostname(configuration.host, port: configuration.port)
      return application(router, address, connections: connections, make, onReady: onReady)
    }
    // What answers requests is made by Hummingbird for each of its servers: the owner's one shares its own.
    return InheritedDoor(
      descriptor: descriptor, channel: { await responders.first { _ in true }.map(make) }, connections: connections,
      onReady: onReady, logger: logger)
  }

  private func application(
    _ router: Router<APIContext>, _ address: BindAddress, connections: MaximumAvailableConnections?,
    _ channel: @escaping @Sendable (@escaping Responder) -> any ServerChildChannel,
    onReady: @escaping @Sendable (any Channel) async -> Void
  ) -> some Service {
    Application(
      router: router, server: HTTPServerBuilder { channel($0) },
      configuration: ApplicationConfiguration(
        address: address, backlog: 1024, availableConnectionsDelegate: connections),
      onServerRunning: onReady, logger: logger)
  }

  /// A connection, from bytes to the router.
  private func channel(_ responder: @escaping Responder, _ desk: FrontDesk) -> FastLaneChannel {
    let channel = HTTP1Channel.Configuration(
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: Self.greatestHeader, maxHeaderListSize: Self.greatestHeader, maxHeaderFieldCount: 100))
    let loops = LoopDesks { [services] loop in
      LoopDesk([FastNearest(services, desk), FastVisit(services, desk.admission, loop)], desk)
    }
    return FastLaneChannel(HTTP1Channel(responder: responder, configuration: channel), desk, loops)
  }
}
