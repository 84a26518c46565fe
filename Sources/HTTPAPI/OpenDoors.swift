import NIOCore
import ServiceLifecycle
import Synchronization

/// The sockets that take connections, for the moment at which they shall take no more.
final class OpenDoors: Sendable {
  private let channels = Mutex<[any Channel]>([])

  func add(_ channel: any Channel) {
    channels.withLock { $0.append(channel) }
  }

  /// Takes no more connections; who comes now waits in the socket, which may be kept open for another server.
  ///
  /// - Parameter pause: returns so much later, by the clock that no one sets.
  func shut(_ pause: TimeAmount) async {
    let channels = channels.withLock { $0 }
    for channel in channels { try? await channel.setOption(.autoRead, value: false).get() }
    try? await channels.first?.eventLoop.scheduleTask(in: pause) {}.futureResult.get()
  }
}

/// Tells that the server has been told to stop, before the requests under way have ended.
///
/// The doors are shut a moment before all else ends: a connection that was taken in and is not yet served when its door
/// closes would be lost.
struct StopNotice: Service {
  private static let pause = TimeAmount.milliseconds(50)

  let doors: OpenDoors
  let onStop: @Sendable () -> Void

  func run() async throws {
    try? await gracefulShutdown()
    onStop()
    await doors.shut(Self.pause)
  }
}
