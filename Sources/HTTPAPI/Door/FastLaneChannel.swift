import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Hummingbird's HTTP/1.1 behind the front door and a fast lane. These stand between the parser and what turns its parts
/// into Hummingbird's: that takes as long as the answer to a courier.
struct FastLaneChannel: ServerChildChannel {
  typealias Value = HTTP1Channel.Value

  private let base: HTTP1Channel
  private let desk: FrontDesk
  private let loops: LoopDesks

  init(_ base: HTTP1Channel, _ desk: FrontDesk, _ loops: LoopDesks) {
    (self.base, self.desk, self.loops) = (base, desk, loops)
  }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    base.setup(channel: channel, logger: logger).flatMapThrowing { [desk, loops] value in
      let pipeline = channel.pipeline.syncOperations
      let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
      let loop = loops.desk(of: channel.eventLoop)
      let lane = FastLane(loop)
      let door = FrontDoor(desk, loop, lane)
      try pipeline.addHandlers([door, lane], position: .after(parser))
      let headers = HeaderMemory(door.receive(whole:), readsOn: door.readsOn)
      door.headers = headers
      try pipeline.addHandler(headers, position: .before(parser))
      return value
    }
  }

  func handle(value: Value, logger: Logger) async {
    await base.handle(value: value, logger: logger)
  }
}
