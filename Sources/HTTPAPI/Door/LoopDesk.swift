import NIOCore
import PrometheusMetrics
import Synchronization

/// What the connections of one event loop share, and no others: neither for it nor for a count of its references does one loop
/// wait for another.
final class LoopDesk {
  let calls: [any FastCall]
  let headers: SecurityHeaders
  let memory: AnswerMemory
  let requests: RequestMetrics
  var identifiers = RequestIdentifier.Source()

  init(_ calls: [any FastCall], _ desk: FrontDesk) {
    self.calls = calls
    headers = SecurityHeaders(isSecure: desk.isSecure)
    memory = AnswerMemory(headers)
    requests = RequestMetrics(desk.metrics.share())
  }
}

/// The desks of all event loops at one door, each made when its first connection comes.
final class LoopDesks: Sendable {
  private let make: @Sendable (any EventLoop) -> LoopDesk
  private let desks = Mutex<[ObjectIdentifier: NIOLoopBound<LoopDesk>]>([:])

  /// - Parameter make: makes the desk of a loop.
  init(_ make: @escaping @Sendable (any EventLoop) -> LoopDesk) {
    self.make = make
  }

  /// The desk of an event loop, to be called on it.
  func desk(of loop: any EventLoop) -> LoopDesk {
    let desk = desks.withLock { desks in
      let desk = desks[ObjectIdentifier(loop)] ?? NIOLoopBound(make(loop), eventLoop: loop)
      desks[ObjectIdentifier(loop)] = desk
      return desk
    }
    return desk.value
  }
}
