import HummingbirdCore
import Logging
import NIOCore
import NIOExtras
import NIOPosix
import ServiceLifecycle

/// Serves at a listening socket that another process has made and keeps (systemd), as Hummingbird's own server does at
/// those it makes itself; that one takes no socket from elsewhere.
struct InheritedDoor: Service {
  let descriptor: CInt
  /// Gives what a connection is handled by, once that is known.
  let channel: @Sendable () async -> (any ServerChildChannel)?
  /// Tells when no more connections are to be taken for a while.
  let connections: (any AvailableConnectionsDelegate)?
  let onReady: @Sendable (any Channel) async -> Void
  let logger: Logger

  func run() async throws {
    guard let channel = await channel() else { return }
    try await serve(channel)
  }

  private func serve(_ child: some ServerChildChannel) async throws {
    let quiescing = ServerQuiescingHelper(group: MultiThreadedEventLoopGroup.singleton)
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelInitializer { [connections] channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let connections { try pipeline.addHandler(Self.handler(connections)) }
          try pipeline.addHandler(quiescing.makeServerChannelHandler(channel: channel))
        }
      }
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .bind(descriptor) { [logger] in child.setup(channel: $0, logger: logger) }
    await withGracefulShutdownHandler {
      await onReady(server.channel)
      await take(from: server, child)
    } onGracefulShutdown: {
      quiescing.initiateShutdown(promise: nil)
    }
  }

  private func take<Child: ServerChildChannel>(from server: NIOAsyncChannel<Child.Value, Never>, _ child: Child) async {
    await withDiscardingTaskGroup { group in
      do {
        try await server.executeThenClose { inbound in
          for try await connection in inbound {
            group.addTask { [logger] in await child.handle(value: connection, logger: logger) }
          }
        }
      } catch {
        logger.error("no more connections are taken", metadata: ["error": "\(error)"])
      }
    }
  }

  private static func handler(_ connections: some AvailableConnectionsDelegate) -> any ChannelHandler {
    AvailableConnectionsChannelHandler(delegate: connections)
  }
}
