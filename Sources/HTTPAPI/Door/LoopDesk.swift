import NIOCore
import Synchronization

/// What the connections of one event loop share, and no others: nothing in it is waited for.
final class LoopDesk {
  let memory = AnswerMemory()
  var identifiers = RequestIdentifier.Source()
  let calls: [any FastCall]

  init(_ calls: [any FastCall]) {
    self.calls = calls
  }
}

/// The desks of all event loops at one door, each made when its first connection comes.
final class LoopDesks: Sendable {
  private let calls: @Sendable (any EventLoop) -> [any FastCall]
  private let desks = Mutex<[ObjectIdentifier: NIOLoopBound<LoopDesk>]>([:])

  /// - Parameter calls: makes the fast calls of a loop.
  init(_ calls: @escaping @Sendable (any EventLoop) -> [any FastCall]) {
    self.calls = calls
  }

  /// The desk of an event loop, to be called on it.
  func desk(of loop: any EventLoop) -> LoopDesk {
    let desk = desks.withLock { desks in
      let desk = desks[ObjectIdentifier(loop)] ?? NIOLoopBound(LoopDesk(calls(loop)), eventLoop: loop)
      desks[ObjectIdentifier(loop)] = desk
      return desk
    }
    return desk.value
  }
}
